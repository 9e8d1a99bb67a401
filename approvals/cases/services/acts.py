"""Adverse acts: drafted by the system or an officer, signed or dropped by an officer alone."""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases.adverse import adverse_kind
from approvals.cases.engine import lock_case
from approvals.cases.models import AdverseAct, Appeal, Case
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import CLOCKWORK, Actor, canonical, write_trail
from approvals.record.status import can_proceed

RECORDERS = (Role.INTAKE, Role.APPROVER)


def draft_adverse_act(
    case: Case,
    kind: str,
    *,
    facts: str,
    reason: str,
    ground: Iterable[str],
    occasion: str = "",
    by: Actor = CLOCKWORK,
) -> AdverseAct:
    """Leave an act against the applicant for an officer to sign; it has no effect before that.

    `facts` is the finding that led to it, `occasion` the key of the record of it. A draft of
    the kind that waits already is returned as it is, so that a clock may ask again and again.
    """
    adverse_kind(kind)
    with transaction.atomic():
        case = lock_case(case.pk)
        waiting = AdverseAct.objects.filter(
            case=case, kind=kind, status=AdverseAct.Status.DRAFTED
        ).first()
        if waiting is not None:
            return waiting
        act = AdverseAct.objects.create(
            case=case,
            kind=kind,
            drafted_by=by.actor_name,
            drafted_because=facts,
            occasion=occasion,
            ground=list(ground),
            reason=reason,
            rights=adverse_kind(kind).rights,
        )
        write_trail(
            case.chain,
            "adverse.draft",
            by=by,
            subject=f"adverse:{act.pk}",
            after={"kind": kind, "facts": facts},
        )
    return act


def sign_adverse_act(
    act: AdverseAct, *, reason: str, ground: Iterable[str], rights: str, by: User
) -> AdverseAct:
    """Sign a draft as the office's own act, with reason, ground and rights (R-GEN-10).

    The signature is the SHA-256 over all of it (R-GEN-17). What the kind registered runs in
    the same transaction. The ground is chosen from what may be printed (R-GEN-01).
    Raises NotAllowed, NotAcceptable, Conflict.
    """
    with transaction.atomic():
        case = lock_case(act.case_id)
        held = AdverseAct.objects.select_for_update().get(pk=act.pk)
        kind = adverse_kind(held.kind)
        require(_no_right(held, case, by), error=NotAllowed)
        chosen = [one.strip() for one in ground if one.strip()]
        require(_unprintable(held, chosen), error=NotAcceptable)
        held.ground = chosen
        held.reason, held.rights = reason.strip(), rights.strip()
        if not (held.reason and held.ground and held.rights):
            raise NotAcceptable(
                Refusal(
                    "adverse_incomplete",
                    _("不利决定须写明理由、法律依据和救济权利。"),
                    "R-GEN-10",
                    _("请补全后再签署。"),
                )
            )
        require(_not_waiting(held), error=Conflict)
        held.signed_by, held.signed_at = by, timezone.now()
        held.signature = signature_of(held)
        held.sign()
        held.save()
        write_trail(
            case.chain,
            "adverse.sign",
            by=by,
            subject=f"adverse:{held.pk}",
            before={"status": "drafted"},
            after={"status": "signed", "kind": held.kind, "signature": held.signature},
            reason=held.reason,
            acting_for=case.office.name if case.office else "",
        )
        if kind.on_signed is not None:
            kind.on_signed(held, by)
    return held


def signature_of(act: AdverseAct) -> str:
    """The SHA-256 over what was signed, by whom and when; any later change breaks it."""
    content = {
        "case": str(act.case_id),
        "kind": act.kind,
        "facts": act.drafted_because,
        "ground": act.ground,
        "reason": act.reason,
        "rights": act.rights,
        "signed_by": act.signed_by_id,
        "signed_at": act.signed_at,
    }
    return hashlib.sha256(canonical(content)).hexdigest()


def drop_adverse_act(act: AdverseAct, *, because: str, by: User) -> AdverseAct:
    """Decide that a draft shall not be done, and say why."""
    with transaction.atomic():
        case = lock_case(act.case_id)
        held = AdverseAct.objects.select_for_update().get(pk=act.pk)
        require(_no_right(held, case, by), error=NotAllowed)
        if not because.strip():
            raise NotAcceptable(
                Refusal("drop_without_reason", _("不采用草稿须写明理由。"), "R-GEN-10")
            )
        require(_not_waiting(held), error=Conflict)
        _drop(held, case, because.strip(), by)
    return held


def lapse_adverse_acts(case: Case, kind: str, *, because: str, by: Actor) -> None:
    """Drop the drafts whose occasion is gone, as when the application was taken back.

    The caller holds the case row and has judged the act of `by` itself.
    """
    waiting = AdverseAct.objects.select_for_update().filter(
        case=case, kind=kind, status=AdverseAct.Status.DRAFTED
    )
    for act in waiting:
        _drop(act, case, because, by)


def _drop(act: AdverseAct, case: Case, because: str, by: Actor) -> None:
    act.dropped_because = because
    act.drop()
    act.save()
    write_trail(
        case.chain,
        "adverse.drop",
        by=by,
        subject=f"adverse:{act.pk}",
        before={"status": "drafted"},
        after={"status": "dropped"},
        reason=because,
    )


def _no_right(act: AdverseAct, case: Case, by: User) -> Refusal | None:
    role = adverse_kind(act.kind).role
    if holds_role(by, role, case.office_id or 0):
        return None
    return Refusal(
        "no_right",
        _("该决定由本机构%(role)s签署。") % {"role": Role(role).label},
        "R-GEN-10",
    )


def _unprintable(act: AdverseAct, chosen: list[str]) -> Refusal | None:
    """A ground that the rule of evidence does not let the office print (R-GEN-01)."""
    kind = adverse_kind(act.kind)
    strange = set(chosen) - set(kind.grounds_for(act)) if kind.grounds else set()
    if not strange:
        return None
    return Refusal(
        "ground_not_printable",
        _("“%(ground)s”不能作为法律依据载入决定。") % {"ground": "；".join(sorted(strange))},
        "R-GEN-01",
        _("请从可以载入的依据中选择。"),
    )


def _not_waiting(act: AdverseAct) -> Refusal | None:
    if can_proceed(act.sign):
        return None
    return Refusal("act_settled", _("该草稿已经处理。"), "R-GEN-10")


def recording_refusal(case: Case, by: User) -> Refusal | None:
    """Why the person may not record an appeal in the case, or None."""
    if any(holds_role(by, role, case.office_id or 0) for role in RECORDERS):
        return None
    return Refusal("no_right", _("复议和诉讼由受理该案的机构的受理人或审批人登记。"), "R-GEN-10")


def record_appeal(
    case: Case,
    *,
    kind: str,
    filed_on: date,
    authority: str,
    number: str,
    by: User,
    act: AdverseAct | None = None,
    outcome: str = Appeal.Outcome.PENDING,
    note: str = "",
) -> Appeal:
    """Record that a review or a suit was brought, or what became of it (R-GEN-10).

    Only an officer of the case's office; each record is a row of its own that stays.
    """
    require(recording_refusal(case, by), error=NotAllowed)
    known = kind in Appeal.Kind.values and outcome in Appeal.Outcome.values
    if act is not None and (act.case_id != case.pk or act.status != AdverseAct.Status.SIGNED):
        raise NotAcceptable(
            Refusal("appeal_of_no_act", _("只能针对本案已签署的决定。"), "R-GEN-10")
        )
    if not known or not authority.strip() or filed_on > timezone.localdate():
        raise NotAcceptable(
            Refusal("appeal_incomplete", _("请写明途径、受理机关和提起日期。"), "R-GEN-10")
        )
    with transaction.atomic():
        case = lock_case(case.pk)
        appeal = Appeal.objects.create(
            case=case,
            act=act,
            kind=kind,
            filed_on=filed_on,
            authority=authority.strip(),
            number=number.strip(),
            outcome=outcome,
            note=note,
            recorded_by=by,
        )
        write_trail(
            case.chain,
            "appeal.record",
            by=by,
            subject=f"appeal:{appeal.pk}",
            after={"kind": kind, "number": appeal.number, "outcome": outcome},
            reason=note,
        )
    return appeal
