"""What the interface takes and gives for comparisons."""

from decimal import Decimal
from uuid import UUID

from ninja import Field, Schema

from .differences import differences_of, hint_of, measure_lines
from .models import Comparison
from .queries import answers_of
from .rules import evidence_refusals, matched_refusal


class ViewOut(Schema):
    """One photograph on record and its answer; `hint` is a hint and decides nothing."""

    id: int
    view: str
    presented: bool
    distance: int | None = Field(None, description="Of 256 bits; none for a stand-in")
    hint: str | None = None


class MeasureOut(Schema):
    key: str
    before: Decimal
    now: Decimal | None
    tolerance: Decimal
    differs: bool


class DifferenceOut(Schema):
    what: str
    before: str
    now: str


class ComparisonOut(Schema):
    """An object against its record. `refusal` says why it may not leave, or is null."""

    id: int
    case: UUID
    object: int
    mark: str
    seal: str
    status: str
    views: list[ViewOut]
    measures: list[MeasureOut]
    differences: list[DifferenceOut]
    missing: list[str]
    refusal: str | None


class MeasuresIn(Schema):
    """Measures taken now, by the register's names: centimetres and kilograms."""

    measures: dict[str, Decimal]


class MarksIn(Schema):
    mark_seen: str
    mark_number: str = Field("", max_length=60)
    seal_seen: str
    seal_number: str = Field("", max_length=60)


def comparison_out(comparison: Comparison) -> dict[str, object]:
    """The comparison as `ComparisonOut` gives it."""
    reference, answers = comparison.reference, answers_of(comparison)
    refused = matched_refusal(comparison)
    views = []
    for photo in reference.photos.all():
        now = answers.get(photo.pk)
        hint = hint_of(now, comparison.tolerances)
        views.append(
            {
                "id": photo.pk,
                "view": photo.view,
                "presented": now is not None,
                "distance": now.distance if now else None,
                "hint": hint.key if hint else None,
            }
        )
    return {
        "id": comparison.pk,
        "case": comparison.case_id,
        "object": reference.object_id,
        "mark": reference.mark_number,
        "seal": reference.seal_number,
        "status": str(comparison.status),
        "views": views,
        "measures": [
            {name: getattr(line, name) for name in MeasureOut.model_fields}
            for line in measure_lines(comparison)
        ],
        "differences": [
            {"what": one.what, "before": one.before, "now": one.now}
            for one in differences_of(comparison)
        ],
        "missing": [str(one.sentence) for one in evidence_refusals(comparison)],
        "refusal": refused.code if refused else None,
    }
