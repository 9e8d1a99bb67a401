"""The rule of the play, and one application played by it from draft to hand-back.

The rule is a rule of this play and not the law: the panel permits what was certainly made
after 1911 and prohibits all else, ranges that straddle the year and unknown dates included.
"""

from collections.abc import Sequence

from approvals.certificates.models import Certificate
from relics.register.models import RelicObject
from relics.reviews.models import Review, ReviewItem
from relics.reviews.models.permit_rule import barred_refusal
from relics.reviews.queries import full_items
from relics.reviews.services import (
    application,
    appointment,
    custody,
    decision,
    examination,
    intake,
    marking,
    paper_acts,
)
from relics.reviews.services.examination import Worksheet

from .world import CARRIER, Players

LINE = "1911"
RULE = (
    "演练规则，并非法律规定：本次演练准予出境的，仅限确定制作于1911年以后的文物；"
    "其余一律禁止，年代跨越该年和年代不明的也在内。"
    " A rule of this play and not the law: what was certainly made after 1911 is permitted, "
    "all else is prohibited, straddling and unknown dates included."
)
REMARKS = ("本件为系统演练所制，不具任何效力。 Made in a trial of the system; of no effect.", RULE)


def is_after_the_line(item: ReviewItem) -> bool:
    """Whether the machine's finding has the object certainly after 1911 (R-STD-02, R-STD-11)."""
    return bool(item.finding["lines"][LINE] == "after")


def play_application(
    players: Players, objects: Sequence[RelicObject], *, place: int
) -> tuple[Review, list[Certificate]]:
    """Play one application of at most a hundred objects with photographs; all its papers.

    The papers are prepared, in the order of their issue, and wait to be drawn and sealed.
    """
    review = _hand_in(players, objects, place)
    _examine(players, review)
    _settle(players, review, place)
    paper_acts.issue_papers(review, remarks=REMARKS, by=players.issuer)
    refused = list(review.items.filter(status=ReviewItem.Outcome.PROHIBITED))
    if refused:
        custody.hand_back(review, refused, received_by=CARRIER["carrier"], by=players.clerk)
    return review, list(review.case.certificates.order_by("pk"))


def _hand_in(players: Players, objects: Sequence[RelicObject], place: int) -> Review:
    """From the draft to the day itself: filled, submitted, booked, confirmed, accepted, there."""
    agent = players.agent
    title = f"演练第{players.run}号第{place}份"
    review = application.draft_application(players.dealer, title=title, by=agent)
    application.fill_application(review, {**CARRIER, "port": players.port}, by=agent)
    application.add_objects(review, objects, by=agent)
    review = application.submit_application(review, by=agent)
    appointment.book_appointment(review, players.session, by=agent)
    appointment.confirm_appointment(review, by=players.scheduler)
    review = intake.accept_application(review, by=players.clerk)
    examination.check_in(
        review, second_officer=players.second, identity_checked=True, by=players.clerk
    )
    return review


def _examine(players: Players, review: Review) -> None:
    """Each member of the panel files an own opinion on every object and is done."""
    items = review.items.select_related("object").filter(status=ReviewItem.Outcome.PENDING)
    sheets = {item.pk: worksheet_of(item) for item in items}
    for appraiser in players.panel:
        examination.file_opinions(review, sheets, no_conflict=True, by=appraiser.user)
        examination.finish_appraisal(review, by=appraiser.user)


def worksheet_of(item: ReviewItem) -> Worksheet:
    """The four steps as the players write them, by the rule of the play (R-STD-10)."""
    may_leave = is_after_the_line(item)
    return Worksheet(
        is_relic=True,
        may_leave=may_leave,
        category_step=f"演练：{item.object.get_texture_display()}，按登记的质地。",
        age_step=f"演练：{item.finding['sentence']}",
        value_step="演练：不评定。",
        conclusion="演练：按演练规则可以出境。" if may_leave else "演练：按演练规则不得出境。",
        year_from=item.object.year_from,
        year_to=item.object.year_to,
    )


def _settle(players: Players, review: Review, place: int) -> None:
    """The approver decides as the play says; what the law bars stays, whatever its age."""
    outcomes, reasons = {}, {}
    for item in full_items(review):
        barred = barred_refusal(item)
        permit = is_after_the_line(item) and barred is None
        outcomes[item.pk] = "permit" if permit else "prohibited"
        sentence = item.finding["sentence"] if barred is None else barred.sentence
        reasons[item.pk] = f"{sentence}（演练规则）" if barred is None else str(sentence)
    decision.decide(
        review, outcomes, opinion="演练：按演练规则决定。", reasons=reasons, by=players.approver
    )
    permitted = [key for key, outcome in outcomes.items() if outcome == "permit"]
    if permitted:
        numbers = [f"试验-{players.name}-{place:03d}-{n:03d}" for n in range(1, len(permitted) + 1)]
        marks = marking.stock_marks(players.office, numbers, medium="label", by=players.issuer)
        pairs = dict(zip(permitted, marks, strict=True))
        marking.bind_marks(review, pairs, by=players.clerk)
