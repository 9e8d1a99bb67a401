"""Who may do what: the operator's people, the deciding customs, an authority that is asked."""

from django.utils.translation import gettext as _

from approvals.parties.models import Party, Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Refusal


def operator_refusal(operator: Party, by: User) -> Refusal | None:
    """Only the operator's own people act for it (展厅经营人)."""
    if operator.is_active and holds_role(by, Role.OPERATOR, operator.pk):
        return None
    return Refusal("no_right", _("只有经营单位的展厅经营人可以办理。"), "R-BOND-01")


def customs_refusal(customs: Party, by: User) -> Refusal | None:
    """Only officers of the customs that keeps the showroom (rules §0.2)."""
    if holds_role(by, Role.CUSTOMS, customs.pk):
        return None
    return Refusal("no_right", _("只有主管海关的关员可以办理。"), "R-BOND-01")


def reason_refusal(reason: str, rule: str) -> Refusal | None:
    """What is given back, suspended or ended says why."""
    if reason.strip():
        return None
    return Refusal("reason_missing", _("请写明理由。"), rule, _("请填写事实与理由。"))
