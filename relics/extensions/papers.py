"""延期申请回执, 准予延期通知书, 不予延期决定书: each object with its terms."""

from collections.abc import Sequence

from approvals.cases.models import AdverseAct
from approvals.parties.models import User
from relics.entries.models import Stay
from relics.entries.queries import current_clocks
from relics.reviews.papers.grounds import RIGHTS_GROUND, said
from relics.reviews.papers.parts import Content, in_chinese, party_of, thing_of

from .models import Extension

GROUND = ("relics-law-80", "relics-rules-52", "order42-13")
"""What was not read in the official text is left out when it is printed (R-GEN-01)."""

HELD = (
    "本申请在在境期限届满前提出，作出决定前不按逾期处理；不予延期的，自原期限届满起按逾期处理。"
    "此为审核机构的办理规则。"
)
LATE = "本申请在在境期限届满后提出，不影响原期限；是否不予延期由审核机构人员签署决定。"


def terms_of(stay: Stay) -> str:
    """Every clock of an object in words, the governing one first."""
    clocks = current_clocks(stay.clocks.all())
    told = [f"{clock.get_kind_display()}至 {clock.due_on}" for clock in clocks]
    return "；".join(told) + f"；以最早的 {clocks[0].due_on} 为准" if told else ""


def refusal_grounds(extension: Extension) -> list[str]:
    """The grounds that a draft of a refusal proposes."""
    office = extension.case.office
    return [said(*GROUND, office=office)]


@in_chinese
def receipt_content(extension: Extension, stays: Sequence[Stay]) -> Content:
    """What was asked, for which objects, and what holds until it is decided (edge case 10)."""
    remarks = [f"申请延长 {extension.months} 个月。", LATE if extension.is_late else HELD]
    if extension.change_number:
        remarks.append(f"变更备案表文号：{extension.change_number}。")
    return {**_about(extension, stays), "remarks": remarks}


@in_chinese
def approval_content(extension: Extension, stays: Sequence[Stay], *, by: User) -> Content:
    """The new end of every term of every object."""
    remarks = [f"准予延长 {extension.granted} 个月。"]
    if extension.granted < extension.months:
        remarks = [f"申请延长 {extension.months} 个月，准予延长 {extension.granted} 个月。"]
    for answer in extension.answers.all():
        speaker = extension.get_authority_display() if answer.side == "office" else "海关"
        shorter = f"延长 {answer.months} 个月：{answer.reason}" if answer.months else ""
        number = f"，文号 {answer.number}" if answer.number else ""
        remarks.append(f"{speaker}同意{shorter}{number}。")
    return {
        **_about(extension, stays),
        "handler": str(by),
        "ground": [said(*GROUND, office=extension.case.office)],
        "remarks": remarks,
    }


@in_chinese
def refusal_content(extension: Extension, stays: Sequence[Stay], act: AdverseAct) -> Content:
    """Reason, ground and rights as the officer signed them (R-GEN-10)."""
    return {
        **_about(extension, stays),
        "handler": str(act.signed_by),
        "ground": [*act.ground, said(*RIGHTS_GROUND, office=extension.case.office)],
        "reasons": act.reason,
        "rights": act.rights,
        "remarks": ["在境期限以原届满日为准；期限届满的，出境按文物出境审核办理。"],
    }


def _about(extension: Extension, stays: Sequence[Stay]) -> Content:
    return {
        "applicant": party_of(extension.case.applicant),
        "agent": party_of(extension.case.agent),
        "objects": [{**thing_of(stay.item), "reasons": terms_of(stay) or None} for stay in stays],
    }
