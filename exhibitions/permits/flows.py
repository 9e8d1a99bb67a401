"""Whose turn it is with a place and with a permit (§10.8). Nodes and arrows only."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.cases.nodes import CaseFlow, End, FanOut, If, Join, Opening, Turn, this
from approvals.parties.models import Role

from .models import AUTHORITIES, DisplayPermit, Site

S = DisplayPermit.Status


def operator_of(case: Case) -> int:
    return case.applicant_id


def customs_of(case: Case) -> int:
    return case.office_id or 0


def _permit(activation: Any) -> DisplayPermit:
    return DisplayPermit.objects.get(case__process_id=activation.process.pk)


def in_status(*statuses: str) -> Any:
    """A condition on the permit's legal status, read from its row."""
    return lambda activation: _permit(activation).status in statuses


def is_asked(activation: Any) -> bool:
    return _permit(activation).status == S.SUBMITTED


def wants_longer(activation: Any) -> bool:
    return (
        _permit(activation)
        .prolongations.filter(is_granted__isnull=True, lapsed_at__isnull=True)
        .exists()
    )


def is_returned(activation: Any) -> bool:
    site = Site.objects.only("status").get(case__process_id=activation.process.pk)
    return bool(site.status == Site.Status.RETURNED)


def asked_of(case: Case) -> list[dict[str, Any]]:
    """A turn for each authority that is asked, with the role that speaks for it."""
    return [
        {
            "consultation": one.pk,
            "party": one.authority_id,
            "role": AUTHORITIES[one.authority.kind],
        }
        for one in case.display_permit.asked_now()
    ]


class AskedTurn(Turn):
    """The turn of an authority that is asked: role and party stand in the task itself."""

    def calc_owner_permission(self, activation: Any) -> str:
        said = activation.task.data
        return f"{said['role']}@{said['party']}"


class ShowroomFlow(CaseFlow):
    """保税展示场所核准"""

    start = Opening().Next(this.review)
    review = Turn(_("核准展示场所"), role=Role.CUSTOMS, party=customs_of).Next(this.reviewed)
    reviewed = If(is_returned).Then(this.fix).Else(this.end).Annotation(title=_("补正？"))
    fix = Turn(_("补正展示场所"), role=Role.OPERATOR, party=operator_of).Next(this.review)
    end = End().Annotation(title=_("办结"))


class DisplayFlow(CaseFlow):
    """保税展示交易许可"""

    start = Opening().Next(this.route)
    route = If(is_asked).Then(this.ask).Else(this.decide).Annotation(title=_("须征求意见？"))
    ask = FanOut(over=asked_of).Next(this.answer).Annotation(title=_("分送"))
    answer = AskedTurn(_("答复展示申请"), role=Role.CULTURE, party=customs_of).Next(this.answered)
    answered = Join().Next(this.decide).Annotation(title=_("答复齐备"))
    decide = Turn(_("决定展示许可"), role=Role.CUSTOMS, party=customs_of).Next(this.decided)
    decided = (
        If(in_status(S.RETURNED)).Then(this.fix).Else(this.granted).Annotation(title=_("补正？"))
    )
    fix = Turn(_("补正展示申请"), role=Role.OPERATOR, party=operator_of).Next(this.route)
    granted = (
        If(in_status(S.APPROVED)).Then(this.secure).Else(this.end).Annotation(title=_("许可？"))
    )
    secure = Turn(_("提供担保"), role=Role.OPERATOR, party=operator_of).Next(this.open)
    open = Turn(_("开展"), role=Role.OPERATOR, party=operator_of).Next(this.show)
    show = Turn(_("展示、延期或收展"), role=Role.OPERATOR, party=operator_of).Next(this.longer)
    longer = If(wants_longer).Then(this.prolong).Else(this.close).Annotation(title=_("延期？"))
    prolong = Turn(_("决定延长展期"), role=Role.CUSTOMS, party=customs_of).Next(this.show)
    close = Turn(_("核对并结案"), role=Role.CUSTOMS, party=customs_of).Next(this.end)
    end = End().Annotation(title=_("办结"))
