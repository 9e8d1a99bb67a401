"""Lending an officer's role to a colleague while the officer is away, and taking it back."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Delegation, Membership, Party, Role, User
from approvals.parties.queries import memberships_of
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail

LENDABLE = (Role.INTAKE, Role.SCHEDULER, Role.APPROVER, Role.ISSUER, Role.CUSTOMS)
"""A seat on a panel is given by name and stays with its appraiser (R-EXIT-04)."""


def delegate_role(
    party: Party,
    role: str,
    *,
    to: User,
    valid_from: date,
    valid_to: date,
    reason: str,
    by: User,
) -> Delegation:
    """Lend one's own role at a party to a colleague of that party, for some days.

    The colleague acts in its own name: recusal (R-GEN-15) and every rule that asks for two
    persons see the person who acts. Nobody lends what was lent to it, and two people never
    stand in for each other. Raises NotAllowed, NotAcceptable, Conflict.
    """
    if not own_memberships(by).filter(party=party, role=role).exists() or role not in LENDABLE:
        raise NotAllowed(
            Refusal("not_yours_to_lend", _("只能委托本人在该单位的职责。"), "D-DELEGATE")
        )
    require(_unfit(party, to, by), error=NotAcceptable)
    require(_unclear(valid_from, valid_to, reason), error=NotAcceptable)
    with transaction.atomic():
        # One party's delegations are made one after the other, so that a circle shows.
        Party.objects.select_for_update(no_key=True).get(pk=party.pk)
        if _is_lent_back(party, role, to, valid_from, valid_to):
            raise Conflict(
                Refusal(
                    "delegation_in_a_circle",
                    _("对方在这段时间也已离岗，不能再代理。"),
                    "D-DELEGATE",
                    _("请另选同事。"),
                )
            )
        try:
            with transaction.atomic():
                lent = Delegation.objects.create(
                    delegator=by,
                    delegate=to,
                    party=party,
                    role=role,
                    valid_from=valid_from,
                    valid_to=valid_to,
                    reason=reason.strip(),
                )
        except IntegrityError as error:
            if "delegation_once" not in str(error):
                raise
            raise Conflict(
                Refusal("delegated_already", _("这段时间已委托他人代理。"), "D-DELEGATE")
            ) from error
        _write(lent, "delegation.give", by)
    return lent


def end_delegation(delegation: Delegation, *, by: User) -> Delegation:
    """Take the role back; from today on it is not lent any more, the row stays."""
    with transaction.atomic():
        held = Delegation.objects.select_for_update().get(pk=delegation.pk)
        if held.delegator_id != by.pk:
            raise NotAllowed(
                Refusal("not_yours_to_lend", _("只有委托人本人可以收回。"), "D-DELEGATE")
            )
        today = timezone.localdate()
        if held.ended_on is not None or held.valid_to < today:
            raise Conflict(Refusal("delegation_over", _("该委托已经结束。"), "D-DELEGATE"))
        held.ended_on = today - timedelta(days=1)
        held.save(update_fields=["ended_on"])
        _write(held, "delegation.end", by)
    return held


def own_memberships(user: User) -> QuerySet[Membership]:
    """What the user holds itself today, without what was lent to it."""
    return memberships_of(user).filter(user=user)


def _unfit(party: Party, to: User, by: User) -> Refusal | None:
    if to.pk == by.pk:
        return Refusal("delegation_to_oneself", _("不能委托给本人。"), "D-DELEGATE")
    if not own_memberships(to).filter(party=party).exists():
        return Refusal("not_a_colleague", _("只能委托给本单位的同事。"), "D-DELEGATE")
    return None


def _unclear(valid_from: date, valid_to: date, reason: str) -> Refusal | None:
    if not valid_from <= valid_to or valid_to < timezone.localdate():
        return Refusal("delegation_days", _("请填写正确的起止日期。"), "D-DELEGATE")
    if not reason.strip():
        return Refusal("delegation_without_reason", _("请写明离岗事由。"), "D-DELEGATE")
    return None


def _is_lent_back(party: Party, role: str, to: User, first: date, last: date) -> bool:
    """Whether the colleague has lent the same role away itself in these days."""
    return (
        Delegation.objects.filter(
            delegator=to, party=party, role=role, valid_from__lte=last, valid_to__gte=first
        )
        .exclude(ended_on__lt=first)
        .exists()
    )


def _write(lent: Delegation, verb: str, by: User) -> None:
    write_trail(
        f"office:{lent.party_id}",
        verb,
        by=by,
        subject=f"delegation:{lent.pk}",
        after={
            "role": lent.role,
            "delegate": lent.delegate.actor_name,
            "from": str(lent.valid_from),
            "to": str(lent.ended_on or lent.valid_to),
        },
        reason=lent.reason,
        acting_for=lent.party.name,
    )
