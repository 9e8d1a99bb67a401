"""Who may have the books compared, and who settles a difference."""

from django.utils.translation import gettext as _

from approvals.parties.models import Role
from approvals.parties.queries import Anyone, memberships_of
from approvals.parties.sides import FIRMS_PEOPLE
from approvals.record.refusals import Refusal

from .models import Difference

RULE = "R-BOND-02"


def runner_refusal(by: Anyone) -> Refusal | None:
    """Customs and the operators may ask for a comparison at any time."""
    if memberships_of(by).filter(role__in=[*FIRMS_PEOPLE, Role.CUSTOMS]).exists():
        return None
    return Refusal("no_right", _("只有主管海关和经营单位可以发起比对。"), RULE)


def settler_refusal(difference: Difference, by: Anyone) -> Refusal | None:
    """An officer of the customs that keeps the object settles it."""
    if memberships_of(by).filter(role=Role.CUSTOMS, party=difference.customs_id).exists():
        return None
    return Refusal("no_right", _("只有主管海关可以了结账实差异。"), RULE)


def not_open(difference: Difference) -> Refusal | None:
    """It is settled once, while it stands."""
    if difference.is_open:
        return None
    return Refusal("difference_over", _("这项差异已经消除或了结。"), RULE, _("请刷新页面。"))


def reason_refusal(reason: str) -> Refusal | None:
    if reason.strip():
        return None
    return Refusal("reason_missing", _("了结须写明理由。"), RULE, _("请填写理由。"))
