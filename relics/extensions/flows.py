"""Whose turn it is in an extension: two authorities side by side, then one end (§10.4).

The first no ends the asking: the other authority's turn is closed (edge case 11).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.cases.nodes import CaseFlow, End, If, Join, Opening, Split, Turn, this
from approvals.parties.models import Role
from relics.reviews.flows import office_of

from .models import Extension


def _of(activation: Any) -> Extension:
    return Extension.objects.prefetch_related("answers").get(case__process_id=activation.process.pk)


def customs_of(case: Case) -> int:
    """The customs where the objects entered."""
    return int(case.extension.entry.entry.customs_id)


class ExtensionFlow(CaseFlow):
    """暂时进境文物延期"""

    start = Opening().Next(this.in_time)
    in_time = (
        If(lambda activation: not _of(activation).is_late)
        .Then(this.ask)
        .Else(this.refuse)
        .Annotation(title=_("期限内提出？"))
    )
    ask = (
        Split()
        .Next(this.office)
        .Next(this.customs, case=lambda activation: _of(activation).asks_customs)
        .Annotation(title=_("分送"))
    )
    office = Turn(_("文物部门决定延期"), role=Role.APPROVER, party=office_of).Next(this.answered)
    customs = Turn(_("海关答复延期"), role=Role.CUSTOMS, party=customs_of).Next(this.answered)
    answered = (
        Join(continue_on_condition=lambda activation, _open: _of(activation).is_denied())
        .Next(this.agreed)
        .Annotation(title=_("答复齐备，或者一方不同意"))
    )
    agreed = (
        If(lambda activation: _of(activation).all_agree())
        .Then(this.end)
        .Else(this.refuse)
        .Annotation(title=_("都同意？"))
    )
    refuse = Turn(_("签署不予延期决定"), role=Role.APPROVER, party=office_of).Next(this.end)
    end = End().Annotation(title=_("办结"))
