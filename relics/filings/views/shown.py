"""What the pages of both sides show alike."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from approvals.cases.clocks import ClockFace, calendar_on, face_of
from approvals.cases.queries import running_clocks
from approvals.cases.wording import timeline_of
from approvals.certificates.registry import office_only_kinds
from relics.filings.differences import in_words
from relics.filings.models import CitesPaper, Filing
from relics.filings.models.filing import CONTENT
from relics.filings.queries import locked_for, narrowed
from relics.filings.rules import named_species, species_of
from relics.filings.wording import NEXT, steps_of, tone_of
from relics.register.models import Kind, Photo
from relics.reviews.views.office.shown import photos_of

A_PAGE = 25
FIRST_PHOTO = Photo.objects.filter(object=OuterRef("object")).order_by("position")


def listing(request: HttpRequest, filings: Any) -> dict[str, Any]:
    """A list with its filters, all of them in the address."""
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", "status", "kind")}
    found = narrowed(filings, search=asked["q"], status=asked["status"], kind=asked["kind"])
    covered = found.annotate(cover=Subquery(FIRST_PHOTO.values("pk")[:1])).order_by("-pk")
    page = Paginator(covered, A_PAGE).get_page(request.GET.get("page"))
    rows = [{"filing": one, "tone": tone_of(one.status), "cover": one.cover} for one in page]
    choices = {"statuses": Filing.Status.choices, "kinds": Kind.choices}
    return {"rows": rows, "page": page, "asked": asked, **choices}


def facts_of(found: Filing) -> list[tuple[Any, str]]:
    """What the filing says, as its page shows it; an edition only where there is one."""
    said = {name: in_words(name, getattr(found, name)) for name in CONTENT}
    if found.declared_value is not None:
        said["declared_value"] = f"{found.declared_value:,.2f} {found.currency}"
    left_out = {"currency"}
    if found.edition_no is None and found.edition_total is None:
        left_out |= {"edition_no", "edition_total"}
    return [(CONTENT[name], text) for name, text in said.items() if name not in left_out]


def _clock_of(found: Filing) -> ClockFace | None:
    """Until when the authority says what is missing (R-GEN-03)."""
    clock = running_clocks().filter(case=found.case_id, kind="completeness").first()
    return face_of(clock, calendar_on(clock)) if clock else None


def shown(found: Filing) -> dict[str, Any]:
    """What both sides see of a filing, read with `queries.whole_of`."""
    versions = list(found.versions.select_related("by").order_by("-number"))
    stopped = found.status == Filing.Status.STOPPED
    cites: list[CitesPaper] = list(found.cites_papers.all())
    reason = getattr(found, "locked_because", None)
    return {
        "filing": found,
        "tone": tone_of(found.status),
        "next": NEXT[found.status],
        "steps": steps_of(found.case),
        "clock": _clock_of(found) if found.status == Filing.Status.FILED else None,
        "facts": facts_of(found),
        "versions": versions,
        "uses": list(found.uses.all()),
        "papers": list(
            found.case.certificates.exclude(kind__in=office_only_kinds()).order_by("-pk")
        ),
        "points": getattr(found, "told", []) if found.status == Filing.Status.RETURNED else [],
        "cites": cites,
        "copies": [one for one in cites if one.released_on and not one.copied_on],
        "species": [{"label": named_species(hit), "word": hit.word} for hit in species_of(found)],
        "follower": found.followed_by.order_by("-pk").first() if stopped else None,
        "lock": locked_for(reason) if reason else None,
        "photos": photos_of(found.object),
        "entries": timeline_of(found.case),
    }
