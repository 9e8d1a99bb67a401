"""The verbs on what is abroad for a time: plan, check, follow, show, extend, recall."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import IO, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.rules import side_refusal
from approvals.parties.models import Office, Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import post_outbox
from approvals.record.status import can_proceed
from relics.register.documents import read_document
from relics.reviews.models import Review, ReviewItem
from relics.reviews.rules import recusal_refusal
from relics.reviews.services.acts import locked, trail
from relics.reviews.services.application import drafting
from relics.reviews.services.examination import require_two_officers

from .models import ApprovalCheck, Loan, LoanExtension, LoanPlan, LoanStatement, Recall
from .rules import RULE, extension_refusal, recall_barred, term_refusal

PLAN_FIELDS = (
    "purpose",
    "exhibition",
    "organiser",
    "venue",
    "authority",
    "starts_on",
    "ends_on",
)


def plan_loan(
    review: Review, values: Mapping[str, Any], *, approval: IO[bytes] | None = None, by: User
) -> LoanPlan:
    """Write the plan of a draft; the approval's file is kept as it was sent (R-DATA-10).

    The first time the file is needed; later it may stay as it is.
    """
    document = read_document(approval, rule=RULE) if approval else None
    with transaction.atomic():
        held = drafting(review, by)
        plan = LoanPlan.objects.filter(review=held).first() or LoanPlan(review=held)
        for name in PLAN_FIELDS:
            if name in values:
                setattr(plan, name, values[name])
        require(term_refusal(plan.starts_on, plan.ends_on), error=NotAcceptable)
        if document:
            plan.approval_sha256 = document.sha256
            content = ContentFile(document.content)
            plan.approval_file.save(f"approval{document.suffix}", content, save=False)
        if not plan.approval_file:
            raise NotAcceptable(
                Refusal("approval_missing", _("请上传批准文件。"), RULE, _("PDF 或照片均可。"))
            )
        plan.full_clean(validate_constraints=False)
        plan.save()
        trail(held, "application.plan_loan", by=by, approval=plan.approval_sha256)
    return plan


def state_of_object(item: ReviewItem, *, by: User, **said: bool) -> LoanStatement:
    """State of one exhibit: sole specimen, fragile, shown at home before (`was_shown`)."""
    with transaction.atomic():
        held = drafting(item.review, by)
        statement, _made = LoanStatement.objects.update_or_create(
            item=held.items.get(pk=item.pk), defaults=said
        )
    return statement


def check_approval(review: Review, *, second_officer: User, note: str, by: User) -> ApprovalCheck:
    """Two officers hold every object against the approval; then the approver decides."""
    with engine.turn(review.case, "verify", by=by):
        held = locked(review)
        require_two_officers(held, by, second_officer)
        require(recusal_refusal(held.case, by, second_officer), error=NotAllowed)
        if not note.strip():
            raise NotAcceptable(
                Refusal(
                    "note_missing", _("请写明核对情况。"), "R-GEN-06", _("如：与批准清单一致。")
                )
            )
        check = ApprovalCheck.objects.create(
            review=held, officer=by, second_officer=second_officer, note=note.strip()
        )
        held.conclude_appraisal()
        held.save(update_fields=["status"])
        trail(
            held,
            "loan.check_approval",
            by=by,
            before="appraising",
            after=held.status,
            reason=note.strip(),
            second_officer=str(second_officer),
        )
    return check


def follow(review: Review, items: Sequence[ReviewItem]) -> None:
    """Begin to follow every object that is permitted; inside the issuing of its paper."""
    office = Office.objects.get(party=review.case.office)
    due = LoanPlan.objects.get(review=review).ends_on
    Loan.objects.bulk_create(
        [
            Loan(item=item, object_id=item.object_id, office=office, due_on=due)
            for item in items
            if item.status == ReviewItem.Outcome.PERMIT
        ]
    )


def record_showing(loan: Loan, *, by: User) -> Loan:
    """The exhibition abroad has begun; said by the applicant's side."""
    with _held(loan) as held:
        case = held.item.review.case
        require(side_refusal(case, by, _("只有申请人一方可以报告展出。"), RULE), error=NotAllowed)
        _require(held, "show")
        held.show()
        held.save(update_fields=["status"])
        trail(held.item.review, "application.loan_shown", by=by, subject=f"loan:{held.pk}")
    return held


def extend_loan(loan: Loan, *, until: date, approval_number: str, by: User) -> LoanExtension:
    """Extend the term once on the administration's number; the approver's act."""
    with _held(loan) as held:
        _of_the_office(held, by, Role.APPROVER)
        require(extension_refusal(held, until), error=Conflict)
        if not approval_number.strip():
            raise NotAcceptable(Refusal("number_missing", _("请填写国家文物局的批准文号。"), RULE))
        extension = LoanExtension.objects.create(
            loan=held, until=until, approval_number=approval_number.strip(), by=by
        )
        before, held.due_on = held.due_on, until
        held.save(update_fields=["due_on"])
        trail(
            held.item.review,
            "loan.extend",
            by=by,
            subject=f"loan:{held.pk}",
            before=str(before),
            after=str(until),
            number=extension.approval_number,
        )
    return extension


def recall_loan(loan: Loan, *, reason: str, instruction: str, by: User) -> Recall:
    """Call an object back before its time, on the number of an instruction; the approver's act."""
    with _held(loan) as held:
        _of_the_office(held, by, Role.APPROVER)
        require(recall_barred(held), error=Conflict)
        if not reason.strip() or not instruction.strip():
            raise NotAcceptable(Refusal("reason_missing", _("召回须写明事由和文号。"), "R-GEN-10"))
        record = Recall.objects.create(
            loan=held, reason=reason.strip(), instruction=instruction.strip(), by=by
        )
        held.recall()
        held.save(update_fields=["status"])
        trail(
            held.item.review,
            "loan.recall",
            by=by,
            subject=f"loan:{held.pk}",
            reason=record.reason,
            number=record.instruction,
        )
        post_outbox(
            "customs",
            "loan.recalled",
            subject=f"case:{held.item.review.case_id}",
            payload={"object": held.object.number, "instruction": record.instruction},
        )
    return record


@contextmanager
def _held(loan: Loan) -> Iterator[Loan]:
    """The loan under its case's lock, in one transaction."""
    with transaction.atomic():
        engine.lock_case(loan.item.review.case_id)
        yield (
            Loan.objects.select_for_update(of=("self",))
            .select_related("item__review__case", "object", "office")
            .get(pk=loan.pk)
        )


def _of_the_office(loan: Loan, by: User, role: str) -> None:
    if not holds_role(by, role, loan.office.party_id):
        raise NotAllowed(Refusal("no_right", _("只有原审核机构可以办理。"), "R-TEMP-06"))


def _require(loan: Loan, move: str) -> None:
    if not can_proceed(getattr(loan, move)):
        raise Conflict(
            Refusal(
                "loan_state",
                _("该文物现为“%(status)s”，不能办理这一步。")
                % {"status": loan.get_status_display()},
                RULE,
            )
        )
