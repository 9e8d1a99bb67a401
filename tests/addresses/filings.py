"""The addresses of electronic filing: the holder's side, the authorities of the zone, customs."""

from typing import Any

from tests import filing

from .rows import LIST, LOCKED, PUBLIC, Row

ROWS = {
    "filings:guide": PUBLIC,
    "filings:list": LIST,
    "filings:new": Row("200 people", "422 people"),
    "filings:new_table": Row("200 people", "422 people"),
    "filings:approval_new": Row("200 intake culture foreign", "422 intake culture foreign"),
    "filings:reexport": Row("200 ports", "422 ports"),
    "filings:filing": Row("200 side, 302 intake", LOCKED, "filing"),
    "filings:edit": Row("200 side", "422 side", "filing"),
    "filings:act": Row(LOCKED, "404 people", "filing"),
    "filings:version": Row("200 side intake", LOCKED, "filing version"),
    "filings:desk_list": LIST,
    "filings:desk": Row("200 intake", "404 people", "filing"),
    "filings:zone": Row("200 office", LOCKED, "zone"),
}


def places(world: Any) -> dict[str, dict[str, Any]]:
    place = filing.make_place(
        world.office, world.port, world.dealer, world.agent, world.clerk, world.customs
    )
    row = filing.filed(place, kind="relic", purposes=["show"])
    return {
        "filing": {"pk": row.case_id},
        "filing version": {"pk": row.case_id, "number": 1},
        "zone": {"code": place.zone.code},
    }
