"""The addresses of appointments beside the schedule: patterns, the waiting list, arrivals."""

from typing import Any

from relics.appointments import services
from relics.appointments.models import SessionTemplate
from tests import factories

from .rows import LOCKED, NEVER, Row

DESK = "200 office foreign"

ROWS = {
    "appointments:day_close": Row(LOCKED, "422 office foreign"),
    "appointments:patterns": Row(DESK, "422 office foreign"),
    "appointments:pattern_new": Row(DESK, "422 office foreign"),
    "appointments:pattern": Row("200 office", "422 office", "pattern"),
    "appointments:waiting_list": Row(DESK, LOCKED),
    "appointments:visit_answer": Row(LOCKED, "422 office", "visit"),
    "appointments:feeds": Row(DESK, "200 office foreign"),
    "appointments:feed_revoke": Row(LOCKED, "302 scheduler, 403 office", "calendar feed"),
    "appointments:arrivals": Row(DESK, "422 office foreign"),
    "appointments:waiting": Row("200 side", "409 side", "submitted"),
    "appointments:visit_code": Row("200 side", LOCKED, "booked"),
    "reviews:desk_appointment": Row("200 office", "422 office", "booked"),
    "reviews:confirm_proposal": Row("200 office", NEVER, "booked"),
    "reviews:booking_postpone": Row("405 side", "422 side", "booked"),
    "appointments:feed": Row("200 all", "405 all", "calendar address"),
}


def places(world: Any) -> dict[str, dict[str, Any]]:
    template: SessionTemplate = services.write_template(
        world.office,
        {"weekday": 0, "half": "am", "capacity": 9, "starts_on": factories.today()},
        [],
        by=world.scheduler,
    )
    case = factories.make_case(world.office)
    visit = services.request_visit(
        case,
        case.applicant,
        address="示例路九号",
        preferred_on=factories.working_day(),
        half="am",
        by=case.created_by,
    )
    feed, secret = services.make_feed(world.office, by=world.scheduler, whole_office=True)
    return {
        "pattern": {"pk": template.pk},
        "visit": {"pk": visit.pk},
        "calendar feed": {"pk": feed.pk},
        "calendar address": {"secret": secret},
    }
