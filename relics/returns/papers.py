"""What the permit of a re-exit says."""

from collections.abc import Sequence
from datetime import date

from relics.comparisons.models import Comparison, Signature
from relics.reviews.models import Review, ReviewItem
from relics.reviews.papers import judged_content, pictured, pictures_of
from relics.reviews.papers.parts import Content, in_chinese
from relics.reviews.procedures import Paper

GROUNDS = [
    "《中华人民共和国文物保护法》第八十条",
    "《中华人民共和国文物保护法实施条例》第五十二条",
]


def reexit_papers(
    review: Review, items: Sequence[ReviewItem], valid_until: date | None, remarks: Sequence[str]
) -> list[Paper]:
    """One permit for everything that was found to be the recorded object (R-TEMP-06)."""
    permitted = [item for item in items if item.status == ReviewItem.Outcome.PERMIT]
    if not permitted:
        return []
    content = reexit_content(review, permitted, valid_until, remarks)
    return [Paper("reexit_permit", content, pictures_of(permitted), numbered=True)]


@in_chinese
def reexit_content(
    review: Review, items: list[ReviewItem], valid_until: date | None, remarks: Sequence[str]
) -> Content:
    """文物出境许可证（复出境）: who compared, against which record, with the marks of both ways."""
    compared = Comparison.objects.filter(
        case=review.case_id, reference__object__in=[item.object_id for item in items]
    ).select_related("reference")
    records = {one.reference.object_id: one for one in compared}
    signed = (
        Signature.objects.filter(comparison__in=compared, says="match")
        .select_related("officer")
        .order_by("officer", "pk")
        .distinct("officer")
    )
    return {
        **judged_content(review, items),
        "appraisers": [
            {
                "name": str(one.officer),
                "responsible": False,
                "opinion": "与存档相符",
                "signed": one.at.date().isoformat(),
            }
            for one in signed
        ],
        "objects": [
            {
                **pictured(item),
                "reasons": f"临时进境标识 {records[item.object_id].reference.mark_number}",
            }
            for item in items
        ],
        "ground": GROUNDS,
        "valid_until": valid_until.isoformat() if valid_until else None,
        "remarks": [
            "本件仅证明上列文物经与进境存档比对相符、准予复出境，不证明其所有权。",
            *remarks,
        ],
    }
