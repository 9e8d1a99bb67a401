"""Machine clients: a client's token acts for the party the client is registered for."""

from allauth.idp.oidc.adapter import DefaultOIDCAdapter


class ClientAdapter(DefaultOIDCAdapter):  # type: ignore[misc]
    """Our scopes beside the standard ones."""

    scope_display = {
        **DefaultOIDCAdapter.scope_display,
        "cases": "申报与预约 Applications and appointments",
        "decisions": "审核决定 Review decisions",
        "books": "电子账册 Account books",
        "releases": "核验与放行 Verification and release",
    }
