"""The two authorities answer side by side; longer terms need every yes (edge case 11)."""

from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from approvals.cases import engine
from approvals.cases.models import AdverseAct
from approvals.cases.services import draft_adverse_act
from approvals.certificates.services import prepare_certificate
from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, require
from approvals.record.services import CLOCKWORK
from relics.entries.models import Stay, StayClock
from relics.entries.queries import is_past
from relics.entries.services import extend, fall_overdue, refuse_extension
from relics.extensions.models import Extension, ExtensionAnswer
from relics.extensions.papers import approval_content, refusal_content, refusal_grounds
from relics.extensions.queries import stays_in
from relics.extensions.rules import answer_refusal, asked_no_more_refusal

from .acts import close, locked, tell, trail

REFUSAL = "extension_refusal"
LATE = "延期申请于在境期限届满后提出。"


def answer_extension(
    extension: Extension,
    side: str,
    *,
    agrees: bool,
    reason: str = "",
    number: str = "",
    months: int | None = None,
    by: User,
) -> Extension:
    """Answer for the office (or, by its number, for the administration) or for customs.

    `months`: how many a yes grants, at most what was asked for; None is all of it. With every
    yes the terms are longer by the fewest months granted (R-TEMP-04). The first no closes the
    other's question and leaves a refusal for an officer to sign (edge case 11). Raises
    NotAllowed, Conflict, NotAcceptable.
    """
    reason, number = reason.strip(), number.strip()
    require(asked_no_more_refusal(extension, side), error=Conflict)
    with engine.turn(extension.case, side, by=by):
        held = locked(extension)
        stays = stays_in(held)
        said = ExtensionAnswer(
            extension=held, side=side, agrees=agrees, reason=reason, number=number, by=by
        )
        said.months = months if agrees and months != held.months else None
        require(answer_refusal(held, stays, said), error=NotAcceptable)
        said.save()
        trail(
            held,
            "extension.agree" if agrees else "extension.object",
            by=by,
            reason=reason,
            acting_for=_speaker(held, side),
            side=side,
            **_facts(said),
        )
        if not agrees:
            draft_refusal(held)
        elif held.all_agree():
            _approve(held, stays, by)
    return held


def _facts(said: ExtensionAnswer) -> dict[str, Any]:
    facts: dict[str, Any] = {"number": said.number} if said.number else {}
    return facts | ({"months": said.months} if said.months else {})


def _speaker(extension: Extension, side: str) -> str:
    if side == "customs":
        return extension.entry.entry.customs.name
    return extension.case.office.name if extension.case.office else ""


def _approve(extension: Extension, stays: list[Stay], by: User) -> None:
    office = extension.answer_of("office")
    assert office is not None
    decision = office.number or str(extension.case.number)
    months, kinds = extension.granted, kinds_that_move(extension)
    for stay in stays:
        extend(stay, months, by=by, decision=decision, kinds=kinds)
    extension.approve()
    extension.decided_at = timezone.now()
    extension.save(update_fields=["status", "decided_at"])
    close(extension)
    longer = stays_in(extension)
    content = approval_content(extension, longer, by=office.by)
    prepare_certificate(extension.case, "extension_notice", content, by=office.by)
    trail(
        extension,
        "extension.approve",
        by=by,
        before="submitted",
        after=extension.status,
        acting_for=_speaker(extension, "office"),
        number=decision,
        months=months,
    )
    tell(extension, "extension.approved", months=months, decision=decision)


def kinds_that_move(extension: Extension) -> tuple[str, ...]:
    """Each clock by its own authority: customs' only where customs agreed (R-TEMP-11)."""
    kinds: list[str] = [StayClock.Kind.RELIC]
    if extension.asks_customs:
        kinds.append(StayClock.Kind.CUSTOMS)
    if extension.change_number:
        kinds.append(StayClock.Kind.APPROVAL)
    return tuple(kinds)


def draft_refusal(extension: Extension) -> AdverseAct:
    """Leave a refusal for an officer to sign; without that nothing happens (R-GEN-10)."""
    with translation.override("zh-hans"):
        noes = [
            f"{answer.get_side_display()}：{answer.reason}"
            for answer in extension.answers.filter(agrees=False)
        ]
    if extension.is_late:
        noes.insert(0, LATE)
    return draft_adverse_act(
        extension.case,
        REFUSAL,
        facts="\n".join(noes),
        reason="\n".join(noes),
        ground=refusal_grounds(extension),
        by=CLOCKWORK,
    )


def refusal_signed(act: AdverseAct, officer: User) -> None:
    """The officer's signature ends the case; what is past its old term is overdue from it."""
    extension = Extension.objects.select_related("case").get(case=act.case_id)
    with transaction.atomic(), engine.turn(extension.case, "refuse", by=officer):
        held = locked(extension)
        held.refuse()
        held.decided_at = timezone.now()
        held.save(update_fields=["status", "decided_at"])
        for stay in stays_in(held):
            _back_to_its_term(stay, act, officer)
        close(held)
        content = refusal_content(held, stays_in(held), act)
        prepare_certificate(held.case, REFUSAL, content, by=officer)
        trail(
            held,
            "extension.refuse",
            by=officer,
            before="submitted",
            after=held.status,
            reason=act.reason,
            acting_for=_speaker(held, "office"),
        )
        tell(held, "extension.refused", late=held.is_late)


def _back_to_its_term(stay: Stay, act: AdverseAct, officer: User) -> None:
    if stay.status == Stay.Status.EXTENSION_PENDING:
        stay = refuse_extension(stay, by=officer, reason=act.reason)
    if stay.status == Stay.Status.IN_COUNTRY and is_past(stay):
        fall_overdue(stay, by=officer, reason=act.reason)
