"""Whose turn it is with a filing (§10.7). Nodes and arrows only; the law is in the models."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.cases.nodes import CaseFlow, End, If, Opening, Turn, this
from approvals.parties.models import Role

from .models import Filing
from .rules import role_at

STATUS = Filing.Status


def holder_side(case: Case) -> int:
    return case.acting_party.pk


def authority_of(case: Case) -> int:
    return case.office_id or 0


def customs_of(case: Case) -> int:
    port = case.filing.port
    return port.customs_id if port else 0


def in_status(*statuses: str) -> Any:
    """A condition on the filing's legal status, read from its row."""
    return lambda activation: (
        Filing.objects.only("status").get(case__process_id=activation.process.pk).status in statuses
    )


class AuthorityTurn(Turn):
    """A turn of whichever authority takes the filing: the role follows its kind (R-ART-08)."""

    def calc_owner_permission(self, activation: Any) -> str:
        case = Case.objects.select_related("office").get(process_id=activation.process.pk)
        assert case.office is not None
        return f"{role_at(case.office)}@{case.office_id}"


def examining(title: Any) -> AuthorityTurn:
    return AuthorityTurn(title, role=Role.CULTURE, party=authority_of)


class FilingFlow(CaseFlow):
    """电子备案"""

    start = Opening().Next(this.light)
    light = (
        If(in_status(STATUS.ACTIVE))
        .Then(this.hold)
        .Else(this.examine)
        .Annotation(title=_("仅存储？"))
    )
    examine = examining(_("备案审查")).Next(this.examined)
    examined = (
        If(in_status(STATUS.RETURNED))
        .Then(this.fix)
        .Else(this.on_file)
        .Annotation(title=_("补正？"))
    )
    fix = Turn(_("补正"), role=Role.AGENT, party=holder_side).Next(this.examine)
    on_file = (
        If(in_status(STATUS.ACTIVE)).Then(this.hold).Else(this.end).Annotation(title=_("备案？"))
    )
    hold = Turn(_("使用、变更或注销"), role=Role.AGENT, party=holder_side).Next(this.changed)
    changed = (
        If(in_status(STATUS.CHANGED))
        .Then(this.confirm)
        .Else(this.crossing)
        .Annotation(title=_("变更？"))
    )
    confirm = examining(_("变更确认")).Next(this.hold)
    crossing = (
        If(in_status(STATUS.LINE2_REQUESTED))
        .Then(this.approve)
        .Else(this.end)
        .Annotation(title=_("二线出区？"))
    )
    approve = examining(_("核对省级批准")).Next(this.release)
    release = Turn(_("海关放行"), role=Role.CUSTOMS, party=customs_of).Next(this.end)
    end = End().Annotation(title=_("办结"))
