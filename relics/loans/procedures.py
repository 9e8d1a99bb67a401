"""文物临时出境 (form 56020-d) and its way back, 临时出境复进境 (form 56020-e)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, User
from approvals.record.refusals import Refusal
from relics.comparisons.services import record_reference
from relics.returns.comparing import ComparingProcedure, compared_refusal, reference_refusals
from relics.reviews.models import Review, ReviewItem
from relics.reviews.procedures import PERSON_FIELDS, Line, Paper, Procedure, Words
from relics.reviews.wording import task_line

from .models import ApprovalCheck, Loan, LoanPlan
from .papers import exit_papers, return_papers
from .rules import RULE, exhibition_refusals, plan_refusals
from .services import follow


class TemporaryExit(Procedure):
    """The administration has approved; the office checks against it and does not judge by years."""

    key = "temporary_exit"
    title = _("文物临时出境")
    form = "56020-d"
    summary = _("出境展览、科研、修复等，凭批准文号，限期归还。")
    bring = (
        _("携运人的身份证件"),
        _("国家文物局或国务院的批准文件"),
        _("每件文物的照片，各角度齐全，归还时按此比对"),
    )
    required = {
        "port": _("出境口岸"),
        "destination": _("出境目的地"),
        **PERSON_FIELDS,
        "special_approval": _("批准文号"),
    }
    standard = "temporary_exit"
    permit_kind = "temporary_exit_permit"

    def own_line(self, review: Review) -> Line:
        plan = plan_of(review)
        wrong = next(plan_refusals(plan), None)
        if plan and not wrong and (unsaid := not_stated(plan)):
            return task_line(
                _("批准与期限"),
                _("还有 %(n)d 件文物未作出展说明") % {"n": unsaid},
                reverse("loans:statements", args=[review.case_id]),
                "begun",
            )
        return task_line(
            _("批准与期限"),
            wrong.sentence if wrong and plan else _("批准机关、批准文件、目的与期限"),
            reverse("loans:plan", args=[review.case_id]),
            "open" if plan is None else ("begun" if wrong else "done"),
        )

    def own_facts(self, review: Review) -> list[tuple[Words, Words]]:
        plan = plan_of(review)
        if plan is None:
            return []
        return [
            (_("批准机关"), plan.get_authority_display()),
            (_("目的"), plan.get_purpose_display()),
            (_("展览名称"), plan.exhibition),
            (_("境外地点"), plan.venue),
            (_("期限"), f"{plan.starts_on} — {plan.ends_on}"),
        ]

    def file_refusals(self, review: Review) -> Iterator[Refusal]:
        yield from plan_refusals(plan_of(review))

    def item_refusals(self, review: Review, items: Sequence[ReviewItem]) -> Iterator[Refusal]:
        if plan := plan_of(review):
            yield from exhibition_refusals(plan, items)

    def decider_refusal(self, review: Review, by: User) -> Refusal | None:
        check = ApprovalCheck.objects.filter(review=review).first()
        if check is None or by.pk not in (check.officer_id, check.second_officer_id):
            return None
        return Refusal(
            "checked_the_approval",
            _("核对过批准文件的人员不能审批同一案件。"),
            "R-GEN-15",
            _("请由其他审批人办理。"),
        )

    def permit_refusal(self, item: ReviewItem) -> Refusal | None:
        """On the approval that an officer saw and two held the objects against (art. 79)."""
        review = item.review
        if not review.special_approval or review.approval_seen_by_id is None:
            return Refusal(
                "approval_unseen", _("批准文件原件尚未核验。"), "R-EXIT-13", _("请先核验原件。")
            )
        if not ApprovalCheck.objects.filter(review=review).exists():
            return Refusal("approval_unchecked", _("尚未由两人对照批准文件核对实物。"), "R-GEN-06")
        return None

    def marked(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        """What each object is like as it leaves is kept for its return."""
        office = Office.objects.get(party=review.case.office)
        for item in items:
            record_reference(
                item.object, office=office, mark=item.mark.number, by=by, chain=review.case.chain
            )

    def papers(
        self,
        review: Review,
        items: Sequence[ReviewItem],
        *,
        valid_until: date | None,
        remarks: Sequence[str],
    ) -> list[Paper]:
        follow(review, items)
        return exit_papers(review, items, valid_until, remarks)

    def released(self, item: ReviewItem, *, by: User) -> None:
        loan = Loan.objects.select_for_update(of=("self",)).get(item=item)
        loan.left_on = timezone.localdate()
        loan.leave()
        loan.save(update_fields=["status", "left_on"])


class ReEntry(ComparingProcedure):
    """Back before the office that let it out, and compared with what was kept then."""

    key = "reentry"
    title = _("临时出境文物复进境")
    form = "56020-e"
    way = "in"
    summary = _("临时出境的文物按期归还：由原审核机构与出境存档比对。")
    bring = (
        _("携运人的身份证件"),
        _("出境时审核的文物原件，出境标识完好"),
        _("在境外有修复、损伤的：说明与依据"),
    )
    required = {"port": _("进境口岸"), **PERSON_FIELDS}
    outcomes = ("registered", "referred")
    again = ("released",)

    def office_of(self, review: Review) -> Office | None:
        loan = loans_in(review).first()
        return loan.office if loan else None

    def candidates(self, review: Review, objects: Any) -> Any:
        abroad = Loan.objects.filter(status__in=Loan.ABROAD, object__owner=review.case.applicant)
        return objects.filter(pk__in=abroad.values("object"))

    def listing_refusal(self, review: Review, things: Sequence[Any]) -> Refusal | None:
        for refusal in reference_refusals(things):
            return refusal
        abroad = {
            loan.object_id: loan
            for loan in Loan.objects.filter(
                status__in=Loan.ABROAD, object__in=things
            ).select_related("office__party")
        }
        for thing in things:
            if thing.pk not in abroad:
                return not_abroad(thing)
        offices = {loan.office_id for loan in [*abroad.values(), *loans_in(review)]}
        if len(offices) > 1:
            return Refusal(
                "several_offices",
                _("所列文物由不同机构审核出境，请按机构分开申请。"),
                "R-TEMP-06",
            )
        return None

    def item_refusals(self, review: Review, items: Sequence[ReviewItem]) -> Iterator[Refusal]:
        abroad = set(
            loans_in(review).filter(status__in=Loan.ABROAD).values_list("object", flat=True)
        )
        for item in items:
            if item.object_id not in abroad:
                yield not_abroad(item.object)

    def submitted(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        for loan in _locked(review):
            loan.return_case = review
            loan.announce_return()
            loan.save(update_fields=["status", "return_case"])

    def left_out(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        _call_off(review, [item.object_id for item in items])

    def ended(self, review: Review, *, by: User) -> None:
        _call_off(review, list(review.items.values_list("object", flat=True)))

    def checked_in(self, review: Review, *, by: User) -> None:
        for loan in _locked(review):
            if loan.status == Loan.Status.RETURNING:
                loan.back_on = timezone.localdate()
                loan.reenter()
                loan.save(update_fields=["status", "back_on"])
        super().checked_in(review, by=by)

    def outcome_refusal(self, item: ReviewItem, outcome: str) -> Refusal | None:
        return compared_refusal(item) if outcome == "registered" else None

    def decided(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        outcome = {item.object_id: item.status for item in items}
        for loan in _locked(review):
            if outcome.get(loan.object_id) == ReviewItem.Outcome.REGISTERED:
                loan.match()
            elif outcome.get(loan.object_id) == ReviewItem.Outcome.REFERRED:
                loan.mismatch()
            loan.save(update_fields=["status"])

    def papers(
        self,
        review: Review,
        items: Sequence[ReviewItem],
        *,
        valid_until: date | None,
        remarks: Sequence[str],
    ) -> list[Paper]:
        return return_papers(review, items, remarks)


def plan_of(review: Review) -> LoanPlan | None:
    return LoanPlan.objects.filter(review=review).first()


def not_stated(plan: LoanPlan) -> int:
    """How many objects of an exhibition abroad nothing is stated of yet."""
    if plan.purpose != LoanPlan.Purpose.EXHIBITION:
        return 0
    return plan.review.items.filter(loan_statement__isnull=True).count()


def loans_in(review: Review) -> Any:
    """The open loans of the objects on the list."""
    return (
        Loan.objects.filter(object__in=review.items.values("object"), status__in=Loan.OPEN)
        .select_related("office__party", "object")
        .order_by("pk")
    )


def not_abroad(thing: Any) -> Refusal:
    return Refusal(
        "not_abroad",
        _("“%(object)s”没有在境外的临时出境记录。") % {"object": thing},
        RULE,
        _("请只选取临时出境、尚未归还的文物。"),
    )


def _locked(review: Review) -> list[Loan]:
    return list(loans_in(review).select_for_update(of=("self",)))


def _call_off(review: Review, objects: Sequence[int]) -> None:
    for loan in _locked(review):
        if loan.object_id in objects and loan.status == Loan.Status.RETURNING:
            loan.return_case = None
            if hasattr(loan, "recall_record"):
                loan.call_off_return_of_recalled()
            else:
                loan.call_off_return()
            loan.save(update_fields=["status", "return_case"])
