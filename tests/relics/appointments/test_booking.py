"""Booking seats for a case: who may, where, and what is left behind (R-APPT, R-EXIT-17, 18)."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.cases.engine import lock_case
from approvals.cases.models import CalendarDay
from approvals.cases.services import stop_clock
from approvals.parties.models import Party, Role
from approvals.record.models import TrailEntry
from approvals.record.queries import first_broken_link, trail_of
from approvals.record.refusals import Conflict, NotAllowed, Refused
from approvals.record.services import write_trail
from relics.appointments import services
from relics.appointments.models import Booking, BookingStatus, Session
from relics.appointments.queries import (
    decision_due,
    is_office_day,
    live_booking,
    next_free_session,
    parties_to,
    staff_of,
)
from relics.appointments.standing import standing_of
from relics.appraisers.models import Absence
from relics.appraisers.queries import bench_strength
from tests.factories import (
    make_appraiser,
    make_case,
    make_member,
    make_office,
    make_panel,
    make_party,
    make_session,
    make_tie,
    make_zone,
    today,
    working_day,
)

pytestmark = pytest.mark.django_db


def book(case, session, seats=1, by=None):
    with transaction.atomic():
        return services.book_seats(
            lock_case(case.pk), session, seats=seats, by=by or case.created_by
        )


def booked(session):
    return Session.objects.get(pk=session.pk).booked


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def case(office):
    return make_case(office)


@pytest.fixture
def session(office):
    return make_session(office)


def test_a_booking_takes_one_seat_for_each_object(case, session):
    booking = book(case, session, seats=12)

    assert (booking.status, booking.seats, booked(session)) == ("requested", 12, 12)
    assert live_booking(case) == booking


def test_a_booking_stands_in_the_trail_of_its_case(case, session):
    booking = book(case, session, seats=2)

    entry = trail_of(case.chain).get()
    assert (entry.verb, entry.subject) == ("booking.request", f"booking:{booking.pk}")
    assert entry.acting_for == case.applicant.name
    assert entry.after == {"session": session.pk, "seats": 2}
    assert first_broken_link() is None


def test_a_booking_costs_two_statements_whatever_the_session_holds(
    office, case, django_assert_num_queries
):
    session = make_session(office, staff=[make_appraiser(office) for _ in range(9)], capacity=500)
    book(make_case(office), session, seats=100)
    with transaction.atomic():
        locked = lock_case(case.pk)
        write_trail(case.chain, "case.receive", by=case.created_by, subject="case")
        with django_assert_num_queries(2):
            services.request_booking(locked, session, seats=5, by=case.created_by)


def test_a_chain_that_moved_since_it_was_read_gets_the_booking_once_and_its_link_last(
    case, session
):
    def overtake(execute, sql, *rest):
        answer = execute(sql, *rest)
        if "nextval" in sql:
            write_trail(case.chain, "示例行为", by=case.created_by, subject="case")
        return answer

    with connection.execute_wrapper(overtake):
        booking = book(case, session, seats=2)
    last = TrailEntry.objects.filter(chain=case.chain).latest("seq")
    assert last.seq == TrailEntry.objects.filter(chain=case.chain).count() >= 2
    assert (last.verb, last.subject) == ("booking.request", f"booking:{booking.pk}")
    assert Booking.objects.get(case=case).pk == booking.pk
    assert booked(session) == 2
    assert first_broken_link() is None


def test_the_one_statement_says_what_the_named_queries_say(office, case):
    panel = [*make_panel(office), make_appraiser(office, valid_to=today())]
    session = make_session(office, staff=panel)
    make_tie(panel[0], case.applicant)
    Absence.objects.create(appraiser=panel[2], starts_on=session.date, ends_on=session.date)
    CalendarDay.objects.create(office=office.party, day=session.date, is_working=False)

    standing = standing_of(case, session, case.created_by)

    strength = bench_strength(staff_of(session), session.date, parties_to(case))
    assert (standing.able, standing.responsible) == strength == (1, 1)
    assert standing.acting_for == case.applicant.name
    assert standing.due_on == decision_due(case)
    assert standing.is_office_day is is_office_day(office.party, session.date) is False
    assert standing.has_booking is False
    assert standing_of(case, session).acting_for is None


def test_an_agent_of_another_party_cannot_book(case, session):
    stranger = make_member(make_party(), Role.AGENT)
    with pytest.raises(NotAllowed):
        book(case, session, by=stranger)
    assert booked(session) == 0


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AGENT])
def test_every_other_role_is_refused_even_at_the_acting_party(case, session, role):
    with pytest.raises(NotAllowed):
        book(case, session, by=make_member(case.applicant, role))


def test_where_an_agent_acts_the_applicant_itself_does_not_book(office, session):
    case = make_case(office, agent=make_party())
    with pytest.raises(NotAllowed):
        book(case, session, by=make_member(case.applicant, Role.AGENT))
    assert book(case, session).status == BookingStatus.REQUESTED


def test_a_full_session_answers_with_the_next_free_one_and_keeps_nothing(office, case, session):
    later = make_session(office, day=working_day(4), capacity=9)
    book(make_case(office), session, seats=18)

    with pytest.raises(Conflict) as caught:
        book(case, session, seats=3)

    assert caught.value.refusal.code == "session_full"
    assert caught.value.status == 409
    assert caught.value.as_problem()["next_free"] == {
        "id": later.pk,
        "date": later.date.isoformat(),
        "half": "am",
        "place_kind": "window",
        "address": "示例路一号",
        "unit": "objects",
        "places_left": 9,
    }
    assert booked(session) == 18
    assert not Booking.objects.filter(case=case).exists()
    assert not trail_of(case.chain).exists()


def test_a_caller_who_swallows_the_conflict_still_keeps_nothing(office, case):
    session = make_session(office, capacity=1)
    with transaction.atomic(), suppress(Conflict):
        services.book_seats(lock_case(case.pk), session, seats=2, by=case.created_by)
    assert not Booking.objects.filter(case=case).exists()


def test_no_session_beyond_the_clock_is_offered_instead(office, case):
    session = make_session(office, capacity=1)
    make_session(office, day=working_day(16), capacity=50)
    with pytest.raises(Conflict) as caught:
        book(case, session, seats=2)
    assert caught.value.extra == {"next_free": None}


def test_a_case_with_a_live_booking_cannot_book_again(office, case, session):
    book(case, session)
    with pytest.raises(Conflict) as caught:
        book(case, make_session(office, half="pm"))
    assert caught.value.refusal.code == "booking_exists"


def test_the_database_itself_refuses_a_second_live_booking(case, session):
    book(case, session)
    with pytest.raises(IntegrityError, match="booking_one_live_per_case"):
        Booking.objects.create(case=case, session=session, seats=1, booked_by=case.created_by)


def test_the_database_itself_refuses_an_oversold_session(session):
    with pytest.raises(IntegrityError, match="session_seats_never_oversold"):
        Session.objects.filter(pk=session.pk).update(booked=21)


def test_the_database_itself_refuses_an_on_site_session_without_a_zone(session):
    with pytest.raises(IntegrityError, match="session_place_fits"):
        Session.objects.filter(pk=session.pk).update(place_kind="onsite")


def test_the_database_itself_refuses_a_booking_without_a_seat(case, session):
    with pytest.raises(IntegrityError, match="booking_takes_a_seat"):
        Booking.objects.create(case=case, session=session, seats=0, booked_by=case.created_by)


def refused(case, session, seats=1):
    with pytest.raises(Refused) as caught:
        book(case, session, seats)
    assert booked(session) == 0
    return caught.value.refusal.code, caught.value.refusal.rule


def test_a_session_of_another_office_is_refused(case):
    assert refused(case, make_session()) == ("session_other_office", "R-EXIT-17")


def test_a_closed_session_is_refused(office, case):
    assert refused(case, make_session(office, is_open=False)) == ("session_closed", "R-APPT-02")


def test_a_session_closed_while_the_form_was_open_is_refused(office, case, session):
    Session.objects.filter(pk=session.pk).update(is_open=False)
    with pytest.raises(Conflict) as caught:
        book(case, session)
    assert caught.value.refusal.code == "session_full"


def test_a_past_session_is_refused(office, case):
    past = make_session(office, day=today() - timedelta(days=7))
    assert refused(case, past) == ("session_past", "R-APPT-02")


def test_a_booking_for_nothing_is_refused(case, session):
    assert refused(case, session, seats=0) == ("no_seats", "R-APPT-02")


def test_a_day_the_office_closed_later_is_refused(office, case, session):
    CalendarDay.objects.create(office=office.party, day=session.date, is_working=False)
    assert refused(case, session) == ("session_day_off", "R-APPT-03")


def test_a_session_after_the_decision_is_due_is_refused_and_says_so(office, session):
    case = make_case(office, due_on=session.date - timedelta(days=1))
    with pytest.raises(Refused) as caught:
        book(case, session)
    assert caught.value.refusal.code == "session_beyond_clock"
    assert caught.value.refusal.rule == "R-APPT-06"
    assert str(session.date - timedelta(days=1)) in str(caught.value.refusal.sentence)


def test_a_period_that_has_run_out_closes_no_session_for_the_office_still_owes_the_decision(
    office, session
):
    case = make_case(office, due_on=today() - timedelta(days=1))
    assert next_free_session(case, 1, today()) == session
    assert book(case, session).status == BookingStatus.REQUESTED


def test_a_session_on_the_very_day_the_decision_is_due_is_allowed(office, session):
    case = make_case(office, due_on=session.date)
    assert book(case, session).status == BookingStatus.REQUESTED


def test_a_stopped_clock_limits_nothing(office, session):
    case = make_case(office, due_on=session.date - timedelta(days=1))
    stop_clock(case, "decision", because="test")
    assert book(case, session).status == BookingStatus.REQUESTED


def test_a_session_without_a_lawful_panel_is_refused_without_naming_anybody(office, case):
    alone = make_appraiser(office)
    session = make_session(office, staff=[alone])
    with pytest.raises(Refused) as caught:
        book(case, session)
    assert caught.value.refusal.code == "session_without_panel"
    assert str(alone) not in str(caught.value.refusal.sentence)


def test_an_on_site_session_in_the_zone_is_booked_the_same_way(office, case):
    onsite = make_session(office, zone=make_zone())
    assert book(case, onsite, seats=4).session.place_kind == "onsite"


def test_nobody_sits_twice_at_once(office, session):
    with pytest.raises(IntegrityError, match="nobody_sits_twice_at_once"):
        make_session(office, zone=make_zone(), staff=[session.staff.first().appraiser])


def test_a_natural_person_books_for_itself(office, session):
    case = make_case(office, applicant=make_party(Party.Kind.PERSON))
    assert book(case, session).status == BookingStatus.REQUESTED


def test_one_tied_appraiser_among_four_does_not_stop_the_booking(office, case):
    panel = [*make_panel(office), make_appraiser(office)]
    make_tie(panel[0], case.applicant)
    assert book(case, make_session(office, staff=panel)).status == BookingStatus.REQUESTED
