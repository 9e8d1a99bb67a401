"""How the cases of this room come by appointment: what they bring, and who moves their flow."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from approvals.cases.models import Case
from approvals.parties.models import User
from relics.appointments.measure import Load
from relics.appointments.models import Booking, Session
from relics.appointments.procedures import BookedProcedure, Brought

from .models import Review, ReviewItem
from .procedures import all_procedures, procedure_of
from .queries import applications_of
from .services import appointment, rebooking


def covers(kind: str) -> bool:
    """Whether cases of the kind run under a procedure of the common form."""
    return any(one.key == kind for one in all_procedures())


def _review(case: Case) -> Review:
    return Review.objects.select_related("case").get(case=case)


def load_of(case: Case) -> Load:
    """The objects that still wait for their review, by material."""
    return appointment.load_of(_review(case))


def book(case: Case, session: Session, *, by: User) -> Booking:
    """Book for the objects that wait (see `book_appointment`)."""
    return appointment.book_appointment(_review(case), session, by=by)


def move(case: Case, session: Session, *, by: User) -> Booking:
    """Change the session (see `move_appointment`)."""
    return rebooking.move_appointment(_review(case), session, by=by)


def cancel(case: Case, *, reason: str, by: User) -> Review:
    """Give the appointment back (see `cancel_appointment`)."""
    return rebooking.cancel_appointment(_review(case), reason=reason, by=by)


def postpone(case: Case, *, consent: str, until: date, by: User) -> Review:
    """Put it off with the applicant's consent (see `postpone_appointment`)."""
    return rebooking.postpone_appointment(_review(case), consent=consent, until=until, by=by)


def reseat(case: Case, session: Session, *, reason: str, by: User) -> Booking:
    """The office changes the session (see `reseat_appointment`)."""
    return rebooking.reseat_appointment(_review(case), session, reason=reason, by=by)


def visible_to(user: User) -> QuerySet[Case]:
    """The cases of the person's side."""
    seen = Case.objects.filter(pk__in=applications_of(user).values("case"))
    return seen.select_related("applicant", "agent", "office")


def brought(cases: Collection[UUID]) -> Mapping[UUID, Brought]:
    """Names of the objects, the state of the review and what to bring, for the day's roster."""
    names: dict[UUID, list[str]] = {}
    items = ReviewItem.objects.filter(review__case__in=cases).exclude(
        status=ReviewItem.Outcome.SPLIT
    )
    for case, name in items.order_by("sequence").values_list("review__case", "object__name"):
        names.setdefault(case, []).append(name)
    return {
        review.case_id: Brought(
            objects=tuple(names.get(review.case_id, ())),
            state=str(review.get_status_display()),  # type: ignore[attr-defined]
            bring=tuple(str(one) for one in procedure_of(review.procedure).bring),
        )
        for review in Review.objects.filter(case__in=cases)
    }


BOOKED = BookedProcedure(
    covers=covers,
    load=load_of,
    book=book,
    move=move,
    cancel=cancel,
    postpone=postpone,
    reseat=reseat,
    visible_to=visible_to,
    page="reviews:booking",
    brought=brought,
)
