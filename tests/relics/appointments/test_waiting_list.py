"""The waiting list: by urgency, offers that hold seats, and nobody booked over another."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from approvals.parties.models import Role
from approvals.record.queries import trail_of
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from approvals.record.status import TransitionNotAllowed, can_proceed, transitions_of
from relics.appointments import services
from relics.appointments.models import Booking, Session, WaitingEntry, WaitingStatus
from relics.appointments.queries import live_booking
from relics.appointments.tasks import serve_the_waiting
from relics.appointments.waiting import place_of
from tests.factories import make_case, make_member, make_office, make_session, today, working_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def full(office):
    """A session of two seats, both taken; the booking stands in `full.taken`."""
    session = make_session(office, capacity=2)
    session.taken = book(make_case(office), session, 2)
    return session


def book(case, session, seats=1):
    return services.book_seats(case, session, seats=seats, by=case.created_by)


def wait(case, seats=1, **more):
    return services.join_waiting_list(case, seats=seats, by=case.created_by, **more)


def fresh(entry):
    return WaitingEntry.objects.get(pk=entry.pk)


def booked(session):
    return Session.objects.get(pk=session.pk).booked


def free_all(session):
    services.cancel_booking(session.taken, by=session.taken.booked_by)


def test_who_could_book_need_not_wait_and_is_told_where(office):
    session = make_session(office)
    with pytest.raises(Conflict) as caught:
        wait(make_case(office))
    assert caught.value.refusal.code == "seats_are_free"
    assert caught.value.extra["next_free"]["id"] == session.pk


def test_seats_that_come_free_are_held_for_who_waits(office, full):
    entry = wait(make_case(office))
    free_all(full)
    assert (fresh(entry).status, fresh(entry).session, fresh(entry).units) == ("offered", full, 1)
    assert booked(full) == 1
    assert [one.verb for one in trail_of(entry.case.chain)] == ["waiting.join", "waiting.offer"]


def test_the_case_whose_decision_is_due_first_goes_first_whenever_it_came(office, full):
    late = wait(make_case(office, due_on=working_day(14)), 2)
    urgent = wait(make_case(office, due_on=working_day(9)), 2)
    assert [place_of(one.case).position for one in (urgent, late)] == [1, 2]
    free_all(full)
    assert [fresh(one).status for one in (urgent, late)] == ["offered", "waiting"]


def test_a_day_named_with_its_reason_counts_like_the_clock(office, full):
    first = wait(make_case(office), 2)
    urgent = wait(make_case(office), 2, needed_by=working_day(5), reason="示例展会开幕")
    free_all(full)
    assert [fresh(one).status for one in (urgent, first)] == ["offered", "waiting"]


def test_a_day_named_without_a_reason_is_not_taken(office, full):
    with pytest.raises(NotAcceptable) as caught:
        wait(make_case(office), needed_by=working_day(5))
    assert (caught.value.refusal.code, caught.value.refusal.rule) == ("reason_missing", "R-APPT-02")


def test_who_needs_more_than_came_free_is_passed_over_and_keeps_its_place(office, full):
    big = wait(make_case(office, due_on=working_day(9)), 3)
    small = wait(make_case(office), 2)
    free_all(full)
    assert [fresh(one).status for one in (big, small)] == ["waiting", "offered"]
    assert place_of(big.case).position == 1


def test_an_offer_is_accepted_by_booking_it_and_no_seat_is_counted_twice(office, full):
    entry = wait(make_case(office), 2)
    free_all(full)
    booking = book(entry.case, full, 2)
    assert (booking.status, fresh(entry).status, booked(full)) == ("requested", "taken", 2)


def test_held_seats_are_nobody_elses(office, full):
    wait(make_case(office), 2)
    free_all(full)
    with pytest.raises(Conflict) as caught:
        book(make_case(office), full)
    assert caught.value.refusal.code == "session_full"


def test_who_is_offered_seats_answers_before_it_books_others(office, full):
    entry = wait(make_case(office), 2)
    free_all(full)
    other = make_session(office, day=working_day(5))
    with pytest.raises(Conflict) as caught:
        book(entry.case, other, 2)
    assert caught.value.refusal.code == "offer_pending"
    assert (booked(full), booked(other), live_booking(entry.case)) == (2, 0, None)


def test_who_books_elsewhere_leaves_the_list(office, full):
    entry = wait(make_case(office))
    book(entry.case, make_session(office, day=working_day(5)))
    assert fresh(entry).status == WaitingStatus.TAKEN


def test_an_offer_let_go_goes_to_the_next(office, full):
    first, second = wait(make_case(office), 2), wait(make_case(office), 2)
    free_all(full)
    services.leave_waiting_list(first, by=first.case.created_by)
    assert [fresh(one).status for one in (first, second)] == ["left", "offered"]
    assert booked(full) == 2


def test_an_offer_nobody_answers_in_time_goes_to_the_next(office, full):
    first, second = wait(make_case(office), 2), wait(make_case(office), 2)
    free_all(full)
    WaitingEntry.objects.filter(pk=first.pk).update(answer_by=timezone.now())
    serve_the_waiting(0)
    assert [fresh(one).status for one in (first, second)] == ["lapsed", "offered"]
    assert booked(full) == 2


def test_an_offer_in_time_does_not_lapse(office, full):
    entry = wait(make_case(office), 2)
    free_all(full)
    assert services.lapse_offer(fresh(entry)) is False
    assert fresh(entry).status == "offered"


def test_a_session_closed_by_the_office_puts_who_was_asked_back_in_its_place(office, full):
    entry = wait(make_case(office), 2)
    free_all(full)
    services.close_session(full, by=make_member(office.party, Role.SCHEDULER))
    assert (fresh(entry).status, fresh(entry).session, booked(full)) == ("waiting", None, 0)


def test_a_session_that_gets_its_people_is_offered_to_who_waits(office, full):
    entry = wait(make_case(office))
    new = make_session(office, day=working_day(5), staff=[])
    staff = [seat.appraiser for seat in full.staff.all()]
    services.staff_session(new, staff, by=make_member(office.party, Role.SCHEDULER))
    assert fresh(entry).session == new


def test_seats_beyond_the_clock_are_not_offered(office, full):
    entry = wait(make_case(office, due_on=full.date - timedelta(days=1)), 2)
    free_all(full)
    assert fresh(entry).status == "waiting"


def test_one_case_waits_once(office, full):
    case = make_case(office)
    wait(case)
    with pytest.raises(Conflict) as caught:
        wait(case)
    assert caught.value.refusal.code == "waiting_already"
    with pytest.raises(IntegrityError, match="waiting_once_per_case"):
        WaitingEntry.objects.create(case=case, seats=1, joined_by=case.created_by)


def test_the_database_itself_refuses_an_offer_without_its_seats(office, full):
    entry = wait(make_case(office))
    with pytest.raises(IntegrityError, match="waiting_offer_holds_seats"), transaction.atomic():
        WaitingEntry.objects.filter(pk=entry.pk).update(status="offered")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AGENT])
def test_only_the_agent_joins_and_leaves(office, full, role):
    case = make_case(office)
    other = make_member(case.applicant, role)
    with pytest.raises(NotAllowed) as caught:
        services.join_waiting_list(case, seats=1, by=other)
    assert caught.value.refusal.rule == "R-EXIT-01"
    entry = wait(case)
    with pytest.raises(NotAllowed):
        services.leave_waiting_list(entry, by=other)


MACHINE = transitions_of(WaitingEntry)


@pytest.mark.parametrize("state", WaitingStatus.values)
@pytest.mark.parametrize("move", sorted({name for name, _source, _target in MACHINE}))
def test_the_list_moves_only_as_its_table_says(state, move):
    entry = WaitingEntry(status=state)
    allowed = {target for name, source, target in MACHINE if (name, source) == (move, state)}
    assert can_proceed(getattr(entry, move)) is bool(allowed)
    if not allowed:
        with pytest.raises(TransitionNotAllowed):
            getattr(entry, move)()
    else:
        getattr(entry, move)()
        assert {entry.status} == allowed


def test_a_place_that_is_gone_is_not_left_again(office, full):
    entry = wait(make_case(office))
    services.leave_waiting_list(entry, by=entry.case.created_by)
    with pytest.raises(Conflict) as caught:
        services.leave_waiting_list(entry, by=entry.case.created_by)
    assert (caught.value.refusal.code, caught.value.refusal.rule) == ("not_waiting", "R-APPT-02")
    assert Booking.objects.filter(case=entry.case).count() == 0
    assert entry.joined_at.date() <= today()
