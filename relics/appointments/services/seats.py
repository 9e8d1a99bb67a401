"""How seats move: taken by the commit of a booking, given back by a statement of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pgtrigger
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from approvals.cases.models import Case
from approvals.record.refusals import Conflict
from relics.appointments.measure import Wanted
from relics.appointments.models import Session
from relics.appointments.queries import next_free_session
from relics.appointments.rules import full

from .offers import offer_free_seats

CLAIM = "appointments.Booking:seats_claimed"


@contextmanager
def sale(case: Case, session: Session, wanted: Wanted) -> Iterator[None]:
    """The transaction of one booking in `session`: its commit takes what is `wanted`.

    Inside another transaction they are taken when the block ends. Raises Conflict with the next
    free session when they are gone; then nothing of the block is kept.
    """
    inside = connection.in_atomic_block
    try:
        with transaction.atomic():
            yield
            if inside:
                _take_now()
    except IntegrityError as error:
        if not _sold_out(error):
            raise
        raise sold_out(case, session, wanted) from error


def claim(session: Session, wanted: Wanted, *, case: Case) -> None:
    """Take the seats of the booking just inserted now, and not only at the commit.

    Raises Conflict with the next free session; the transaction around is marked to roll back,
    even for a caller that catches.
    """
    try:
        with transaction.atomic():
            _take_now()
    except IntegrityError as error:
        if not _sold_out(error):
            raise
        conflict = sold_out(case, session, wanted)
        transaction.set_rollback(True)
        raise conflict from error


def _take_now() -> None:
    """Fire the claim that waits for the commit; the next booking's claim waits again."""
    pgtrigger.constraints(pgtrigger.Immediate, CLAIM)
    pgtrigger.constraints(pgtrigger.Deferred, CLAIM)


def _sold_out(error: IntegrityError) -> bool:
    return "seats_claimed" in str(error)


def sold_out(case: Case, session: Session, wanted: Wanted) -> Conflict:
    """The refusal of a session without room, with the next one that has it."""
    free = next_free_session(case, wanted, max(session.date, timezone.localdate()))
    return Conflict(full(), extra={"next_free": as_offer(free)})


def give_back(session: Session, units: int) -> None:
    """Free `units` of the session, and offer them at once to who waits longest for them.

    The session's row stays locked from here to the end: nobody slips in between.
    """
    release(session, units)
    offer_free_seats(session)


def release(session: Session, units: int) -> None:
    """Free `units` of the session for the caller, who holds its row from here on."""
    Session.objects.filter(pk=session.pk).update(booked=F("booked") - units)


def as_offer(session: Session | None) -> dict[str, Any] | None:
    """A session as the problem document offers it."""
    if session is None:
        return None
    return {
        "id": session.pk,
        "date": session.date.isoformat(),
        "half": session.half,
        "place_kind": session.place_kind,
        "address": session.address,
        "unit": session.unit,
        "places_left": session.places_left,
    }
