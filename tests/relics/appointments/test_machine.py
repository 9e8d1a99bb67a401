"""Every state of a booking, every verb, every role: generated from the machine's own table."""

import pytest

from approvals.cases.models import CalendarDay
from approvals.parties.models import Role
from approvals.record.refusals import Conflict, NotAllowed
from approvals.record.status import transitions_of
from relics.appointments import services
from relics.appointments.models import Booking, BookingStatus, Session
from tests.factories import make_case, make_member, make_office, make_session, today, working_day

pytestmark = pytest.mark.django_db

VERBS = {
    "confirm": lambda booking, by: services.confirm_booking(booking, by=by),
    "refuse": lambda booking, by: services.refuse_booking(booking, reason="示例停电", by=by),
    "cancel": lambda booking, by: services.cancel_booking(booking, by=by),
    "attend": lambda booking, by: services.record_attendance(booking, by=by),
    "miss": lambda booking, by: services.record_no_show(booking, by=by),
    "move_away": lambda booking, by: services.move_booking(booking, elsewhere(booking), by=by),
}
DESK = {"scheduler", "intake"}
MAY = {
    "confirm": {"scheduler"},
    "refuse": {"scheduler"},
    "cancel": {*DESK, "agent of the case"},
    "attend": DESK,
    "miss": DESK,
}
"""Who may do what; who moves a booking depends on how firm it is, see `may`."""

ROLES = [role.value for role in Role]
PEOPLE = [*ROLES, "agent of the case", "scheduler of another office"]
MOVES = {(verb, source): target for verb, source, target in transitions_of(Booking)}


def elsewhere(booking):
    """A later session of the same office."""
    later = Session.objects.filter(office=booking.session.office, date__gt=today()).first()
    return later or make_session(booking.session.office, day=working_day(2))


def may(verb, state):
    """A confirmed booking is the office's to move, one that waits the applicant's too."""
    if verb != "move_away":
        return MAY[verb]
    firm = state == BookingStatus.CONFIRMED
    return {"scheduler"} if firm else {*DESK, "agent of the case"}


def somebody(who, office, case):
    if who == "agent of the case":
        return case.created_by
    if who == "scheduler of another office":
        return make_member(make_office("示例另一审核处").party, Role.SCHEDULER)
    return make_member(office.party, who)


def booking_in(state, case, session):
    """A booking of the case in that state, taking its seat."""
    Booking.objects.filter(case=case).delete()
    Session.objects.filter(pk=session.pk).update(booked=1)
    booking = Booking.objects.create(case=case, session=session, seats=1, booked_by=case.created_by)
    Booking.objects.filter(pk=booking.pk).update(status=state, reason="示例")
    return Booking.objects.get(pk=booking.pk)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("verb", VERBS)
def test_every_state_verb_and_role(verb, who):
    office = make_office()
    CalendarDay.objects.create(office=office.party, day=today(), is_working=True)
    case, session = make_case(office), make_session(office, day=today())
    person = somebody(who, office, case)
    for state in BookingStatus.values:
        booking = booking_in(state, case, session)
        if (verb, state) not in MOVES:
            with pytest.raises(Conflict) as late:
                VERBS[verb](booking, person)
            assert (late.value.refusal.code, bool(late.value.refusal.rule)) == (
                "booking_state",
                True,
            )
        elif who not in may(verb, state):
            with pytest.raises(NotAllowed) as barred:
                VERBS[verb](booking, person)
            assert (barred.value.refusal.code, bool(barred.value.refusal.rule)) == (
                "no_right",
                True,
            )
        else:
            VERBS[verb](booking, person)
        moved = (verb, state) in MOVES and who in may(verb, state)
        assert Booking.objects.get(pk=booking.pk).status == (MOVES[verb, state] if moved else state)
