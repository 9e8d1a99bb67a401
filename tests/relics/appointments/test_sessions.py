"""What the office offers, and what is read of it (R-APPT-02, 03, 05)."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from approvals.cases.models import CalendarDay
from approvals.parties.models import Role
from approvals.record.queries import trail_of
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from relics.appointments import services
from relics.appointments.calendars import calendar_file
from relics.appointments.models import Booking, Half, Session
from relics.appointments.queries import (
    day_list,
    free_sessions,
    next_free_session,
    sittings,
    week_grid,
)
from tests.factories import (
    make_appraiser,
    make_case,
    make_member,
    make_office,
    make_panel,
    make_session,
    make_zone,
    today,
    working_day,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def scheduler(office):
    return make_member(office.party, Role.SCHEDULER)


def open_one(office, scheduler, **fields):
    fields = {"on": working_day(), "half": Half.AM, "capacity": 10, **fields}
    return services.open_session(office, by=scheduler, **fields)


def test_a_session_says_what_to_bring_unless_told_otherwise(office, scheduler):
    session = open_one(office, scheduler)
    assert session.notice == "请携带：申报的全部文物原件、携运人身份证件原件、文物出境申请表。"
    assert (session.place_kind, session.zone, session.places_left) == ("window", None, 10)
    assert trail_of(f"office:{office.pk}").get().verb == "session.open"


def test_an_on_site_session_takes_place_at_the_zone(office, scheduler):
    zone = make_zone()
    session = open_one(office, scheduler, zone=zone)
    assert (session.place_kind, session.address) == ("onsite", zone.address)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SCHEDULER])
def test_only_the_scheduler_opens_closes_and_staffs(office, role):
    other, session = make_member(office.party, role), make_session(office)
    with pytest.raises(NotAllowed):
        open_one(office, other, half=Half.PM)
    with pytest.raises(NotAllowed):
        services.close_session(session, by=other)
    with pytest.raises(NotAllowed):
        services.staff_session(session, [], by=other)


def test_the_same_session_is_opened_once(office, scheduler):
    open_one(office, scheduler)
    with pytest.raises(Conflict) as caught:
        open_one(office, scheduler)
    assert caught.value.refusal.code == "session_exists"


def test_no_session_on_a_day_off(office, scheduler):
    sunday = today() + timedelta(days=6 - today().weekday() + 7)
    with pytest.raises(NotAcceptable) as caught:
        open_one(office, scheduler, on=sunday)
    assert caught.value.refusal.code == "session_day_off"


def test_an_appointment_on_a_make_up_saturday_is_allowed(office, scheduler, time_machine):
    time_machine.move_to("2026-02-02T09:00:00+08:00", tick=False)
    make_up = date(2026, 2, 14)  # a Saturday made up for the Spring Festival of 2026
    assert make_up.weekday() == 5
    assert open_one(office, scheduler, on=make_up).date == make_up


def test_the_office_may_work_on_a_saturday_of_its_own(office, scheduler):
    saturday = today() + timedelta(days=5 - today().weekday() + 7)
    CalendarDay.objects.create(office=office.party, day=saturday, is_working=True)
    assert open_one(office, scheduler, on=saturday).date == saturday


def test_no_session_in_the_past_and_none_without_seats(office, scheduler):
    for wrong, code in (
        ({"on": today() - timedelta(days=7)}, "session_past"),
        ({"capacity": 0}, "no_seats"),
    ):
        with pytest.raises(NotAcceptable) as caught:
            open_one(office, scheduler, **wrong)
        assert caught.value.refusal.code == code


def test_a_closed_session_is_offered_no_more(office, scheduler):
    session = make_session(office)
    services.close_session(session, by=scheduler)
    assert list(free_sessions(office, today(), working_day(9), 1)) == []
    assert trail_of(f"office:{office.pk}").get().after == {"is_open": False}


def test_the_staff_is_exactly_who_was_named(office, scheduler):
    session = make_session(office)
    panel = make_panel(office)
    seated = services.staff_session(session, [*panel, panel[0]], by=scheduler)
    assert [each.appraiser for each in seated] == panel
    assert {each.date for each in seated} == {session.date}


def test_nobody_is_seated_where_they_sit_elsewhere(office, scheduler):
    busy = make_session(office).staff.first().appraiser
    other = make_session(office, zone=make_zone(), staff=[])
    with pytest.raises(Conflict) as caught:
        services.staff_session(other, [busy], by=scheduler)
    assert caught.value.refusal.code == "appraiser_sits_elsewhere"
    assert str(busy) in str(caught.value.refusal.sentence)
    assert not other.staff.exists()


def test_an_appraiser_of_another_office_is_not_seated(office, scheduler):
    with pytest.raises(NotAcceptable):
        services.staff_session(make_session(office), [make_appraiser()], by=scheduler)


def test_free_sessions_have_the_places_asked_for_soonest_first(office):
    late = make_session(office, day=working_day(5), capacity=3)
    soon_pm = make_session(office, half=Half.PM, capacity=9)
    soon_am = make_session(office, capacity=2)
    make_session(office, day=working_day(4), is_open=False)
    make_session()

    def free(seats):
        return list(free_sessions(office, today(), working_day(9), seats))

    assert free(1) == [soon_am, soon_pm, late]
    assert free(3) == [soon_pm, late]
    assert next_free_session(office, 3, soon_pm.date + timedelta(days=1)) == late
    assert next_free_session(office, 10, today()) is None


def test_a_case_is_shown_only_sessions_inside_its_clock(office):
    inside, outside = make_session(office), make_session(office, day=working_day(5))
    case = make_case(office, due_on=inside.date)
    assert list(free_sessions(case, today(), outside.date, 1)) == [inside]


def test_the_week_grid_tells_days_off_from_days_without_places(office):
    session = make_session(office, capacity=7, booked=3)
    monday = session.date - timedelta(days=session.date.weekday())
    CalendarDay.objects.create(office=office.party, day=monday, is_working=False)

    grid = week_grid(office, monday)

    assert [day.day.weekday() for day in grid] == list(range(7))
    assert grid[0].is_working is False
    assert grid[6].is_working is False
    assert [(day.day, each.places_left) for day in grid for each in day.sessions] == [
        (session.date, 4)
    ]


def test_the_day_list_has_who_comes_in_the_order_of_the_day(office, django_assert_num_queries):
    afternoon, morning = make_session(office, half=Half.PM), make_session(office)
    rows = [
        Booking.objects.create(
            case=make_case(office), session=session, seats=2, booked_by=session.opened_by
        )
        for session in (afternoon, morning, morning)
    ]
    with django_assert_num_queries(1):
        listed = [
            (each.pk, each.case.applicant.name, each.session.half)
            for each in day_list(office, morning.date)
        ]
    assert [pk for pk, _name, _half in listed] == [rows[1].pk, rows[2].pk, rows[0].pk]


def test_the_load_counts_how_often_each_sits(office):
    panel = make_panel(office)
    make_session(office, staff=panel)
    make_session(office, staff=panel[:1], half=Half.PM)
    counted = sittings(office, today(), working_day(9))
    assert [counted[each.pk] for each in panel] == [2, 1, 1]


def test_the_calendar_file_says_when_where_and_what_to_bring(office):
    session = make_session(office, half=Half.PM)
    case = make_case(office)
    booking = Booking.objects.create(case=case, session=session, seats=1, booked_by=case.created_by)
    (event,) = Calendar.from_ical(calendar_file(booking)).events

    assert event.start.isoformat() == f"{session.date}T04:00:00+00:00"
    assert event.end.isoformat() == f"{session.date}T09:00:00+00:00"
    assert (event["LOCATION"], event["DESCRIPTION"]) == (session.address, session.notice)
    assert event["STATUS"] == "TENTATIVE"
    assert case.number in event["SUMMARY"]


def test_the_calendar_file_names_nobody(office):
    session, case = make_session(office), make_case(office)
    booking = Booking.objects.create(case=case, session=session, seats=1, booked_by=case.created_by)
    text = calendar_file(booking).decode()
    people = [case.applicant.name, case.created_by.full_name]
    assert [name for name in people if name in text] == []


def test_a_cancelled_booking_comes_out_as_cancelled(office):
    session, case = make_session(office), make_case(office)
    booking = Booking.objects.create(case=case, session=session, seats=1, booked_by=case.created_by)
    Session.objects.filter(pk=session.pk).update(booked=1)
    services.cancel_booking(booking, by=case.created_by)
    (event,) = Calendar.from_ical(calendar_file(Booking.objects.get(pk=booking.pk))).events
    assert event["STATUS"] == "CANCELLED"
