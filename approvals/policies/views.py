"""What holds at the reader's own authority, since when and by whose word; and a new word."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from approvals.parties.models import Party, Role, User
from approvals.parties.queries import memberships_of, parties_of
from approvals.record.refusals import Refused

from .forms import PolicyForm
from .queries import holding_at, values_of
from .registry import Policy, UnknownPolicy, all_policies, policy_of
from .services import DECIDERS, set_policy

EVIDENCE = {
    "V": gettext_lazy("已核对原文"),
    "V2": gettext_lazy("见于二手来源"),
    "C": gettext_lazy("推论"),
    "M": gettext_lazy("记忆或转述"),
    "D": gettext_lazy("本系统设定"),
}
AUTHORITIES = (
    Party.Kind.RELIC_OFFICE,
    Party.Kind.ZONE,
    Party.Kind.CUSTOMS,
    Party.Kind.CULTURE,
    Party.Kind.TAX,
)


@login_required
@require_safe
def policy_list(request: HttpRequest) -> HttpResponse:
    """Every registered policy with what holds at the reader's authority."""
    own = _own(request)
    party = _chosen(request, own)
    held = holding_at(party)
    rows = [
        {
            "policy": one,
            "said": held.get(one.key),
            "value": words(one, held[one.key].value if one.key in held else one.default),
            "evidence": EVIDENCE[one.evidence],
        }
        for one in all_policies()
    ]
    context = {"rows": rows, "party": party, "parties": own}
    return render(request, "policies/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def policy_page(request: HttpRequest, key: str) -> HttpResponse:
    """One policy, everything the authority has said on it, and a form for its next word."""
    party = _chosen(request, _own(request))
    try:
        registered = policy_of(key)
    except UnknownPolicy:
        raise Http404 from None
    user = cast("User", request.user)
    may_decide = memberships_of(user).filter(role__in=DECIDERS, party=party).exists()
    held = holding_at(party).get(key)
    form = PolicyForm(
        request.POST if request.method == "POST" else None,
        policy=registered,
        initial={"value": as_typed(registered, held.value if held else registered.default)},
    )
    refused: Refused | None = None
    if request.method == "POST" and (form.is_valid() or not may_decide):
        given = {"value": None, "effective_from": timezone.localdate(), "reason": ""}
        try:
            set_policy(key, party=party, by=user, **(given | form.cleaned_data))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已记录。"))
            return redirect(f"{reverse('policies:policy', args=[key])}?party={party.pk}")
    today = timezone.localdate()
    context = {
        "policy": registered,
        "party": party,
        "value": words(registered, held.value if held else registered.default),
        "default": words(registered, registered.default),
        "held": held,
        "history": [
            (one, words(registered, one.value), one.effective_from > today)
            for one in values_of(key, party)[:100]
        ],
        "evidence": EVIDENCE[registered.evidence],
        "form": form if may_decide else None,
        "refusal": refused and refused.refusal,
    }
    status = refused.status if refused else (422 if form.errors else 200)
    return render(request, "policies/policy.html", context, status=status)


def words(policy: Policy, value: Any) -> str:
    """A value as people read it, with its unit."""
    if policy.kind == "yes_no":
        return _("是") if value else _("否")
    known = dict(policy.choices)
    if policy.kind == "choice":
        return str(known.get(value, value))
    parts = value if isinstance(value, list) else [value]
    if policy.kind == "text":
        parts = [known.get(one.strip(), one) for one in str(value).split(",")]
    text = _("、").join(map(str, parts))
    return f"{text} {policy.unit}".strip() or "—"


def as_typed(policy: Policy, value: Any) -> Any:
    """A value as its field in the form holds it."""
    if policy.kind == "yes_no":
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _own(request: HttpRequest) -> list[Party]:
    """The authorities for which the reader acts; 404 for who acts for none."""
    roles = [role for role in Role if role not in {Role.AGENT, Role.VIEWER, Role.OPERATOR}]
    found = list(
        parties_of(request.user, *roles).filter(kind__in=AUTHORITIES).order_by("pk").distinct()
    )
    if not found:
        raise Http404
    return found


def _chosen(request: HttpRequest, own: list[Party]) -> Party:
    asked = request.GET.get("party", "")
    return next((one for one in own if str(one.pk) == asked), own[0])
