"""Whose turn it is in an entry (§10.2). Nodes and arrows only; the law is in the models."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.nodes import CaseFlow, End, If, Opening, Turn, this
from approvals.parties.models import Role
from relics.reviews.flows import applicant_side, in_status, office_of
from relics.reviews.models import Review


class Steps:
    """The steps of every entry; each flow below has its own copy of them."""

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
    check_in = Turn(_("查验关封与到场登记"), role=Role.INTAKE, party=office_of).Next(this.arrived)
    arrived = (
        If(in_status(Review.Status.APPRAISING))
        .Then(this.register)
        .Else(this.book)
        .Annotation(title=_("到场？"))
    )
    register = Turn(_("进境登记"), role=Role.INTAKE, party=office_of).Next(this.issue)
    issue = Turn(_("签发"), role=Role.ISSUER, party=office_of).Next(this.end)
    end = End().Annotation(title=_("办结"))


class EntryFlow(Steps, CaseFlow):
    """文物进境"""


class TemporaryEntryFlow(Steps, CaseFlow):
    """文物临时进境"""
