"""Whose turn it is in the exit review (§10.1). Nodes and arrows only; the law is in the models."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.cases.nodes import CaseFlow, End, FanOut, If, Join, Opening, Turn, this
from approvals.parties.models import Role

from .models import Review, ReviewItem


def applicant_side(case: Case) -> int:
    return case.acting_party.pk


def office_of(case: Case) -> int:
    return case.office_id or 0


def panel_of(case: Case) -> list[dict[str, Any]]:
    """One turn for each person on the panel."""
    seated = case.review.panel.filter(left_at__isnull=True)
    seats = seated.values_list("appraiser__user_id", flat=True)
    return [{"user": user} for user in seats]


def in_status(*statuses: str) -> Any:
    """A condition on the application's legal status, read from its row."""
    return lambda activation: (
        Review.objects.only("status").get(case__process_id=activation.process.pk).status in statuses
    )


def any_item(status: str) -> Any:
    """Whether an item of the application stands in this outcome."""
    return lambda activation: ReviewItem.objects.filter(
        review__case__process_id=activation.process.pk, status=status
    ).exists()


class ExitReviewFlow(CaseFlow):
    """文物出境审核"""

    start = Opening().Next(this.book)
    book = Turn(_("预约"), role=Role.AGENT, party=applicant_side).Next(this.confirm)
    confirm = Turn(_("确认预约"), role=Role.SCHEDULER, party=office_of).Next(this.confirmed)
    confirmed = (
        If(in_status(Review.Status.APPOINTED))
        .Then(this.intake)
        .Else(this.accepted_before)
        .Annotation(title=_("预约成立？"))
    )
    accepted_before = (
        If(in_status(Review.Status.ACCEPTED))
        .Then(this.check_in)
        .Else(this.book)
        .Annotation(title=_("已受理？"))
    )
    intake = Turn(_("受理审查"), role=Role.INTAKE, party=office_of).Next(this.accepted)
    accepted = (
        If(in_status(Review.Status.ACCEPTED))
        .Then(this.check_in)
        .Else(this.to_correct)
        .Annotation(title=_("受理？"))
    )
    to_correct = (
        If(in_status(Review.Status.CORRECTION))
        .Then(this.answer)
        .Else(this.end)
        .Annotation(title=_("补正？"))
    )
    answer = Turn(_("补正"), role=Role.AGENT, party=applicant_side).Next(this.intake)
    check_in = Turn(_("到场登记"), role=Role.INTAKE, party=office_of).Next(this.arrived)
    arrived = (
        If(in_status(Review.Status.APPRAISING))
        .Then(this.panel)
        .Else(this.book)
        .Annotation(title=_("到场？"))
    )
    panel = FanOut(panel_of).Next(this.appraise).Annotation(title=_("鉴定组"))
    appraise = Turn(_("实物鉴定"), role=Role.APPRAISER, party=office_of, person=True).Next(
        this.heard
    )
    heard = Join().Next(this.approve).Annotation(title=_("意见齐备"))
    approve = Turn(_("审批"), role=Role.APPROVER, party=office_of).Next(this.permitted)
    permitted = (
        If(any_item(ReviewItem.Outcome.PERMIT))
        .Then(this.mark)
        .Else(this.issue)
        .Annotation(title=_("有准予？"))
    )
    mark = Turn(_("加贴标识"), role=Role.INTAKE, party=office_of).Next(this.issue)
    issue = Turn(_("签发"), role=Role.ISSUER, party=office_of).Next(this.refused)
    refused = (
        If(any_item(ReviewItem.Outcome.PROHIBITED))
        .Then(this.hand_back)
        .Else(this.end)
        .Annotation(title=_("有退还？"))
    )
    hand_back = Turn(_("退还签收"), role=Role.INTAKE, party=office_of).Next(this.end)
    end = End().Annotation(title=_("办结"))
