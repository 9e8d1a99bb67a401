"""The weekly pattern made into sessions: holidays, make-up days, clashes, and changes later."""

from datetime import date, datetime

import pytest
import time_machine

from approvals.parties.models import Party, Role
from approvals.policies.services import set_policy
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from approvals.record.workdays import BEIJING
from relics.appointments import services
from relics.appointments.measure import BASE, Load, minutes_of, units_needed
from relics.appointments.models import Session
from relics.appointments.patterns import plan_of
from tests.factories import (
    make_appraiser,
    make_case,
    make_member,
    make_office,
    make_panel,
    make_party,
    make_session,
    today,
    working_day,
)

pytestmark = pytest.mark.django_db

MAKE_UP_SATURDAY = date(2026, 10, 10)
NATIONAL_DAY = date(2026, 10, 1)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def scheduler(office):
    return make_member(office.party, Role.SCHEDULER)


@pytest.fixture
def late_september():
    with time_machine.travel(datetime(2026, 9, 28, 9, tzinfo=BEIJING), tick=False):
        yield


def write(office, scheduler, staff=(), **values):
    known = {"weekday": 3, "half": "am", "capacity": 9, "starts_on": date(2026, 1, 1)}
    return services.write_template(office, known | values, list(staff), by=scheduler)


def outcomes(plan):
    return [(one.day.isoformat(), one.outcome) for one in plan]


SPAN = (date(2026, 9, 28), date(2026, 10, 11))


@pytest.mark.usefixtures("late_september")
def test_a_span_is_made_in_one_act_and_holidays_are_skipped(office, scheduler):
    write(office, scheduler)
    plan = services.generate_sessions(office, *SPAN, by=scheduler)
    assert outcomes(plan) == [("2026-10-01", "day_off"), ("2026-10-08", "new")]
    made = Session.objects.get()
    assert (made.date, made.half, made.capacity) == (date(2026, 10, 8), "am", 9)


@pytest.mark.usefixtures("late_september")
def test_the_preview_makes_nothing_and_a_second_act_makes_nothing_new(office, scheduler):
    write(office, scheduler)
    assert len(plan_of(office, *SPAN)) == 2
    assert Session.objects.count() == 0
    services.generate_sessions(office, *SPAN, by=scheduler)
    again = services.generate_sessions(office, *SPAN, by=scheduler)
    assert outcomes(again) == [("2026-10-01", "day_off"), ("2026-10-08", "exists")]
    assert Session.objects.count() == 1


@pytest.mark.usefixtures("late_september")
def test_case_24_appointment_on_a_make_up_saturday(office, scheduler):
    write(office, scheduler, make_panel(office), on_make_up_days=True)
    services.generate_sessions(office, MAKE_UP_SATURDAY, MAKE_UP_SATURDAY, by=scheduler)
    session = Session.objects.get(date=MAKE_UP_SATURDAY)
    case = make_case(office, due_on=date(2026, 10, 30))
    booking = services.book_seats(case, session, seats=1, by=case.created_by)
    assert services.confirm_booking(booking, by=scheduler).status == "confirmed"


@pytest.mark.usefixtures("late_september")
def test_a_pattern_that_does_not_say_so_leaves_make_up_days_free(office, scheduler):
    write(office, scheduler)
    assert plan_of(office, MAKE_UP_SATURDAY, MAKE_UP_SATURDAY) == []


@pytest.mark.usefixtures("late_september")
def test_another_session_at_that_place_is_left_and_told(office, scheduler):
    write(office, scheduler)
    other = make_session(office, day=date(2026, 10, 8), capacity=3)
    plan = services.generate_sessions(office, *SPAN, by=scheduler)
    assert outcomes(plan)[1] == ("2026-10-08", "taken")
    assert Session.objects.get() == other


@pytest.mark.usefixtures("late_september")
def test_who_sits_elsewhere_is_left_out_by_name(office, scheduler):
    busy, free = make_appraiser(office), make_appraiser(office)
    host = make_party(address="示例路九号")
    make_session(office, day=date(2026, 10, 8), host=host, place_kind="showroom", staff=[busy])
    write(office, scheduler, [busy, free])
    plan = services.generate_sessions(office, *SPAN, by=scheduler)
    assert (plan[1].staff, plan[1].unable) == ((free,), (busy,))


@pytest.mark.usefixtures("late_september")
def test_a_changed_pattern_touches_unbooked_sessions_only_and_says_what_it_left(office, scheduler):
    template = write(office, scheduler, make_panel(office))
    services.generate_sessions(office, date(2026, 10, 8), date(2026, 10, 22), by=scheduler)
    first, second, third = Session.objects.order_by("date")
    case = make_case(office, due_on=date(2026, 12, 1))
    services.book_seats(case, first, seats=1, by=case.created_by)

    done = services.change_template(
        template, {"capacity": 20, "ends_on": date(2026, 10, 20)}, [], by=scheduler
    )

    assert (done.left, done.changed, done.closed) == ([first], [second], [third])
    now = {one.pk: (one.capacity, one.is_open) for one in Session.objects.all()}
    assert now == {first.pk: (9, True), second.pk: (20, True), third.pk: (9, False)}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SCHEDULER])
def test_only_the_scheduler_writes_and_makes_the_pattern(office, role):
    other = make_member(office.party, role)
    with pytest.raises(NotAllowed):
        write(office, other)
    with pytest.raises(NotAllowed):
        services.generate_sessions(office, *SPAN, by=other)


def test_a_pattern_that_ends_before_it_starts_is_refused(office, scheduler):
    with pytest.raises(NotAcceptable) as caught:
        write(office, scheduler, ends_on=date(2025, 1, 1))
    assert caught.value.refusal.code == "template_not_valid"


def test_minutes_are_the_visits_own_and_those_of_each_object_by_material(office):
    load = Load.of({"porcelain": 2, "silk": 1})
    assert minutes_of(load, office.party) == 10 + 2 * 10 + 15
    assert minutes_of(Load(3), office.party) == 10 + 3 * 10


def test_the_minutes_are_the_offices_own_to_decide(office):
    approver = make_member(office.party, Role.APPROVER)
    set_policy(BASE, 30, party=office.party, effective_from=today(), reason="示例依据", by=approver)
    assert minutes_of(Load(1), office.party) == 40


def test_a_session_counted_in_minutes_is_never_oversold_either(office):
    session = make_session(office, unit="minutes", capacity=45)
    first, second = make_case(office), make_case(office)
    booking = services.book_seats(first, session, seats=Load.of({"silk": 1}), by=first.created_by)
    assert (booking.seats, booking.minutes, booking.units) == (1, 25, 25)
    with pytest.raises(Conflict) as caught:
        services.book_seats(second, session, seats=Load.of({"silk": 1}), by=second.created_by)
    assert caught.value.refusal.code == "session_full"
    assert Session.objects.get().booked == 25
    services.cancel_booking(booking, by=first.created_by)
    assert Session.objects.get().booked == 0


def test_a_session_of_objects_needs_as_many_units_as_objects(office):
    assert units_needed(make_session(office), Load.of({"silk": 4})) == 4


def test_a_visit_is_asked_for_arranged_and_booked_by_its_own_side_only(office, scheduler):
    dealer = make_party(address="示例路九号")
    case = make_case(office, applicant=dealer)
    asked = services.request_visit(
        case,
        dealer,
        address="示例路九号二层",
        preferred_on=working_day(4),
        half="am",
        by=case.created_by,
    )
    session = services.grant_visit(asked, on=working_day(4), half="am", capacity=5, by=scheduler)
    assert (session.place_kind, session.address) == ("showroom", "示例路九号二层")
    services.staff_session(session, make_panel(office), by=scheduler)
    rival = make_case(office)
    with pytest.raises(Refused) as caught:
        services.book_seats(rival, session, seats=1, by=rival.created_by)
    assert caught.value.refusal.code == "session_other_host"
    booking = services.book_seats(case, session, seats=1, by=case.created_by)
    assert services.confirm_booking(booking, by=scheduler).status == "confirmed"


def test_a_visit_needs_its_exact_address(office):
    case = make_case(office)
    with pytest.raises(NotAcceptable) as caught:
        services.request_visit(
            case,
            case.applicant,
            address=" ",
            preferred_on=working_day(4),
            half="am",
            by=case.created_by,
        )
    assert caught.value.refusal.code == "address_missing"


def test_nobody_asks_the_office_into_a_strangers_showroom(office):
    case = make_case(office)
    with pytest.raises(NotAcceptable) as caught:
        services.request_visit(
            case,
            make_party(Party.Kind.ENTERPRISE),
            address="示例路九号",
            preferred_on=working_day(4),
            half="am",
            by=case.created_by,
        )
    assert caught.value.refusal.code == "host_not_of_the_case"


def test_a_visit_is_declined_with_a_reason_only(office, scheduler):
    case = make_case(office)
    asked = services.request_visit(
        case,
        case.applicant,
        address="示例路九号",
        preferred_on=working_day(4),
        half="pm",
        by=case.created_by,
    )
    with pytest.raises(NotAcceptable):
        services.decline_visit(asked, reason="", by=scheduler)
    assert services.decline_visit(asked, reason="人手不足", by=scheduler).status == "declined"
    with pytest.raises(Conflict) as caught:
        services.decline_visit(asked, reason="人手不足", by=scheduler)
    assert caught.value.refusal.code == "visit_answered"
