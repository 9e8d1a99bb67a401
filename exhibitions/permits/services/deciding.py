"""The authorities answer side by side; customs decides under its own numbers (rules §0.2)."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import AdverseAct
from approvals.cases.services import draft_adverse_act
from approvals.certificates.services import prepare_certificate
from approvals.parties.models import User
from approvals.record.moving import move, not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from exhibitions.permits.cover import filing_refusals
from exhibitions.permits.models import Answer, Consultation, DisplayPermit
from exhibitions.permits.papers import PERMIT, REFUSAL, grounds, permit_content, refusal_content
from exhibitions.permits.queries import items_of
from exhibitions.permits.rules import (
    customs_refusal,
    period_refusals,
    reason_refusal,
    site_refusal,
)

from .acts import close_case, locked, require_none, tell, trail
from .submitting import free_items

S = DisplayPermit.Status


def answer_permit(
    permit: DisplayPermit, *, agrees: bool, reason: str = "", number: str = "", by: User
) -> DisplayPermit:
    """Answer for an authority that was asked; the last answer hands the case to customs.

    Raises NotAllowed, Conflict, NotAcceptable (a no says why).
    """
    reason, number = reason.strip(), number.strip()
    with engine.turn(permit.case, "answer", by=by) as task:
        held = locked(permit)
        require(None if agrees else reason_refusal(reason, "R-GEN-10"), error=NotAcceptable)
        asked = Consultation.objects.select_related("authority").get(
            pk=task.data["consultation"], permit=held
        )
        Answer.objects.create(
            consultation=asked, agrees=agrees, reason=reason, number=number, by=by
        )
        trail(
            held,
            "agree" if agrees else "object",
            by=by,
            reason=reason,
            acting_for=asked.authority.name,
            **({"number": number} if number else {}),
        )
        if held.all_answered():
            move(held, "begin_review")
    return held


def return_permit(permit: DisplayPermit, *, reason: str, by: User) -> DisplayPermit:
    """Customs says in one list what is missing, once (R-GEN-03)."""
    with engine.turn(permit.case, "decide", by=by):
        held = locked(permit)
        require(reason_refusal(reason, "R-GEN-03"), error=NotAcceptable)
        if held.round > 1:
            raise Conflict(
                Refusal(
                    "told_already",
                    _("补正只能一次性告知，本申请已告知过。"),
                    "R-GEN-03",
                    _("请决定予以许可或者不予许可。"),
                )
            )
        before = move(held, "give_back")
        free_items(held)
        trail(
            held, "return", by=by, before=before, reason=reason.strip(), acting_for=_customs(held)
        )
        tell(held, "display.returned")
    return held


def approve_permit(
    permit: DisplayPermit, *, customs_number: str, business_number: str, by: User
) -> DisplayPermit:
    """Grant it under customs' own number and that of its business declaration of type C.

    What was judged when it was handed in is judged again as it is today (edge case 29).
    """
    with engine.turn(permit.case, "decide", by=by):
        held = locked(permit)
        items = items_of(held)
        require(_numbers_refusal(customs_number, business_number), error=NotAcceptable)
        require(_noes_refusal(held), error=Conflict)
        assert held.starts_on is not None
        assert held.ends_on is not None
        found = [site_refusal(held)]
        refusals = [
            *(one for one in found if one is not None),
            *period_refusals(held, items, held.starts_on, held.ends_on),
            *filing_refusals(held, items),
        ]
        require_none(refusals)
        held.customs_number = customs_number.strip()
        held.business_number = business_number.strip()
        held.decided_on = timezone.localdate()
        before = move(held, "approve", "customs_number", "business_number", "decided_on")
        trail(
            held,
            "approve",
            by=by,
            before=before,
            number=held.customs_number,
            business=held.business_number,
            acting_for=_customs(held),
        )
        content = permit_content(held, items, by=by)
        prepare_certificate(held.case, PERMIT, content, number=held.customs_number, by=by)
        tell(held, "display.approved", objects=[one.object.number for one in items])
    return held


def _numbers_refusal(customs_number: str, business_number: str) -> Refusal | None:
    if customs_number.strip() and business_number.strip():
        return None
    return Refusal(
        "number_missing",
        _("请填写海关的许可编号和业务申报表（C 保税展示交易）编号。"),
        "R-BOND-01",
        _("编号由海关自己的系统产生，本系统不编造。"),
    )


def _noes_refusal(permit: DisplayPermit) -> Refusal | None:
    """One no of an authority that was asked is a no."""
    said = [one for one in permit.asked_now() if hasattr(one, "answer")]
    noes = [one for one in said if not one.answer.agrees]
    if not noes:
        return None
    return Refusal(
        "answered_no",
        _("%(authority)s不同意：%(reason)s")
        % {"authority": noes[0].authority, "reason": noes[0].answer.reason},
        noes[0].rule,
        _("可退回补正，或起草不予许可决定。"),
    )


def draft_refusal(permit: DisplayPermit, *, reason: str, by: User) -> AdverseAct:
    """Leave a refusal for an officer of customs to sign, with what the authorities said."""
    require(reason_refusal(reason, "R-GEN-10"), error=NotAcceptable)
    with transaction.atomic(), translation.override("zh-hans"):
        engine.lock_case(permit.case_id)
        held = locked(permit)
        require(customs_refusal(held.showroom.customs, by), error=NotAllowed)
        if held.status != S.UNDER_REVIEW:
            raise Conflict(not_now(held))
        noes = [
            f"{one.authority}：{one.answer.reason}"
            for one in held.asked_now()
            if not one.answer.agrees
        ]
        return draft_adverse_act(
            held.case,
            REFUSAL,
            facts="\n".join([*noes, reason.strip()]),
            reason="\n".join([*noes, reason.strip()]),
            ground=grounds(),
            by=by,
        )


def refusal_signed(act: AdverseAct, officer: User) -> None:
    """The signature ends the case (R-GEN-10)."""
    permit = DisplayPermit.objects.select_related("case").get(case=act.case_id)
    with engine.turn(permit.case, "decide", by=officer):
        held = locked(permit)
        held.decided_on = timezone.localdate()
        before = move(held, "refuse", "decided_on")
        free_items(held)
        close_case(held.case)
        trail(
            held, "refuse", by=officer, before=before, reason=act.reason, acting_for=_customs(held)
        )
        content = refusal_content(held, items_of(held), act)
        prepare_certificate(held.case, REFUSAL, content, by=officer)
        tell(held, "display.refused")


def _customs(permit: DisplayPermit) -> str:
    return permit.showroom.customs.name
