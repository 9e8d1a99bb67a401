"""Registering the systems that come in by the interface."""

from collections.abc import Iterable

from allauth.idp.oidc.models import Client
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from approvals.parties.models import Membership, Party, SystemClient, User
from approvals.record.services import Actor, write_trail


def register_system(
    party: Party, name: str, *, scopes: Iterable[str], roles: Iterable[str], by: Actor
) -> tuple[str, str]:
    """Register a system of a party and return its client id and its secret, shown once.

    The system acts as a user of its own with the given roles at that party, so that every
    service checks it as it checks a person. An administrator's act.
    """
    secret = get_random_string(48)
    wanted = sorted(scopes)
    with transaction.atomic():
        user = User(username=f"system-{get_random_string(12).lower()}", full_name=name)
        user.set_unusable_password()
        user.save()
        for role in roles:
            Membership.objects.create(
                user=user, party=party, role=role, valid_from=timezone.localdate()
            )
        client = Client(
            name=name,
            secret=make_password(secret),
            scopes="\n".join(wanted),
            default_scopes="\n".join(wanted),
            grant_types=Client.GrantType.CLIENT_CREDENTIALS,
            response_types="",
            skip_consent=True,
        )
        client.save()
        SystemClient.objects.create(client_id=client.pk, party=party, acts_as=user)
        write_trail(
            f"party:{party.pk}",
            "system.register",
            by=by,
            subject=f"client:{client.pk}",
            after={"name": name, "scopes": wanted},
        )
    return client.pk, secret
