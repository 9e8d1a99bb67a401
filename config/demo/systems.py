"""The demo's systems: one that applies, one that decides, one that releases, by the interface."""

from allauth.idp.oidc.models import Client
from django.contrib.auth.hashers import make_password

from approvals.exchange.services import register_system
from approvals.parties.models import Party, Role, SystemClient
from approvals.record.services import CLOCKWORK

from .people import PASSWORD

SYSTEMS = (
    ("dealer1", "示例甲店业务系统", "cases", Role.AGENT),
    ("office", "示例审核业务系统", "decisions", Role.APPROVER),
    ("customs_air", "示例空港海关系统", "releases", Role.CUSTOMS),
)


def register_systems(parties: dict[str, Party]) -> None:
    """Register what is missing; the secret of each is the demo's password, for it is no secret."""
    known = SystemClient.objects.filter(party__in=parties.values()).values_list(
        "party_id", flat=True
    )
    missing = [one for one in SYSTEMS if parties[one[0]].pk not in known]
    secret = make_password(PASSWORD) if missing else ""
    for key, name, scope, role in missing:
        client, _shown_once = register_system(
            parties[key], name, scopes=[scope], roles=[role], by=CLOCKWORK
        )
        Client.objects.filter(pk=client).update(secret=secret)


def systems() -> list[tuple[str, str, str]]:
    """Client id, name and scopes of each system of the demo that this database holds."""
    names = [name for _key, name, _scope, _role in SYSTEMS]
    found = Client.objects.filter(name__in=names).order_by("created_at")
    return [(client.pk, client.name, " ".join(client.get_scopes())) for client in found]
