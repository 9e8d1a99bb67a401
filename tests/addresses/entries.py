"""The addresses of entries and stays: for the applicant's side and the office of the entry."""

from typing import Any

from tests import entering

from .rows import LIST, NEVER, Row

ROWS = {
    "entries:declaration": Row("200 side", "422 side", "entry draft"),
    "entries:paper": Row("200 side", "405 side", "entry paper"),
    "entries:arrival": Row("302 office", "302 office", "entry accepted"),
    "entries:seal": Row("200 office", "422 office", "entry accepted"),
    "entries:seal_photo": Row("200 office", NEVER, "entry seal"),
    "entries:desk_paper": Row("200 office", NEVER, "entry desk paper"),
    "entries:register": Row("200 office", "409 intake, 403 office", "entry arrived"),
    "entries:register_item": Row("200 office", "409 intake, 403 office", "entry item"),
    "entries:stays": LIST,
    "entries:alarms": LIST,
    "entries:stay": Row("200 side, 200 office", "422 side, 422 office", "stay"),
}


def places(world: Any) -> dict[str, dict[str, Any]]:
    draft, accepted = entering.drafted(world), entering.accepted(world)
    arrived = entering.arrived(world)
    return {
        "entry draft": {"pk": draft.case_id},
        "entry paper": {"pk": draft.case_id, "paper": "customs"},
        "entry accepted": {"pk": accepted.case_id},
        "entry seal": {"pk": arrived.case_id, "check": arrived.seal_checks.get().pk},
        "entry desk paper": {"pk": arrived.case_id, "paper": "customs"},
        "entry arrived": {"pk": arrived.case_id},
        "entry item": {"pk": arrived.case_id, "item": arrived.items.get().pk},
        "stay": {"pk": entering.staying(world).pk},
    }
