"""The gate: the pass under which exhibits leave the zone and come back (卡口核放)."""
