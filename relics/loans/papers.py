"""临时出境证明 and 临时出境复进境证明."""

from collections.abc import Sequence
from datetime import date

from relics.comparisons.models import Comparison
from relics.reviews.models import Review, ReviewItem
from relics.reviews.papers import judged_content, pictured, pictures_of
from relics.reviews.papers.parts import Content, in_chinese
from relics.reviews.procedures import Paper

from .models import LoanPlan

EXIT_GROUNDS = ["《中华人民共和国文物保护法》第七十九条"]
RETURN_GROUNDS = ["《中华人民共和国文物保护法》第七十九条"]


def exit_papers(
    review: Review, items: Sequence[ReviewItem], valid_until: date | None, remarks: Sequence[str]
) -> list[Paper]:
    """One paper for everything that may leave for the term."""
    permitted = [item for item in items if item.status == ReviewItem.Outcome.PERMIT]
    if not permitted:
        return []
    content = exit_content(review, permitted, valid_until, remarks)
    return [Paper("temporary_exit_permit", content, pictures_of(permitted), numbered=True)]


@in_chinese
def exit_content(
    review: Review, items: list[ReviewItem], valid_until: date | None, remarks: Sequence[str]
) -> Content:
    """临时出境证明: on whose approval, for what, and until when each object must be back."""
    plan = LoanPlan.objects.get(review=review)
    terms = [
        f"批准机关：{plan.get_authority_display()}；批准文号：{review.special_approval}。",
        f"目的：{plan.get_purpose_display()}"
        + (f"（{plan.exhibition}）" if plan.exhibition else "")
        + f"；境外地点：{plan.venue}。",
        f"期限：{plan.starts_on} 至 {plan.ends_on}，期满前须复进境，由本机构比对。",
    ]
    return {
        **judged_content(review, items),
        "objects": [pictured(item) for item in items],
        "ground": EXIT_GROUNDS,
        "valid_until": valid_until.isoformat() if valid_until else None,
        "remarks": [*terms, *remarks],
    }


def return_papers(
    review: Review, items: Sequence[ReviewItem], remarks: Sequence[str]
) -> list[Paper]:
    """One paper for everything that is back and is what left."""
    back = [item for item in items if item.status == ReviewItem.Outcome.REGISTERED]
    if not back:
        return []
    return [Paper("reentry_certificate", return_content(review, back, remarks), pictures_of(back))]


@in_chinese
def return_content(review: Review, items: list[ReviewItem], remarks: Sequence[str]) -> Content:
    """临时出境复进境证明: compared with the record of the exit, and found to be the object."""
    compared = Comparison.objects.filter(case=review.case_id).select_related("reference")
    marks = {one.reference.object_id: one.reference.mark_number for one in compared}
    return {
        **judged_content(review, items),
        "objects": [{**pictured(item), "mark": marks.get(item.object_id)} for item in items],
        "ground": RETURN_GROUNDS,
        "remarks": ["上列文物经与出境存档比对相符，准予复进境登记。", *remarks],
    }
