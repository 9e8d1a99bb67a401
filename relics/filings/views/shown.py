"""What the pages of both sides show alike."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest

from approvals.cases.wording import timeline_of
from approvals.certificates.registry import office_only_kinds
from approvals.parties.models import User
from relics.filings.differences import in_words
from relics.filings.models import CitesPaper, Filing
from relics.filings.models.filing import CONTENT
from relics.filings.queries import locked_for, narrowed
from relics.filings.rules import named_species, species_of
from relics.filings.wording import NEXT, steps_of, tone_of
from relics.register.models import Kind
from relics.reviews.views.office.shown import photos_of

A_PAGE = 25


def person(request: HttpRequest) -> User:
    """Who is signed in; for views behind `login_required`."""
    return cast("User", request.user)


def listing(request: HttpRequest, filings: Any) -> dict[str, Any]:
    """A list with its filters, all of them in the address."""
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", "status", "kind")}
    found = narrowed(filings, search=asked["q"], status=asked["status"], kind=asked["kind"])
    page = Paginator(found.order_by("-pk"), A_PAGE).get_page(request.GET.get("page"))
    rows = [{"filing": one, "tone": tone_of(one.status)} for one in page]
    choices = {"statuses": Filing.Status.choices, "kinds": Kind.choices}
    return {"rows": rows, "page": page, "asked": asked, **choices}


def shown(found: Filing) -> dict[str, Any]:
    """What both sides see of a filing, read with `queries.whole_of`."""
    versions = list(found.versions.select_related("by").order_by("-number"))
    facts = [(label, in_words(name, getattr(found, name))) for name, label in CONTENT.items()]
    cites: list[CitesPaper] = list(found.cites_papers.all())
    reason = getattr(found, "locked_because", None)
    return {
        "filing": found,
        "tone": tone_of(found.status),
        "next": NEXT[found.status],
        "steps": steps_of(found.case),
        "facts": facts,
        "versions": versions,
        "uses": list(found.uses.all()),
        "papers": list(
            found.case.certificates.exclude(kind__in=office_only_kinds()).order_by("-pk")
        ),
        "points": getattr(found, "told", []),
        "cites": cites,
        "copies": [one for one in cites if one.released_on and not one.copied_on],
        "species": [{"label": named_species(hit), "word": hit.word} for hit in species_of(found)],
        "lock": locked_for(reason) if reason else None,
        "photos": photos_of(found.object),
        "entries": timeline_of(found.case),
    }
