"""How the states look, what the signals say, and what the applicant is told."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.record.refusals import Refusal
from relics.register.models import RelicObject

from .models import Candidate, Freeze
from .models.candidate import CandidateStatus
from .models.freeze import FreezeStatus
from .queries import barring_freeze

TONES: dict[str, str] = {
    CandidateStatus.WAITING: "review",
    CandidateStatus.DISPUTED: "correction",
    CandidateStatus.CONFIRMED: "refused",
    CandidateStatus.DISMISSED: "approved",
    FreezeStatus.FROZEN: "refused",
    FreezeStatus.REPORTED: "review",
    FreezeStatus.LIFTED: "approved",
    FreezeStatus.HANDED_OVER: "correction",
}
NEXT: dict[str, str | Promise] = {
    FreezeStatus.FROZEN: gettext_lazy("审批人核对并签发报告"),
    FreezeStatus.REPORTED: gettext_lazy("等待主管机关来文；来文后由审批人录入"),
    FreezeStatus.LIFTED: gettext_lazy("已解除，可以继续办理"),
    FreezeStatus.HANDED_OVER: gettext_lazy("已移交主管机关，不再办理"),
}
WAY: tuple[tuple[str | Promise, str], ...] = (
    (gettext_lazy("冻结"), ""),
    (gettext_lazy("签发报告"), FreezeStatus.FROZEN),
    (gettext_lazy("处置指令"), FreezeStatus.REPORTED),
)

SENTENCES = {
    "name": gettext_lazy("名称相近（%(likeness)d%%）"),
    "mark": gettext_lazy("款识或标识相近（%(likeness)d%%）"),
    "mark_common": gettext_lazy("款识或标识相近（%(likeness)d%%），属常见款识"),
    "photo": gettext_lazy("照片相近（相差 %(bits)d 位，共 256 位）"),
    "measures": gettext_lazy("尺寸在容差内：%(measures)s"),
    "measures_differ": gettext_lazy("尺寸超出容差：%(measures)s"),
    "years": gettext_lazy("年代重叠"),
    "years_differ": gettext_lazy("年代不重叠"),
}


def tone_of(status: str) -> str:
    return TONES[status]


def steps_of(freeze: Freeze) -> list[dict[str, str | Promise]]:
    """The way of a freeze, as `components/steps.html` draws it."""
    inside = [status for _title, status in WAY]
    at = inside.index(freeze.status) if freeze.status in inside else len(WAY)
    return [
        {"title": title, "state": "done" if place < at else "now" if place == at else "next"}
        for place, (title, _status) in enumerate(WAY)
    ]


def suspended_for_applicant(thing: RelicObject) -> Refusal | None:
    """What the owner's side is told of a frozen object: that it waits, and nothing of why.

    No ground, no rule, no number of the freeze: whoever is asked about must not be warned.
    """
    if barring_freeze(thing) is None:
        return None
    return Refusal(
        "registration_suspended",
        gettext_lazy("该文物的登记手续已暂停，审核机构将与您联系。"),
        "D-SUSPENDED",
        gettext_lazy("无需您采取行动；如有疑问，请联系受理机构。"),
    )


def reasons_in_words(candidate: Candidate) -> list[str]:
    """Each signal as a sentence for officers."""
    return signals_in_words(candidate.reasons)


def signals_in_words(signals: Iterable[dict[str, Any]]) -> list[str]:
    """The signals of `matching` in the reader's language."""
    return [_in_words(one) for one in signals]


def _in_words(signal: dict[str, Any]) -> str:
    told = {**signal, "measures": _labels(signal.get("measures", ()))}
    return str(SENTENCES[signal["signal"]]) % told


def _labels(measures: Iterable[str]) -> str:
    fields = RelicObject._meta  # noqa: SLF001  _meta is public
    names = [str(fields.get_field(name).verbose_name) for name in measures]  # type: ignore[union-attr]
    return str(_("、").join(names))
