"""What the procedures hand this room: their acts around an appointment, and what a visit brings.

A booking is a turn of its procedure's flow, so the procedure's own room books, cancels and
moves; it registers how. Pages and the interface of this room then serve every procedure alike.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

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


class Postpones(Protocol):
    """Put the appointment off, with the consent that its clock stands (R-APPT-06)."""

    def __call__(self, case: Case, *, consent: str, until: date, by: User) -> object: ...


class Reseats(Protocol):
    """The office changes the session, with a reason; who is confirmed stays so."""

    def __call__(self, case: Case, session: Session, *, reason: str, by: User) -> Booking: ...


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
    """Kinds of case that come by appointment: those that `covers` knows.

    `load` says what the case brings, by material; `move` changes the session, `cancel` gives it
    back, `postpone` puts it off, and `reseat` is the office's move, which seats a lawful panel
    anew; each is the procedure's own service with its own rights. `brought` tells the roster, in
    few statements, of many cases at once. `visible_to` are the cases a person of the applicant's
    side may see, `page` names the page where it books.
    """

    covers: Callable[[str], bool]
    load: Callable[[Case], Load]
    book: Books
    move: Books
    cancel: Cancels
    postpone: Postpones
    reseat: Reseats
    visible_to: Callable[[User], QuerySet[Case]]
    page: str
    brought: Callable[[Collection[UUID]], Mapping[UUID, Brought]] = field(default=brings_nothing)


_booked: list[BookedProcedure] = []


def register_booked(procedure: BookedProcedure) -> None:
    """Let cases come by appointment; called when the application is ready."""
    if procedure not in _booked:
        _booked.append(procedure)


def booked_procedure(kind: str) -> BookedProcedure:
    """How cases of this kind book; Conflict for a kind that takes no appointments."""
    for procedure in _booked:
        if procedure.covers(kind):
            return procedure
    raise Conflict(Refusal("no_appointments", _("该业务不采用预约。"), "R-APPT-01"))


def visible_case(user: User, key: UUID) -> Case:
    """The case, if the person's side may see it; else 404."""
    for procedure in _booked:
        if case := procedure.visible_to(user).filter(pk=key).first():
            return case
    raise Http404


def brought_by(cases: Collection[Case]) -> dict[UUID, Brought]:
    """What each case brings, asked of each procedure once."""
    found: dict[UUID, Brought] = {}
    for procedure in _booked:
        if keys := [case.pk for case in cases if procedure.covers(case.kind)]:
            found.update(procedure.brought(keys))
    return found
