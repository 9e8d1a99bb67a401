"""An object is frozen, reported, and held until somebody outside has written what becomes of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Case
from approvals.parties.models import Office, User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import post_outbox, write_trail
from relics.register.documents import read_document
from relics.register.models import RelicObject
from relics.watchlists.following import tell_ended, tell_frozen
from relics.watchlists.models import Candidate, Freeze, Instruction
from relics.watchlists.papers import drafted_report, prepare_report
from relics.watchlists.queries import last_case_of, offices_of, owners_of
from relics.watchlists.recusal import recusal_refusal
from relics.watchlists.rules import (
    JUDGES,
    SIGNERS,
    frozen_refusal,
    instruction_refusal,
    report_refusal,
    role_refusal,
    rule_of,
)

RECIPIENTS: dict[str, tuple[str, ...]] = {
    Freeze.Ground.LISTED: ("ncha", "customs"),
    Freeze.Ground.ILLEGAL_HOLDING: ("ncha", "police"),
    Freeze.Ground.SWAPPED: ("ncha", "customs"),
    Freeze.Ground.OTHER: ("ncha",),
}
"""Who is told: R-TEMP-07 the national administration and customs, R-EXIT-16 the police."""


def freeze_object(
    thing: RelicObject,
    *,
    ground: str,
    facts: str,
    by: User,
    second: User,
    case: Case | None = None,
    candidate: Candidate | None = None,
) -> Freeze:
    """Freeze the object: two officers of one office, with the ground and the facts.

    In `case` (else the newest case that lists the object). From now on `frozen_refusal`
    refuses every step; the report is drafted and waits for an approver (`report_freeze`).
    The caller holds the case row where it moves the case itself. Raises NotAllowed, or
    Conflict `object_frozen`.
    """
    if ground not in Freeze.Ground.values:
        raise NotAcceptable(Refusal("ground_unknown", _("请选择冻结事由。"), "D-FREEZE"))
    rule = rule_of(ground)
    if not facts.strip():
        raise NotAcceptable(
            Refusal("facts_missing", _("冻结须写明事实。"), rule, _("请填写事实与依据。"))
        )
    if by == second:
        raise NotAcceptable(
            Refusal("same_person", _("冻结须由两名不同人员决定。"), rule, _("请由另一人会签。"))
        )
    held_in = case or last_case_of(thing)
    with transaction.atomic():
        if held_in is not None:
            engine.lock_case(held_in.pk)
        RelicObject.objects.select_for_update().get(pk=thing.pk)
        office = _office_of(by, second, held_in, candidate)
        require(recusal_refusal(owners_of(thing, held_in), by, second), error=NotAllowed)
        require(frozen_refusal(thing), error=Conflict)
        freeze = Freeze.objects.create(
            object=thing,
            office=office,
            case=held_in,
            candidate=candidate,
            ground=ground,
            facts=facts.strip(),
            opened_by=by,
            second=second,
        )
        freeze.report = drafted_report(freeze)
        freeze.save(update_fields=["report"])
        _trail(freeze, "open", by=by, reason=freeze.facts, ground=ground, second=second.actor_key)
        tell_frozen(freeze, by)
    return freeze


def report_freeze(freeze: Freeze, *, text: str = "", by: User) -> Freeze:
    """Sign the report and send it: to the national administration, and to customs or police.

    For an approver of the office. `text` replaces the draft. A paper (报告书) is drawn up where
    there is a case to draw it under.
    """
    with _acting(freeze, by=by) as held:
        require(report_refusal(held), error=Conflict)
        held.report = text.strip() or held.report
        held.reported_by, held.reported_at = by, timezone.now()
        held.report_out()
        if held.case is not None and held.case.office_id == held.office.party_id:
            held.paper = prepare_report(held, by=by)
        held.save(update_fields=["report", "reported_by", "reported_at", "status", "paper"])
        _tell(held, "freeze.reported", RECIPIENTS[held.ground], text=held.report)
        _trail(held, "report", by=by, before="frozen", to=list(RECIPIENTS[held.ground]))
    return held


def record_instruction(
    freeze: Freeze,
    *,
    number: str,
    authority: str,
    outcome: str,
    file: "IO[bytes] | File[Any]",
    by: User,
) -> Instruction:
    """Record what an outside authority wrote, with its number and the paper itself.

    `lifted` frees the object, `handed_over` bars it for good, `kept` leaves it frozen. For an
    approver of the office; nobody here decides any of it. Raises Conflict `not_reported_yet`,
    `freeze_ended`, `instruction_recorded`.
    """
    if outcome not in Instruction.Outcome.values or not number.strip() or not authority.strip():
        raise NotAcceptable(
            Refusal(
                "instruction_incomplete",
                _("须写明文号、发文单位和处置。"),
                rule_of(freeze.ground),
                _("请照来文填写。"),
            )
        )
    document = read_document(file, rule=rule_of(freeze.ground))
    with _acting(freeze, by=by) as held:
        require(instruction_refusal(held), error=Conflict)
        instruction = Instruction(
            freeze=held,
            number=number.strip(),
            authority=authority.strip(),
            outcome=outcome,
            media_type=document.media_type,
            sha256=document.sha256,
            by=by,
        )
        instruction.file.save("instruction", ContentFile(document.content), save=False)
        _insert(instruction)
        _follow(held, instruction, by=by)
    return instruction


def _follow(freeze: Freeze, instruction: Instruction, *, by: User) -> None:
    """Move as the instruction says, and tell those who were told of the freeze."""
    if instruction.outcome == Instruction.Outcome.LIFTED:
        freeze.lift()
    elif instruction.outcome == Instruction.Outcome.HANDED_OVER:
        freeze.hand_over()
    freeze.save(update_fields=["status"])
    if instruction.outcome != Instruction.Outcome.KEPT:
        _tell(freeze, f"freeze.{freeze.status}", RECIPIENTS[freeze.ground])
        tell_ended(freeze, by)
    _trail(
        freeze,
        "instruct",
        by=by,
        before="reported",
        number=instruction.number,
        authority=instruction.authority,
        outcome=instruction.outcome,
        sha256=instruction.sha256,
    )


def _insert(instruction: Instruction) -> None:
    try:
        with transaction.atomic():
            instruction.save(force_insert=True)
    except IntegrityError as error:
        if "instruction_number_once" not in str(error):
            raise
        raise Conflict(
            Refusal(
                "instruction_recorded",
                _("文号 %(number)s 已录入。") % {"number": instruction.number},
                rule_of(instruction.freeze.ground),
            )
        ) from error


@contextmanager
def _acting(freeze: Freeze, *, by: User) -> Iterator[Freeze]:
    """One transaction with the case row and the freeze locked, for an approver of the office."""
    require(role_refusal(freeze.office, by, SIGNERS), error=NotAllowed)
    with transaction.atomic():
        if freeze.case_id:
            engine.lock_case(freeze.case_id)
        held = (
            Freeze.objects.select_for_update(of=("self",))
            .select_related("object__owner", "office__party", "case__office", "case__applicant")
            .select_related("opened_by", "second")
            .get(pk=freeze.pk)
        )
        require(recusal_refusal(owners_of(held.object, held.case), by), error=NotAllowed)
        yield held


def _office_of(by: User, second: User, case: Case | None, candidate: Candidate | None) -> Office:
    """The office that freezes: the candidate's, the case's, or the one both officers serve."""
    offices = offices_of(by, *JUDGES) & offices_of(second, *JUDGES)
    if candidate is not None:
        offices = offices.filter(pk=candidate.office_id)
    elif case is not None:
        offices = offices.filter(party=case.office_id)
    office = offices.select_related("party").order_by("pk").first()
    if office is None:
        raise NotAllowed(
            Refusal(
                "no_right",
                _("冻结须由同一审核机构的两名受理、鉴定或审批人员决定。"),
                "R-TEMP-07",
                _("请由本机构的两名人员办理。"),
            )
        )
    return office


def _tell(freeze: Freeze, kind: str, recipients: Iterable[str], **more: str) -> None:
    """Leave a message for each: which object, on which ground, and what it is about."""
    thing = freeze.object
    for recipient in recipients:
        post_outbox(
            recipient,
            kind,
            subject=f"freeze:{freeze.pk}",
            payload={
                "freeze": freeze.pk,
                "object": {"id": thing.pk, "number": thing.number, "name": thing.name},
                "case": freeze.case.number if freeze.case else None,
                "office": freeze.office.code,
                "ground": freeze.ground,
                "rule": rule_of(freeze.ground),
                "opened_at": freeze.opened_at,
                "reported_at": freeze.reported_at,
                **more,
            },
        )


def _trail(
    freeze: Freeze, verb: str, *, by: User, before: str = "", reason: str = "", **facts: Any
) -> None:
    """One entry in the case's chain, or in the object's where there is no case."""
    write_trail(
        freeze.case.chain if freeze.case else f"object:{freeze.object_id}",
        f"freeze.{verb}",
        by=by,
        subject=f"freeze:{freeze.pk}",
        before={"status": before} if before else {},
        after={"status": freeze.status, **facts},
        reason=reason,
        acting_for=freeze.office.party.name,
    )
