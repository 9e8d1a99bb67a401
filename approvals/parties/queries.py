"""Who may act for whom today. Each answer is read from rows valid on the day."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from .models import Delegation, Mandate, Membership, Party, Role, User

Anyone = User | AnonymousUser


def memberships_of(user: Anyone, on: date | None = None) -> QuerySet[Membership]:
    """The memberships in which an active user acts on the day (default today).

    Its own, and those of colleagues who are away and have lent it the role for these days.
    """
    day = on or timezone.localdate()
    if not user.is_authenticated or not user.is_active:
        return Membership.objects.none()
    return Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        Q(user_id=user.pk) | Exists(_lent_to(user, day)),
        valid_from__lte=day,
        party__is_active=True,
    ).select_related("party")


def delegations_on(day: date) -> QuerySet[Delegation]:
    """Delegations in force on the day, of officers who still may sign in."""
    return Delegation.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=day),
        valid_from__lte=day,
        valid_to__gte=day,
        delegator__is_active=True,
    )


def _lent_to(user: Anyone, day: date) -> QuerySet[Delegation]:
    """What makes the outer membership, somebody else's, one in which the user acts."""
    return delegations_on(day).filter(
        delegate=user.pk,
        delegator=OuterRef("user"),
        party=OuterRef("party"),
        role=OuterRef("role"),
    )


def delegators_of(user: Anyone, role: str, party_id: int) -> list[User]:
    """For whom the user acts today in that role at that party."""
    lent = delegations_on(timezone.localdate()).filter(
        delegate=user.pk, role=role, party_id=party_id
    )
    return [one.delegator for one in lent.select_related("delegator")]


def roles_of(user: Anyone, on: date | None = None) -> set[str]:
    """Every role the user holds anywhere on the day."""
    return set(memberships_of(user, on).values_list("role", flat=True))


def holds_role(user: Anyone, role: str, party_id: int, on: date | None = None) -> bool:
    """Whether the user holds `role` for that very party on the day."""
    return memberships_of(user, on).filter(role=role, party_id=party_id).exists()


def parties_of(user: Anyone, *roles: str) -> QuerySet[Party]:
    """The parties for which the user holds one of `roles` (any role when none is named)."""
    held = memberships_of(user)
    if roles:
        held = held.filter(role__in=roles)
    return Party.objects.filter(pk__in=held.values("party_id"))


def mandates_on(day: date) -> QuerySet[Mandate]:
    """Mandates in force on the day (R-EXIT-01)."""
    return Mandate.objects.filter(
        Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
        valid_from__lte=day,
        valid_to__gte=day,
    )


def may_apply_for(user: Anyone) -> QuerySet[Party]:
    """The applicants the user may act for: its own parties and those that gave a mandate."""
    own = parties_of(user, Role.AGENT)
    given = mandates_on(timezone.localdate()).filter(agent__in=own)
    return Party.objects.filter(
        Q(pk__in=own.values("pk")) | Q(pk__in=given.values("principal_id")),
        kind__in=[Party.Kind.ENTERPRISE, Party.Kind.PERSON],
    )
