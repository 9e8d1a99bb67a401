"""What may be done with a permit: by whom, in which state, with which form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import AdverseAct
from approvals.parties.models import Role, User
from exhibitions.permits import services
from exhibitions.permits.forms import (
    AnswerForm,
    GuaranteeForm,
    NumberForm,
    NumbersForm,
    ProlongForm,
    ReasonForm,
)
from exhibitions.permits.models import AUTHORITIES, LIVE, RUNNING, DisplayPermit

from .shown import Held

S = DisplayPermit.Status
OPERATOR, CUSTOMS, ASKED = "operator", "customs", "asked"
BEFORE = (S.DRAFT, S.SUBMITTED, S.UNDER_REVIEW, S.RETURNED, S.APPROVED, S.GUARANTEED)


@dataclass(frozen=True)
class Act:
    """One thing to do. `do` may return a draft that waits for a signature."""

    title: str | Promise
    side: str
    statuses: tuple[str, ...]
    do: Callable[[DisplayPermit, dict[str, Any], User], AdverseAct | Any]
    form: type[forms.Form] | None = None
    primary: bool = False
    longer: bool | None = None

    def form_of(self, key: str, permit: DisplayPermit, typed: Any = None) -> forms.Form | None:
        if self.form is GuaranteeForm:
            return GuaranteeForm(typed, permit=permit, auto_id=f"{key}_%s")
        return self.form(typed, auto_id=f"{key}_%s") if self.form else None


def _verb(verb: Callable[..., Any]) -> Callable[[DisplayPermit, dict[str, Any], User], Any]:
    return lambda permit, said, by: verb(permit, **said, by=by)


ACTS: dict[str, Act] = {
    "answer": Act(
        _("答复"), ASKED, (S.SUBMITTED,), _verb(services.answer_permit), AnswerForm, primary=True
    ),
    "approve": Act(
        _("准予许可"),
        CUSTOMS,
        (S.UNDER_REVIEW,),
        _verb(services.approve_permit),
        NumbersForm,
        primary=True,
    ),
    "return": Act(
        _("退回补正"), CUSTOMS, (S.UNDER_REVIEW,), _verb(services.return_permit), ReasonForm
    ),
    "refuse": Act(
        _("起草不予许可"), CUSTOMS, (S.UNDER_REVIEW,), _verb(services.draft_refusal), ReasonForm
    ),
    "secure": Act(
        _("提供担保"),
        OPERATOR,
        (S.APPROVED,),
        _verb(services.secure_permit),
        GuaranteeForm,
        primary=True,
    ),
    "open": Act(_("开展"), OPERATOR, (S.GUARANTEED,), _verb(services.open_permit), primary=True),
    "ask_prolongation": Act(
        _("申请延长展期"),
        OPERATOR,
        (S.ACTIVE,),
        _verb(services.ask_prolongation),
        ProlongForm,
        longer=False,
    ),
    "prolong": Act(
        _("准予延长展期"),
        CUSTOMS,
        (S.ACTIVE,),
        _verb(services.grant_prolongation),
        NumberForm,
        primary=True,
        longer=True,
    ),
    "refuse_prolongation": Act(
        _("起草不予延长"),
        CUSTOMS,
        (S.ACTIVE,),
        _verb(services.draft_prolongation_refusal),
        ReasonForm,
        longer=True,
    ),
    "begin_closing": Act(_("收展"), OPERATOR, RUNNING, _verb(services.begin_closing)),
    "end": Act(_("责令收展"), CUSTOMS, RUNNING, _verb(services.begin_closing)),
    "close": Act(
        _("核对并结案"),
        CUSTOMS,
        (S.CLOSING, S.REVOKED),
        _verb(services.close_permit),
        primary=True,
    ),
    "suspend": Act(
        _("起草暂停"), CUSTOMS, (S.ACTIVE,), _verb(services.draft_suspension), ReasonForm
    ),
    "resume": Act(
        _("恢复许可"),
        CUSTOMS,
        (S.SUSPENDED,),
        _verb(services.resume_permit),
        ReasonForm,
        primary=True,
    ),
    "revoke": Act(_("起草撤销"), CUSTOMS, LIVE, _verb(services.draft_revocation), ReasonForm),
    "withdraw": Act(_("撤回申请"), OPERATOR, BEFORE, _verb(services.withdraw_permit)),
}


def sides_of(permit: DisplayPermit, held: Held, asked: list[Any]) -> set[str]:
    """On which sides of the permit the reader stands."""
    sides = set()
    if (Role.OPERATOR, permit.showroom.operator_id) in held:
        sides.add(OPERATOR)
    if (Role.CUSTOMS, permit.showroom.customs_id) in held:
        sides.add(CUSTOMS)
    waiting = [one for one in asked if not hasattr(one, "answer")]
    if any((AUTHORITIES[one.authority.kind], one.authority_id) in held for one in waiting):
        sides.add(ASKED)
    return sides


def offered_to(permit: DisplayPermit, sides: set[str], *, waits: bool) -> dict[str, Act]:
    """The acts that state and side know. `waits`: a longer period was asked for."""
    return {
        key: act
        for key, act in ACTS.items()
        if act.side in sides and permit.status in act.statuses and act.longer in (None, waits)
    }
