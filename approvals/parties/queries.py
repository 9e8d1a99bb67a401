"""Who may act for whom today. Each answer is read from rows valid on the day."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import Mandate, Membership, Party, Role, User

Anyone = User | AnonymousUser


def memberships_of(user: Anyone, on: date | None = None) -> QuerySet[Membership]:
    """The memberships of an active user that are valid on the day (default today)."""
    day = on or timezone.localdate()
    if not user.is_authenticated or not user.is_active:
        return Membership.objects.none()
    return Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        user_id=user.pk,
        valid_from__lte=day,
        party__is_active=True,
    ).select_related("party")


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
