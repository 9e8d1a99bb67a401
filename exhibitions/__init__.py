"""The show and the bond: bonded objects shown and sold outside the zone (R-BOND, R-GUAR)."""
