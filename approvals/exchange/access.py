"""How a system comes in: a bearer token of a registered client, with the scope of the call.

A client's token has no user of its own; it acts as the system user of its party, whose roles
are checked by the services exactly as a person's are.
"""

from typing import Any

from allauth.idp.oidc.contrib.ninja.security import TokenAuth
from django.http import HttpRequest
from django.utils.translation import gettext as _

from approvals.parties.models import SystemClient, User
from approvals.record.refusals import NotAllowed, Refusal


class SystemAuth(TokenAuth):  # type: ignore[misc]
    """Bearer authentication for one scope: 401 without a valid token, 403 without the scope."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str) -> None:
        super().__init__(scope=[])
        self.needed = scope

    def __call__(self, request: HttpRequest) -> User | None:
        token = super().__call__(request)
        if not token:
            return None
        if self.needed not in token.get_scopes():
            raise NotAllowed(
                Refusal(
                    "scope_missing",
                    _("令牌缺少所需的权限范围：%(scope)s。") % {"scope": self.needed},
                    "D-SCOPE",
                    _("请用包含该范围的令牌重新请求。"),
                )
            )
        client = (
            SystemClient.objects.select_related("acts_as", "party")
            .filter(client_id=token.client_id, party__is_active=True, acts_as__is_active=True)
            .first()
        )
        if client is None:
            raise NotAllowed(
                Refusal("client_unknown", _("该客户端未登记到任何单位。"), "D-SCOPE", "")
            )
        request.user = client.acts_as
        return client.acts_as


def client_key(request: HttpRequest) -> str:
    """Whose idempotency keys these are: the system user behind the token."""
    user: Any = request.user
    return str(user.actor_key)
