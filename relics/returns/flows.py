"""Whose turn it is in a re-exit (§10.5). Nodes and arrows only; the law is in the models."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.nodes import CaseFlow, End, If, Opening, Turn, this
from approvals.parties.models import Role
from relics.reviews.flows import any_item, applicant_side, in_status, office_of
from relics.reviews.models import Review, ReviewItem


class ReExitFlow(CaseFlow):
    """文物复出境"""

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
        .Then(this.compare)
        .Else(this.book)
        .Annotation(title=_("到场？"))
    )
    compare = Turn(_("实物比对"), role=Role.INTAKE, party=office_of).Next(this.approve)
    approve = Turn(_("审批"), role=Role.APPROVER, party=office_of).Next(this.permitted)
    permitted = (
        If(any_item(ReviewItem.Outcome.PERMIT))
        .Then(this.mark)
        .Else(this.issue)
        .Annotation(title=_("有准予？"))
    )
    mark = Turn(_("加贴标识"), role=Role.INTAKE, party=office_of).Next(this.issue)
    issue = Turn(_("签发"), role=Role.ISSUER, party=office_of).Next(this.end)
    end = End().Annotation(title=_("办结"))
