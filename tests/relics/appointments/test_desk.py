"""What the office does with a booking, and what becomes of the seats (R-APPT-02, 04, 07)."""

import pytest
from django.db import transaction

from approvals.cases.engine import lock_case
from approvals.parties.models import Role
from approvals.record.queries import trail_of
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from approvals.record.status import transitions_of
from relics.appointments import services
from relics.appointments.models import LIVE, SEATED, Booking, BookingStatus, Session
from relics.appointments.queries import no_shows_of
from relics.appraisers.models import Absence
from tests.factories import (
    make_appraiser,
    make_case,
    make_member,
    make_office,
    make_panel,
    make_party,
    make_session,
    make_tie,
    today,
    working_day,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def case(office):
    return make_case(office)


@pytest.fixture
def scheduler(office):
    return make_member(office.party, Role.SCHEDULER)


@pytest.fixture
def booking(office, case):
    return book(case, make_session(office), seats=5)


def book(case, session, seats=1):
    with transaction.atomic():
        return services.book_seats(lock_case(case.pk), session, seats=seats, by=case.created_by)


def booked(session):
    return Session.objects.get(pk=session.pk).booked


def on_the_day(booking):
    """The session is today: time is moved in the tables, not in the code."""
    Session.objects.filter(pk=booking.session_id).update(date=today())
    return Booking.objects.get(pk=booking.pk)


def last_act(case):
    return trail_of(case.chain).last().verb


def test_the_scheduler_confirms_a_booking_that_can_seat_a_lawful_panel(booking, scheduler, case):
    confirmed = services.confirm_booking(booking, by=scheduler)
    assert confirmed.status == "confirmed"
    assert last_act(case) == "booking.confirm"
    assert booked(booking.session) == 5


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SCHEDULER])
def test_no_other_role_confirms_or_refuses(booking, office, role):
    other = make_member(office.party, role)
    with pytest.raises(NotAllowed):
        services.confirm_booking(booking, by=other)
    with pytest.raises(NotAllowed):
        services.refuse_booking(booking, reason="当日停电", by=other)


def test_the_scheduler_of_another_office_does_not_confirm(booking):
    with pytest.raises(NotAllowed):
        services.confirm_booking(booking, by=make_member(make_office().party, Role.SCHEDULER))


def test_confirmation_is_refused_when_a_member_turns_out_to_be_tied(booking, scheduler, case):
    tied = booking.session.staff.first().appraiser
    make_tie(tied, case.applicant)
    with pytest.raises(Refused) as caught:
        services.confirm_booking(booking, by=scheduler)
    assert caught.value.refusal.code == "panel_tied"
    assert str(tied) in str(caught.value.refusal.sentence)


def test_a_tie_to_the_agent_counts_like_one_to_the_applicant(office, scheduler):
    case = make_case(office, agent=make_party())
    booking = book(case, make_session(office))
    make_tie(booking.session.staff.first().appraiser, case.agent)
    with pytest.raises(Refused) as caught:
        services.confirm_booking(booking, by=scheduler)
    assert caught.value.refusal.rule == "R-GEN-15"


def test_a_re_seated_session_can_be_confirmed_and_the_clock_goes_on(booking, scheduler, case):
    tied = booking.session.staff.first().appraiser
    make_tie(tied, case.applicant)
    staff = [each.appraiser for each in booking.session.staff.exclude(appraiser=tied)]
    substitute = make_appraiser(booking.session.office)
    services.staff_session(booking.session, [*staff, substitute], by=scheduler)

    assert services.confirm_booking(booking, by=scheduler).status == "confirmed"
    assert case.clocks.get().stopped_at is None


def test_confirmation_is_refused_when_somebody_is_absent_that_day(booking, scheduler):
    away = booking.session.staff.first().appraiser
    Absence.objects.create(
        appraiser=away, starts_on=booking.session.date, ends_on=booking.session.date
    )
    with pytest.raises(Refused) as caught:
        services.confirm_booking(booking, by=scheduler)
    assert caught.value.refusal.code == "panel_absent"


def test_a_refusal_needs_a_reason_and_frees_the_seats(booking, scheduler, case):
    with pytest.raises(NotAcceptable):
        services.refuse_booking(booking, reason="  ", by=scheduler)
    refused = services.refuse_booking(booking, reason="当日停电", by=scheduler)
    assert (refused.status, refused.reason) == ("refused", "当日停电")
    assert booked(booking.session) == 0
    assert trail_of(case.chain).last().reason == "当日停电"


def test_a_refused_case_may_book_again(booking, scheduler, case, office):
    services.refuse_booking(booking, reason="当日停电", by=scheduler)
    assert book(case, make_session(office, half="pm")).status == "requested"


def test_a_cancelled_booking_frees_its_seats(booking, case):
    cancelled = services.cancel_booking(booking, by=case.created_by)
    assert cancelled.status == "cancelled"
    assert booked(booking.session) == 0


def test_a_stranger_cancels_nothing(booking):
    with pytest.raises(NotAllowed):
        services.cancel_booking(booking, by=make_member(make_party(), Role.AGENT))


def test_a_move_keeps_the_count_right_at_both_ends(booking, case, office):
    other = make_session(office, day=working_day(5))
    moved = services.move_booking(booking, other, by=case.created_by)

    assert (booked(booking.session), booked(other)) == (0, 5)
    assert Booking.objects.get(pk=booking.pk).status == "moved"
    assert (moved.session, moved.seats, moved.status) == (other, 5, "requested")


def test_a_move_backwards_keeps_the_count_right_too(office, case):
    first, second = make_session(office), make_session(office, day=working_day(5))
    booking = book(case, second, seats=5)
    services.move_booking(booking, first, by=case.created_by)
    assert (booked(first), booked(second)) == (5, 0)


@pytest.mark.parametrize("back", [True, False])
def test_a_move_to_a_full_session_leaves_the_booking_as_it_was(office, case, back):
    sessions = [make_session(office), make_session(office, day=working_day(5))]
    here, there = sessions if back else reversed(sessions)
    booking = book(case, here, seats=5)
    book(make_case(office), there, seats=18)

    with pytest.raises(Conflict) as caught:
        services.move_booking(booking, there, by=case.created_by)

    assert caught.value.refusal.code == "session_full"
    assert (booked(here), booked(there)) == (5, 18)
    assert Booking.objects.get(pk=booking.pk).status == "requested"


def test_only_the_office_moves_a_confirmed_booking_and_it_stays_confirmed(
    booking, scheduler, case, office
):
    services.confirm_booking(booking, by=scheduler)
    other = make_session(office, day=working_day(5))
    with pytest.raises(NotAllowed):
        services.move_booking(booking, other, by=case.created_by)
    assert services.move_booking(booking, other, by=scheduler).status == "confirmed"


def test_a_move_to_where_it_is_makes_no_sense(booking, case):
    with pytest.raises(Conflict) as caught:
        services.move_booking(booking, booking.session, by=case.created_by)
    assert caught.value.refusal.code == "session_same"


def test_those_who_came_keep_their_seats(booking, scheduler):
    services.confirm_booking(booking, by=scheduler)
    assert services.record_attendance(on_the_day(booking), by=scheduler).status == "attended"
    assert booked(booking.session) == 5


def test_nobody_attends_or_misses_a_session_before_its_day(booking, scheduler):
    services.confirm_booking(booking, by=scheduler)
    for verb in (services.record_attendance, services.record_no_show):
        with pytest.raises(Refused) as caught:
            verb(booking, by=scheduler)
        assert caught.value.refusal.code == "session_not_yet"


def test_a_no_show_is_no_refusal_and_the_case_books_again(booking, scheduler, case, office):
    services.confirm_booking(booking, by=scheduler)
    missed = services.record_no_show(on_the_day(booking), by=scheduler)

    assert (missed.status, no_shows_of(case).count()) == ("no_show", 1)
    assert booked(booking.session) == 0
    assert case.clocks.get().stopped_at is None
    assert book(case, make_session(office, half="pm")).status == "requested"


def test_a_booking_that_is_over_cannot_be_given_back(booking, case, scheduler):
    services.confirm_booking(booking, by=scheduler)
    Session.objects.filter(pk=booking.session_id).update(date=working_day(1).replace(year=2025))
    with pytest.raises(Refused) as caught:
        services.cancel_booking(booking, by=case.created_by)
    assert caught.value.refusal.code == "session_past"


VERBS = {
    "confirm": lambda booking, by: services.confirm_booking(booking, by=by),
    "refuse": lambda booking, by: services.refuse_booking(booking, reason="当日停电", by=by),
    "cancel": lambda booking, by: services.cancel_booking(booking, by=by),
    "attend": lambda booking, by: services.record_attendance(booking, by=by),
    "miss": lambda booking, by: services.record_no_show(booking, by=by),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", [status.value for status in BookingStatus])
def test_every_verb_moves_exactly_as_the_machine_says(office, scheduler, verb, state):
    """Walk every state and verb: what the machine does not know is a conflict."""
    allowed = {(move, source): target for move, source, target in transitions_of(Booking)}
    case = make_case(office)
    session = make_session(office, day=today())
    booking = Booking.objects.create(case=case, session=session, seats=1, booked_by=scheduler)
    Session.objects.filter(pk=session.pk).update(booked=1)
    Booking.objects.filter(pk=booking.pk).update(status=state, reason="示例")
    booking = Booking.objects.get(pk=booking.pk)

    if (verb, state) in allowed:
        moved = VERBS[verb](booking, scheduler)
        assert moved.status == allowed[verb, state]
        assert booked(session) == int(moved.status in SEATED)
    else:
        with pytest.raises(Conflict) as caught:
            VERBS[verb](booking, scheduler)
        assert caught.value.refusal.code == "booking_state"
        assert booked(session) == 1


def test_the_machine_of_a_booking_is_the_one_that_was_drawn():
    live = [str(status) for status in LIVE]
    assert transitions_of(Booking) == sorted(
        [
            ("confirm", "requested", "confirmed"),
            ("refuse", "requested", "refused"),
            *(("cancel", source, "cancelled") for source in live),
            *(("move_away", source, "moved") for source in live),
            ("attend", "confirmed", "attended"),
            ("miss", "confirmed", "no_show"),
        ]
    )


def test_panel_of_four_with_one_tied_still_confirms(office, scheduler, case):
    panel = [*make_panel(office), make_appraiser(office)]
    make_tie(panel[0], case.applicant)
    booking = book(case, make_session(office, staff=panel))
    assert services.confirm_booking(booking, by=scheduler).status == "confirmed"
