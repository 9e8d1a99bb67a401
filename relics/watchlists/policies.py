"""From where on a likeness is worth an officer's look: the office's to set, and never law."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office
from approvals.policies.queries import policy
from approvals.policies.registry import Policy, Words

RULE = "R-TEMP-07"
_HINT = _("仅决定哪些条目提示人员核实，不作结论。")


def _number(key: str, title: Words, default: int, unit: Words, most: int) -> Policy:
    return Policy(
        f"watch.{key}", title, RULE, "D", default, "number", unit, _HINT, least=0, most=most
    )


POLICIES = (
    _number("name_percent", _("名录比对：名称相近起点"), 45, "%", 100),
    _number("mark_percent", _("名录比对：款识相近起点"), 50, "%", 100),
    _number("measure_percent", _("名录比对：尺寸容差"), 5, "%", 50),
    _number("photo_bits", _("名录比对：图像距离上限"), 48, _("位（共 256 位）"), 128),
    _number("score", _("名录比对：提示核实的分值"), 50, _("分"), 100),
    _number("most", _("名录比对：一件文物最多提示的条目"), 20, _("条"), 200),
)


@dataclass(frozen=True)
class Thresholds:
    """The policies of this room as they hold for an office, to be kept with the check."""

    name_percent: int
    mark_percent: int
    measure_percent: int
    photo_bits: int
    score: int
    most: int

    def kept(self) -> dict[str, int]:
        return asdict(self)


def thresholds_of(office: Office | None) -> Thresholds:
    """What holds today at the office, or by default where there is none."""
    party = office.party if office else None
    values = {one.key.removeprefix("watch."): policy(one.key, party) for one in POLICIES}
    return Thresholds(**values)
