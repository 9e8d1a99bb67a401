"""An authority decides, from a day on."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail

from .models import PolicyValue
from .registry import policy_of
from .rules import value_refusal

DECIDERS = (Role.APPROVER, Role.ADMINISTRATOR)


@transaction.atomic
def set_policy(
    key: str, value: Any, *, party: Party, effective_from: date, reason: str, by: User
) -> PolicyValue:
    """Decide what holds at `party` from a day on; never backwards. Approver or administrator.

    Raises NotAllowed, or NotAcceptable for a value the policy does not know.
    """
    registered = policy_of(key)
    if not any(holds_role(by, role, party.pk) for role in DECIDERS):
        raise NotAllowed(
            Refusal("no_right", _("只有本机构的审批人或管理员可以变更政策。"), registered.rule)
        )
    require(value_refusal(registered, value), error=NotAcceptable)
    if effective_from < timezone.localdate():
        raise NotAcceptable(
            Refusal(
                "policy_backwards",
                _("政策不能溯及以往。"),
                "R-GEN-01",
                _("请选择今天或以后的日期。"),
            )
        )
    if not reason.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("请写明依据与理由。"), "R-GEN-01", _("请填写理由。"))
        )
    said = PolicyValue.objects.create(
        key=key,
        party=party,
        value=value,
        effective_from=effective_from,
        reason=reason.strip(),
        set_by=by,
    )
    write_trail(
        f"party:{party.pk}",
        "policy.set",
        by=by,
        subject=f"policy:{key}",
        after={"value": value, "from": effective_from},
        reason=reason.strip(),
        acting_for=party.name,
    )
    return said
