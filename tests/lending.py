"""A temporary exit walked to any stage, and back (§10.6)."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

from PIL import Image

from approvals.certificates.services import finish_certificate
from relics.comparisons.models import Comparison
from relics.comparisons.services import present_photo, record_marks, record_measures, sign
from relics.loans.models import Loan
from relics.loans.services import check_approval, plan_loan, state_of_object
from relics.register.models import RelicObject
from relics.returns.services import conclude_comparisons
from relics.reviews.models import Mark, Review
from relics.reviews.services import (
    application,
    appointment,
    decision,
    examination,
    gate,
    intake,
    marking,
    paper_acts,
)

from . import factories, reviewing
from .reviewing import World, fresh


def paper() -> io.BytesIO:
    """A picture of an approval of nobody."""
    file = io.BytesIO()
    Image.effect_noise((600, 800), 40).convert("RGB").save(file, "PNG")
    file.seek(0)
    return file


def plan(**changes: Any) -> dict[str, Any]:
    today = factories.today()
    return {
        "purpose": "exhibition",
        "exhibition": "示例出境展",
        "organiser": "示例承办单位",
        "venue": "示例国示例馆",
        "authority": "administration",
        "starts_on": today,
        "ends_on": today + timedelta(days=180),
        **changes,
    }


def drafted(world: World, *things: RelicObject, **changes: Any) -> Review:
    review = application.draft_application(
        world.dealer, title="示例出境展", procedure="temporary_exit", by=world.agent
    )
    fields = {**reviewing.particulars(world), "special_approval": "示例文物展〔示例年〕1号"}
    application.fill_application(review, fields, by=world.agent)
    items = application.add_objects(review, things or [world.new_object()], by=world.agent)
    plan_loan(review, plan(**changes), approval=paper(), by=world.agent)
    for item in items:
        state_of_object(
            item, is_sole_specimen=False, is_fragile=False, was_shown=True, by=world.agent
        )
    return fresh(review)


def arrived(world: World, review: Review) -> Review:
    """From a draft of any procedure to the day, people and objects checked in."""
    application.submit_application(review, by=world.agent)
    return arrive(world, fresh(review))


def arrive(world: World, review: Review) -> Review:
    """The same of one that was handed in."""
    appointment.book_appointment(review, world.session, by=world.agent)
    appointment.confirm_appointment(fresh(review), by=world.scheduler)
    intake.accept_application(fresh(review), approval_seen=True, by=world.clerk)
    examination.check_in(
        fresh(review), second_officer=world.second, identity_checked=True, by=world.clerk
    )
    return fresh(review)


def checked(world: World, *things: RelicObject) -> Review:
    review = arrived(world, drafted(world, *things))
    check_approval(
        review, second_officer=world.second, note="示例：与批准清单一致。", by=world.clerk
    )
    return fresh(review)


def permitted(world: World, *things: RelicObject) -> Review:
    review = checked(world, *things)
    outcomes = dict.fromkeys(review.items.values_list("pk", flat=True), "permit")
    decision.decide(review, outcomes, opinion="示例：同意。", by=world.approver)
    first = Mark.objects.count() + 1
    items = list(review.items.order_by("sequence"))
    numbers = [f"示例出展标识{first}-{item.sequence}" for item in items]
    marks = marking.stock_marks(world.office, numbers, medium="label", by=world.issuer)
    pairs = {item.pk: mark for item, mark in zip(items, marks, strict=True)}
    marking.bind_marks(fresh(review), pairs, by=world.clerk)
    return fresh(review)


def issued(world: World, *things: RelicObject) -> Review:
    review = permitted(world, *things)
    paper_acts.issue_papers(review, permit_number="", by=world.issuer)
    finish_certificate(review.case.certificates.get(kind="temporary_exit_permit").pk)
    return fresh(review)


def abroad(world: World, *things: RelicObject) -> list[Loan]:
    review = issued(world, *things)
    gate.release(list(review.items.all()), port=world.port, by=world.customs)
    return list(Loan.objects.filter(item__review=review).order_by("pk"))


def returning(world: World, *loans: Loan) -> Review:
    """The re-entry of these loans, checked in and with its comparisons begun."""
    review = application.draft_application(
        world.dealer, title="示例复进境", procedure="reentry", by=world.agent
    )
    fields = reviewing.particulars(world)
    fields.pop("destination")
    application.fill_application(review, fields, by=world.agent)
    application.add_objects(review, [loan.object for loan in loans], by=world.agent)
    return arrived(world, fresh(review))


def compare(world: World, comparison: Comparison, *, says: str = "match") -> None:
    """Present the same object again, and have two officers sign."""
    reference = comparison.reference
    for photo in reference.photos.all():
        with photo.image.open("rb") as stream:
            known = Image.open(stream).convert("RGB")
            again = io.BytesIO()
            known.resize((known.width * 9 // 10, known.height * 9 // 10)).save(again, "PNG")
        again.seek(0)
        present_photo(comparison, photo, again, by=world.clerk)
    measures = {name: Decimal(value) for name, value in reference.measures.items()}
    if measures:
        record_measures(comparison, measures, by=world.clerk)
    record_marks(
        comparison,
        mark_seen="intact" if says == "match" else "damaged",
        mark_number=reference.mark_number,
        seal_seen="none",
        seal_number="",
        by=world.clerk,
    )
    for officer in (world.clerk, world.second):
        sign(comparison, says=says, reason="" if says == "match" else "示例：标识损坏", by=officer)


def compared(world: World, *loans: Loan) -> Review:
    review = returning(world, *loans)
    for comparison in Comparison.objects.filter(case=review.case):
        compare(world, comparison)
    conclude_comparisons(review, by=world.clerk)
    return fresh(review)


def back(world: World, *loans: Loan) -> Review:
    review = compared(world, *loans)
    outcomes = dict.fromkeys(review.items.values_list("pk", flat=True), "registered")
    decision.decide(review, outcomes, opinion="示例：相符。", by=world.approver)
    paper_acts.issue_papers(fresh(review), by=world.issuer)
    return fresh(review)
