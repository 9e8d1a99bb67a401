"""An application as one line of a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from approvals.cases.clocks import ClockFace, faces_of
from relics.reviews.models import Review
from relics.reviews.wording import NextStep, next_step_of, tone_of


@dataclass(frozen=True)
class Card:
    """One application, where it stands and what the applicant does next."""

    review: Review
    clock: ClockFace | None

    @property
    def tone(self) -> str:
        return tone_of(self.review.status)

    @property
    def is_draft(self) -> bool:
        return bool(self.review.status == Review.Status.DRAFT)

    @property
    def step(self) -> NextStep:
        return next_step_of(self.review)

    @property
    def is_mine_now(self) -> bool:
        """Whether the applicant must do something before anything else happens."""
        return bool(self.step.url_name)

    @property
    def url(self) -> str:
        page = "reviews:application" if self.is_draft else "reviews:case"
        return reverse(page, args=[self.review.case_id])

    @property
    def step_url(self) -> str:
        return reverse(self.step.url_name, args=[self.review.case_id]) if self.is_mine_now else ""


def cards_of(reviews: Iterable[Review]) -> list[Card]:
    """Cards for applications read by `applications_of`, in their order."""
    known = list(reviews)
    faces = faces_of(review.case for review in known)
    return [Card(review, faces.get(review.case_id)) for review in known]


def face_for(review: Review) -> ClockFace | None:
    """The decision clock of one application read by `applications_of`."""
    return faces_of([review.case]).get(review.case_id)
