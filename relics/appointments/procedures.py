"""What the procedures hand this room: their acts around an appointment, and what a visit brings.

A booking is a turn of its procedure's flow, so the procedure's own room books, cancels and
moves; it registers how. Pages and the interface of this room then serve every procedure alike.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from approvals.cases.models import Case
from approvals.parties.models import User
from approvals.record.refusals import Conflict, Refusal

from .measure import Load
from .models import Booking, Session


class Books(Protocol):
    """Book a session, or move the appointment there."""

    def __call__(self, case: Case, session: Session, *, by: User) -> Booking: ...


class Cancels(Protocol):
    """Give the appointment back."""

    def __call__(self, case: Case, *, reason: str, by: User) -> object: ...


@dataclass(frozen=True)
class Brought:
    """What a case brings to its session and how far it is: for the day's roster."""

    objects: tuple[str, ...] = ()
    state: str = ""
    bring: tuple[str, ...] = ()


def brings_nothing(_cases: Collection[UUID]) -> Mapping[UUID, Brought]:
    """A procedure that tells the roster nothing."""
    return {}


@dataclass(frozen=True)
class BookedProcedure:
    """One kind of case that comes by appointment.

    `load` says what the case brings, by material; `move` changes the session, `cancel` gives it
    back; each is the procedure's own service with its own rights. `brought` tells the roster, in
    few statements, of many cases at once. `page` names the applicant's booking page.
    """

    key: str
    load: Callable[[Case], Load]
    book: Books
    move: Books
    cancel: Cancels
    visible_to: Callable[[User], Any]
    page: str = ""
    brought: Callable[[Collection[UUID]], Mapping[UUID, Brought]] = field(default=brings_nothing)


_booked: dict[str, BookedProcedure] = {}


def register_booked(procedure: BookedProcedure) -> None:
    """Let the cases of a kind come by appointment; called when the application is ready."""
    _booked[procedure.key] = procedure


def booked_procedure(case: Case) -> BookedProcedure:
    """How cases of this kind book; Conflict for a kind that takes no appointments."""
    try:
        return _booked[case.kind]
    except KeyError:
        sentence = f"{case.kind}: 该业务不采用预约。"
        raise Conflict(Refusal("no_appointments", sentence, "R-APPT-01")) from None


def brought_by(cases: Collection[Case]) -> dict[UUID, Brought]:
    """What each case brings, asked of each procedure once."""
    found: dict[UUID, Brought] = {}
    for key, procedure in _booked.items():
        if keys := [case.pk for case in cases if case.kind == key]:
            found.update(procedure.brought(keys))
    return found
