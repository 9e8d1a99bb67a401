"""The two statements that move seats. Each is the last thing its transaction does."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from approvals.cases.models import Case
from approvals.record.prepared import one_row
from approvals.record.refusals import Conflict
from relics.appointments.models import Session
from relics.appointments.queries import next_free_session
from relics.appointments.rules import full

CLAIM = """
UPDATE appointments_session SET booked = booked + %(seats)s
 WHERE id = %(session)s AND is_open AND booked + %(seats)s <= capacity RETURNING booked
"""


def claim(session: Session, seats: int, *, case: Case) -> None:
    """Take `seats` seats, or raise Conflict with the next free session and keep nothing.

    Nothing: the transaction around is marked to roll back, even for a caller that catches.
    """
    taken = one_row(CLAIM, {"session": session.pk, "seats": seats})
    if not taken:
        start = max(session.date, timezone.localdate())
        free = next_free_session(case, seats, start)
        transaction.set_rollback(True)
        raise Conflict(full(), extra={"next_free": as_offer(free)})


def give_back(session: Session, seats: int) -> None:
    """Free `seats` seats of the session."""
    Session.objects.filter(pk=session.pk).update(booked=F("booked") - seats)


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
        "places_left": session.places_left,
    }
