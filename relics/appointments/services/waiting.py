"""What the applicant's side does on the waiting list: join it, leave it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases.engine import lock_case
from approvals.cases.models import Case
from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, Refusal
from approvals.record.services import write_trail
from relics.appointments.measure import Wanted, load_of
from relics.appointments.models import ON_THE_LIST, WaitingEntry, WaitingStatus
from relics.appointments.queries import free_sessions, live_booking
from relics.appointments.rules import already_booked, not_waiting, session_refusal
from relics.appointments.waiting import entry_of

from .rights import acting_agent
from .seats import as_offer, give_back

LOOKED_AT = 30
"""Free sessions that are tried before the case may wait."""


@transaction.atomic
def join_waiting_list(
    case: Case, *, seats: Wanted, by: User, needed_by: date | None = None, reason: str = ""
) -> WaitingEntry:
    """Wait for seats (加入候补), by an agent of the case's acting party.

    Only where nothing fits: else Conflict with `next_free`. A day earlier than the decision's
    needs its reason. Raises Conflict for a case with a booking or a place on the list.
    """
    case, load = lock_case(case.pk), load_of(seats)
    party = acting_agent(by, case)
    if case.office is None or load.seats < 1:
        raise NotAcceptable(Refusal("no_seats", _("预约件数至少为一件。"), "R-APPT-02"))
    if needed_by and not reason.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("注明紧急日期须写明理由。"), "R-APPT-02", _("请填写理由。"))
        )
    if live_booking(case):
        raise Conflict(already_booked())
    if entry_of(case):
        raise Conflict(Refusal("waiting_already", _("本案已在候补名单中。"), "R-APPT-02"))
    _nothing_fits(case, seats)
    entry = WaitingEntry.objects.create(
        case=case,
        seats=load.seats,
        textures=dict(load.textures),
        needed_by=needed_by,
        reason=reason.strip(),
        joined_by=by,
    )
    _write("waiting.join", entry, by, party.name, needed_by=needed_by)
    return entry


def _nothing_fits(case: Case, seats: Wanted) -> None:
    today = timezone.localdate()
    number = load_of(seats).seats
    for session in free_sessions(case, today, date.max, seats)[:LOOKED_AT]:
        if session_refusal(session, case, number, today) is None:
            raise Conflict(
                Refusal(
                    "seats_are_free",
                    _("%(session)s 有足够的余位，不必候补。") % {"session": session},
                    "R-APPT-02",
                    _("请直接预约。"),
                ),
                extra={"next_free": as_offer(session)},
            )


@transaction.atomic
def leave_waiting_list(entry: WaitingEntry, *, by: User) -> WaitingEntry:
    """Wait no longer, or let go what is offered; the seats go to the next. By the case's agent."""
    case = lock_case(entry.case_id)
    party = acting_agent(by, case)
    mine = _on_the_list(case)
    if mine is None or mine.pk != entry.pk:
        raise Conflict(not_waiting())
    return _leave(mine, by, party.name)


def end_waiting(case: Case, *, by: User) -> WaitingEntry | None:
    """The case ends or goes back to its draft: it waits no longer, what is held is free at once.

    Part of the procedure's own act, which has asked who may do it and holds the case row.
    """
    mine = _on_the_list(case)
    return _leave(mine, by, "") if mine is not None else None


def _on_the_list(case: Case) -> WaitingEntry | None:
    listed = WaitingEntry.objects.select_for_update(of=("self",)).filter(
        case=case, status__in=ON_THE_LIST
    )
    mine = listed.select_related("session__office__party").first()
    if mine is not None:
        mine.case = case
    return mine


def _leave(mine: WaitingEntry, by: User, acting_for: str) -> WaitingEntry:
    offered = mine.status == WaitingStatus.OFFERED
    mine.leave()
    mine.save()
    _write("waiting.leave", mine, by, acting_for, offered=offered)
    if offered and mine.session:
        give_back(mine.session, mine.units)
    return mine


def _write(verb: str, entry: WaitingEntry, by: User, acting_for: str, **facts: object) -> None:
    write_trail(
        entry.case.chain,
        verb,
        by=by,
        subject=f"waiting:{entry.pk}",
        after={"number_of_objects": entry.seats, **facts},
        reason=entry.reason,
        acting_for=acting_for,
    )
