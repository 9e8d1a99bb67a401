"""What differs between the reference and what was presented, in words and figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office
from approvals.policies.queries import policy
from approvals.policies.registry import Policy
from relics.register.models import MEASURES, RelicObject

from .models import Comparison, MarkSeen, PresentedPhoto, SealSeen

Words = str | Promise
SAME_PICTURE = 1
"""Bits by which a picture may differ from itself: closer than any second exposure comes."""

POLICIES = (
    Policy(
        "compare.length_mm",
        _("实物比对：长度容差"),
        "R-TEMP-06",
        "D",
        2,
        "number",
        unit=_("毫米"),
        help=_("与百分比容差取较大者。"),
        least=0,
        most=100,
    ),
    Policy(
        "compare.length_percent",
        _("实物比对：长度容差（百分比）"),
        "R-TEMP-06",
        "D",
        1,
        "number",
        unit="%",
        least=0,
        most=20,
    ),
    Policy(
        "compare.weight_percent",
        _("实物比对：质量容差"),
        "R-TEMP-06",
        "D",
        2,
        "number",
        unit="%",
        least=0,
        most=20,
    ),
    Policy(
        "compare.near_bits",
        _("图像距离：不超过此数提示“相近”"),
        "R-TEMP-06",
        "D",
        32,
        "number",
        unit=_("位（共 256 位）"),
        help=_("仅为提示，不作结论。"),
        least=0,
        most=256,
    ),
    Policy(
        "compare.far_bits",
        _("图像距离：超过此数提示“相差较大”"),
        "R-TEMP-06",
        "D",
        64,
        "number",
        unit=_("位（共 256 位）"),
        help=_("仅为提示，不作结论。"),
        least=0,
        most=256,
    ),
)


def tolerances_on(office: Office, day: date) -> dict[str, int]:
    """The policies of this room as the office has them on the day, to be pinned."""
    return {
        one.key.removeprefix("compare."): policy(one.key, office.party, on=day) for one in POLICIES
    }


@dataclass(frozen=True)
class MeasureLine:
    """One measure at entry and now; `now` is None until it is taken again."""

    key: str
    label: Words
    before: Decimal
    now: Decimal | None
    tolerance: Decimal

    @property
    def change(self) -> Decimal | None:
        return None if self.now is None else self.now - self.before

    @property
    def differs(self) -> bool:
        return self.change is not None and abs(self.change) > self.tolerance


@dataclass(frozen=True)
class Difference:
    """One line of the list of differences; `what`: measure, mark or seal."""

    what: str
    label: Words
    before: str
    now: str


def decimals(measures: Mapping[str, Any]) -> dict[str, Decimal]:
    """Stored measures as numbers."""
    return {key: Decimal(str(value)) for key, value in measures.items()}


def measure_lines(comparison: Comparison) -> list[MeasureLine]:
    """Every measure of the reference with its tolerance, in the order of the register."""
    before, now = decimals(comparison.reference.measures), decimals(comparison.measures)
    return [
        MeasureLine(
            key,
            RelicObject._meta.get_field(key).verbose_name,  # type: ignore[union-attr]  # noqa: SLF001
            before[key],
            now.get(key),
            _tolerance(key, before[key], comparison.tolerances),
        )
        for key in MEASURES
        if key in before
    ]


def _tolerance(key: str, before: Decimal, tolerances: Mapping[str, int]) -> Decimal:
    """So many millimetres or so many per cent of a length, whichever is more; of a weight %."""
    if key == "weight_kg":
        return before * tolerances["weight_percent"] / 100
    least = Decimal(tolerances["length_mm"]) / 10
    return max(least, before * tolerances["length_percent"] / 100)


def differences_of(comparison: Comparison) -> list[Difference]:
    """Everything that is not as it was: measures out of tolerance, mark, seal."""
    return [*_measures(comparison), *_mark(comparison), *_seal(comparison)]


def _measures(comparison: Comparison) -> Iterator[Difference]:
    for line in measure_lines(comparison):
        if line.differs and line.now is not None:
            yield Difference("measure", line.label, plain(line.before), plain(line.now))


def plain(number: Decimal) -> str:
    """Without noughts at the end: 12.5 and not 12.500."""
    return f"{number.normalize():f}"


def _mark(comparison: Comparison) -> Iterator[Difference]:
    if comparison.mark_seen in ("", MarkSeen.INTACT):
        return
    now = f"{comparison.get_mark_seen_display()} {comparison.mark_number}".strip()
    yield Difference("mark", _("标识"), comparison.reference.mark_number, now)


def _seal(comparison: Comparison) -> Iterator[Difference]:
    if comparison.seal_seen in ("", SealSeen.INTACT, SealSeen.NONE):
        return
    now = f"{comparison.get_seal_seen_display()} {comparison.seal_number}".strip()
    yield Difference("seal", _("关封"), comparison.reference.seal_number, now)


@dataclass(frozen=True)
class Hint:
    """What the machine says of two pictures: a word, and the share of bits that are the same."""

    key: str
    word: Words
    likeness: int


def hint_of(photo: PresentedPhoto | None, tolerances: Mapping[str, int]) -> Hint | None:
    """How like the two pictures look. A hint: it never decides and refuses nothing (R-TEMP-06)."""
    if photo is None or photo.distance is None:
        return None
    likeness = round(100 * (256 - photo.distance) / 256)
    if photo.distance <= SAME_PICTURE:
        return Hint("same", _("几乎是同一张照片，请确认是现场拍摄"), likeness)
    if photo.distance <= tolerances["near_bits"]:
        return Hint("near", _("相近"), likeness)
    if photo.distance <= tolerances["far_bits"]:
        return Hint("unsure", _("不能判断"), likeness)
    return Hint("far", _("相差较大，请仔细核对"), likeness)
