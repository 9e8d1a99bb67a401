"""The tiers at the desk of customs, and the enterprise's own page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.parties.models import Party
from approvals.record.refusals import Refusal

from . import services
from .forms import RatingForm
from .models import Rating
from .queries import (
    ENTERPRISES,
    Standing,
    enterprises,
    own_enterprises,
    rates_parties,
    ratings_by_party,
    standing_of,
    tier_by,
)
from .tiers import Tier, rank_of

A_PAGE = 30
TONES = {1: "approved", 2: "approved", 3: "accepted", 4: "refused", 5: "refused"}


@login_required
@require_GET
def desk_list(request: HttpRequest) -> HttpResponse:
    """The rated enterprises, or those that a name or code finds. For customs."""
    if not rates_parties(request.user):
        raise Http404
    asked = request.GET.get("q", "").strip()[:60]
    page = Paginator(enterprises(asked), A_PAGE).get_page(request.GET.get("page"))
    day = timezone.localdate()
    found = ratings_by_party(list(page.object_list), day)
    rows = []
    for party in page:
        tier = tier_by(found.get(party.pk), day)
        tone = _tone(tier)
        rows.append({"party": party, "rating": found.get(party.pk), "tier": tier, "tone": tone})
    return render(request, "credit/list.html", {"rows": rows, "page": page, "q": asked})


@login_required
@require_http_methods(["GET", "POST"])
def desk_party(request: HttpRequest, pk: int) -> HttpResponse:
    """One enterprise: its tiers, what they open, and the form for the next. For customs."""
    if not rates_parties(request.user):
        raise Http404
    party = get_object_or_404(ENTERPRISES, pk=pk)
    return answer(Act(request, party), {"rate": _rate}, _party_page)


@login_required
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own enterprises with their tiers and what these open."""
    page = Paginator(own_enterprises(request.user), 3).get_page(request.GET.get("page"))
    shown = [_shown(party) for party in page]
    return render(request, "credit/own.html", {"shown": shown, "page": page})


def _rate(act: Act) -> Said:
    form = RatingForm(act.request.POST)
    if not act.passes(form):
        return None
    services.rate_party(
        act.subject, form.cleaned_data.pop("tier"), **form.cleaned_data, by=act.user
    )
    return _("已登记信用等级。")


def _party_page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    context = {
        **_shown(act.subject),
        "form": act.shown(RatingForm(initial={"valid_from": timezone.localdate()})),
        "faulty": act.faulty,
        "refusal": refusal,
    }
    return render(act.request, "credit/party.html", context, status=status)


def _shown(party: Party) -> dict[str, Any]:
    standing = standing_of(party)
    return {
        "party": party,
        "standing": standing,
        "tone": _tone(standing.tier),
        "opens": _opens(standing),
        "ratings": Rating.objects.filter(party=party).order_by("-valid_from", "-pk")[:20],
    }


def _opens(standing: Standing) -> list[tuple[str, str]]:
    yes, no = _("可以"), _("不可以")
    every = _("逐批查验")
    share = f"{standing.inspection_share}%"
    return [
        (_("保税展示"), yes if standing.may_show else no),
        (_("集中申报"), yes if standing.may_declare_centrally else no),
        (_("免除担保"), yes if standing.may_be_exempt else no),
        (_("布控查验"), every if standing.inspect_every_batch else share),
    ]


def _tone(tier: Tier | None) -> str:
    return "waiting" if tier is None else TONES[rank_of(tier)]
