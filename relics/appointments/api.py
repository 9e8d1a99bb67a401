"""The interface of appointments: the same services as the pages, for every procedure's cases."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from approvals.cases.models import Case
from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.models import Office
from approvals.parties.signed_in import person
from approvals.record.refusals import Conflict

from . import services
from .models import Booking, Session, WaitingEntry
from .procedures import BookedProcedure, booked_procedure, visible_case
from .queries import free_sessions, live_booking
from .rules import no_booking, not_waiting
from .services.seats import as_offer
from .waiting import Place, entry_of, place_of

router = Router()
Answer = tuple[int, dict[str, object]]
CASE = "/cases/{uuid:case}/"
TAGS = ["appointments"]


class SessionIn(Schema):
    """Which session."""

    session: int


class ReasonIn(Schema):
    """Why, in the applicant's words."""

    reason: str = ""


class PostponeIn(Schema):
    """Until when, and the written consent that the decision clock stands."""

    until: date
    consent: str


class WaitIn(Schema):
    """An earlier day than the decision's, with its reason."""

    needed_by: date | None = None
    reason: str = ""


def _case(request: HttpRequest, key: UUID) -> tuple[Case, BookedProcedure]:
    case = visible_case(person(request), key)
    return case, booked_procedure(case.kind)


def _session(case: Case, key: int) -> Session:
    mine = Session.objects.select_related("office__party").filter(office__party=case.office_id)
    return get_object_or_404(mine, pk=key)


def booking_out(booking: Booking) -> dict[str, object]:
    """A booking as the interface tells it."""
    return {
        "booking": booking.pk,
        "status": booking.status,
        "seats": booking.seats,
        "minutes": booking.minutes,
        "session": as_offer(booking.session),
    }


def entry_out(entry: WaitingEntry, place: Place | None) -> dict[str, object]:
    """A place on the waiting list as the interface tells it; the offer where there is one."""
    return {
        "waiting": entry.pk,
        "status": entry.status,
        "position": place.position if place else None,
        "length": place.length if place else None,
        "offer": as_offer(entry.session),
        "answer_by": entry.answer_by.isoformat() if entry.answer_by else None,
    }


@router.get(
    "/offices/{slug:code}/sessions",
    auth=SystemAuth("cases"),
    response=list[dict[str, object]],
    tags=TAGS,
    summary="An office's open sessions with places left",
)
def office_sessions(
    request: HttpRequest, code: str, start: date | None = None, seats: int = 1
) -> list[dict[str, object]]:
    """From `start` (today) on, at most a hundred."""
    office = get_object_or_404(Office.objects.select_related("party"), code=code)
    after = max(start or timezone.localdate(), timezone.localdate())
    found = free_sessions(office, after, date.max, seats).filter(host__isnull=True)[:100]
    return [offer for one in found if (offer := as_offer(one))]


@router.get(
    CASE + "sessions",
    auth=SystemAuth("cases"),
    response=list[dict[str, object]],
    tags=TAGS,
    summary="Sessions with room for the case, inside its clock",
)
def case_sessions(request: HttpRequest, case: UUID) -> list[dict[str, object]]:
    mine, procedure = _case(request, case)
    found = free_sessions(mine, timezone.localdate(), date.max, procedure.load(mine))[:100]
    return [offer for one in found if (offer := as_offer(one))]


@router.post(
    CASE + "appointment",
    auth=SystemAuth("cases"),
    response={201: dict[str, object]},
    tags=TAGS,
    summary="Book a session, or accept the one that is offered",
)
@idempotent
def book(request: HttpRequest, case: UUID, payload: SessionIn) -> Answer:
    """Seats for every object; 409 with the next free session when they are gone."""
    mine, procedure = _case(request, case)
    booking = procedure.book(mine, _session(mine, payload.session), by=person(request))
    return 201, booking_out(booking)


@router.get(
    CASE + "appointment",
    auth=SystemAuth("cases"),
    response=dict[str, object],
    tags=TAGS,
    summary="The appointment as it stands",
)
def appointment(request: HttpRequest, case: UUID) -> dict[str, object]:
    mine, _procedure = _case(request, case)
    return booking_out(_live(mine))


def _live(case: Case) -> Booking:
    booking = live_booking(case)
    if booking is None:
        raise Conflict(no_booking())
    return booking


@router.post(
    CASE + "appointment/move",
    auth=SystemAuth("cases"),
    response={201: dict[str, object]},
    tags=TAGS,
    summary="Reschedule in one act",
)
@idempotent
def move(request: HttpRequest, case: UUID, payload: SessionIn) -> Answer:
    """The old seats are given up only when the new ones are taken."""
    mine, procedure = _case(request, case)
    booking = procedure.move(mine, _session(mine, payload.session), by=person(request))
    return 201, booking_out(booking)


@router.post(
    CASE + "appointment/cancel",
    auth=SystemAuth("cases"),
    response={200: dict[str, object]},
    tags=TAGS,
    summary="Give the appointment back",
)
@idempotent
def cancel(request: HttpRequest, case: UUID, payload: ReasonIn) -> Answer:
    """The clock runs on (R-APPT-06)."""
    mine, procedure = _case(request, case)
    booking = _live(mine)
    procedure.cancel(mine, reason=payload.reason, by=person(request))
    return 200, booking_out(Booking.objects.select_related("session").get(pk=booking.pk))


@router.post(
    CASE + "appointment/postpone",
    auth=SystemAuth("cases"),
    response={200: dict[str, object]},
    tags=TAGS,
    summary="Put the appointment off; the clock stands meanwhile",
)
@idempotent
def postpone(request: HttpRequest, case: UUID, payload: PostponeIn) -> Answer:
    """With the written consent of the applicant (R-APPT-06); another session is to be booked."""
    mine, procedure = _case(request, case)
    booking = _live(mine)
    procedure.postpone(mine, by=person(request), **payload.dict())
    return 200, booking_out(Booking.objects.select_related("session").get(pk=booking.pk))


@router.post(
    CASE + "waiting",
    auth=SystemAuth("cases"),
    response={201: dict[str, object]},
    tags=TAGS,
    summary="Join the waiting list",
)
@idempotent
def join(request: HttpRequest, case: UUID, payload: WaitIn) -> Answer:
    """Only where nothing fits; 409 names the next free session otherwise."""
    mine, procedure = _case(request, case)
    entry = services.join_waiting_list(
        mine, seats=procedure.load(mine), by=person(request), **payload.dict()
    )
    return 201, entry_out(entry, place_of(mine))


def _entry(case: Case) -> WaitingEntry:
    entry = entry_of(case)
    if entry is None:
        raise Conflict(not_waiting())
    return entry


@router.get(
    CASE + "waiting",
    auth=SystemAuth("cases"),
    response=dict[str, object],
    tags=TAGS,
    summary="The case's place on the waiting list",
)
def waiting(request: HttpRequest, case: UUID) -> dict[str, object]:
    mine, _procedure = _case(request, case)
    return entry_out(_entry(mine), place_of(mine))


@router.post(
    CASE + "waiting/accept",
    auth=SystemAuth("cases"),
    response={201: dict[str, object]},
    tags=TAGS,
    summary="Accept what is offered",
)
@idempotent
def accept(request: HttpRequest, case: UUID) -> Answer:
    """The seats held for the case become its booking."""
    mine, procedure = _case(request, case)
    offered = _entry(mine).session
    if offered is None:
        raise Conflict(not_waiting())
    return 201, booking_out(procedure.book(mine, offered, by=person(request)))


@router.post(
    CASE + "waiting/leave",
    auth=SystemAuth("cases"),
    response={200: dict[str, object]},
    tags=TAGS,
    summary="Leave the waiting list, or let an offer go",
)
@idempotent
def leave(request: HttpRequest, case: UUID) -> Answer:
    mine, _procedure = _case(request, case)
    entry = services.leave_waiting_list(_entry(mine), by=person(request))
    return 200, entry_out(entry, None)
