"""Seats that came free are held for who waits most urgently, until it answers.

Lock order: the session's row is held by whoever freed the seats; a place on the waiting list is
taken only if nobody else holds it. So the freeing never waits for a waiting case's own act, and
no two sessions are offered to one case.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from approvals.cases.engine import lock_case
from approvals.policies.queries import policy
from approvals.record.refusals import Conflict
from approvals.record.services import CLOCKWORK, write_trail
from relics.appointments.calendars import hours_of
from relics.appointments.measure import Load, units_needed
from relics.appointments.models import Session, WaitingEntry, WaitingStatus
from relics.appointments.rules import offer_pending, session_refusal
from relics.appointments.waiting import HOURS_TO_ANSWER, waiting_at


def offer_free_seats(session: Session) -> list[WaitingEntry]:
    """Offer the session's free seats to the first who fits, then the next (候补递补).

    Inside the transaction that freed them. Who cannot sit there (its clock, its host, no lawful
    panel for its parties) or needs more is passed over and keeps its place.
    """
    queue = list(waiting_at(session.office_id))
    if not queue:
        return []
    held = (
        Session.objects.select_for_update(no_key=True, of=("self",))
        .select_related("office__party")
        .get(pk=session.pk)
    )
    today, offered = timezone.localdate(), []
    for entry in queue:
        units = units_needed(held, Load(entry.seats, entry.textures))
        if units > held.places_left or session_refusal(held, entry.case, entry.seats, today):
            continue
        if _hold(entry, held, units):
            held.booked += units
            offered.append(entry)
    return offered


def _hold(entry: WaitingEntry, session: Session, units: int) -> bool:
    """Hold the seats for the entry, unless somebody is just moving it; then False."""
    free = WaitingEntry.objects.select_for_update(skip_locked=True)
    mine = free.filter(pk=entry.pk, status=WaitingStatus.WAITING).first()
    if mine is None:
        return False
    mine.session, mine.units, mine.answer_by = session, units, _answer_by(session)
    mine.offer()
    mine.save()
    Session.objects.filter(pk=session.pk).update(booked=F("booked") + units)
    _write("waiting.offer", entry, session=str(session), answer_by=mine.answer_by)
    return True


def _answer_by(session: Session) -> datetime:
    """So long as the office's policy says, but not beyond the session's beginning."""
    hours = policy(HOURS_TO_ANSWER, session.office.party)
    return min(timezone.now() + timedelta(hours=hours), hours_of(session)[0])


def settle_waiting(key: int, session: Session) -> None:
    """The waiting case books `session`: what is held there for it is free for its booking.

    The caller holds the case row and inserts the booking in the same transaction. Raises
    Conflict where seats of another session are held for the case.
    """
    entry = WaitingEntry.objects.select_for_update().get(pk=key)
    if entry.status == WaitingStatus.OFFERED:
        if entry.session_id != session.pk:
            raise Conflict(offer_pending())
        Session.objects.filter(pk=session.pk).update(booked=F("booked") - entry.units)
    entry.take()
    entry.save()


def requeue_offers(session: Session) -> None:
    """The office offers the session no longer: who was asked waits again, in its old place.

    The caller holds the session's row. An offer that is just being answered stays; its booking
    then finds the session closed.
    """
    asked = WaitingEntry.objects.select_for_update(skip_locked=True, of=("self",))
    for entry in asked.filter(session=session, status=WaitingStatus.OFFERED).select_related("case"):
        Session.objects.filter(pk=session.pk).update(booked=F("booked") - entry.units)
        entry.requeue()
        entry.session, entry.units, entry.answer_by = None, 0, None
        entry.save()
        _write("waiting.requeue", entry, session=str(session))


@transaction.atomic
def lapse_offer(entry: WaitingEntry) -> bool:
    """An offer nobody answered in time is over, and the seats go to the next (by time alone).

    False where it was answered meanwhile.
    """
    lock_case(entry.case_id)
    asked = WaitingEntry.objects.select_for_update(of=("self",)).select_related(
        "session__office__party", "case"
    )
    mine = asked.filter(
        pk=entry.pk, status=WaitingStatus.OFFERED, answer_by__lte=timezone.now()
    ).first()
    if mine is None or mine.session is None:
        return False
    mine.lapse()
    mine.save()
    _write("waiting.lapse", mine, session=str(mine.session))
    Session.objects.filter(pk=mine.session.pk).update(booked=F("booked") - mine.units)
    if mine.session.is_open:
        offer_free_seats(mine.session)
    return True


def _write(verb: str, entry: WaitingEntry, **facts: object) -> None:
    write_trail(entry.case.chain, verb, by=CLOCKWORK, subject=f"waiting:{entry.pk}", after=facts)


@transaction.atomic
def offer_again(session: Session) -> list[WaitingEntry]:
    """Offer what is free in the session, in a transaction of its own."""
    return offer_free_seats(session)
