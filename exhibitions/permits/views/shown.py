"""What the pages of this room show alike."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from approvals.cases.models import Case
from approvals.cases.queries import cases_of
from approvals.cases.wording import AT_THE_DESK, SENTENCES, timeline_of
from approvals.parties.models import Role, User
from approvals.parties.queries import memberships_of
from approvals.record.refusals import Refused
from exhibitions.permits.models import RUNNING, DisplayPermit, PermitItem, Site
from exhibitions.permits.wording import SITE_TONES, TONES

Held = frozenset[tuple[str, int]]
A_PAGE = 50
SCALE = 100
OFFICERS = (Role.CUSTOMS, Role.CULTURE, Role.TAX, Role.APPROVER)


def typed(request: HttpRequest) -> QueryDict | None:
    """What was typed in, or None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def held_by(user: User) -> Held:
    """What the person may do, and for whom."""
    return frozenset(memberships_of(user).values_list("role", "party_id"))


def at_work(held: Held) -> bool:
    return any(role in OFFICERS for role, _party in held)


def shell_for(held: Held) -> str:
    """Officers work at the desk, operators on the public pages."""
    return "base_work.html" if at_work(held) else "base_public.html"


def status_of(refused: Refused | None, form: Any = None) -> int:
    """The answer's status: of the refusal, of a form with faults, or all is well."""
    if refused is not None:
        return refused.status
    return 422 if form is not None and form.errors else 200


def refusals_of(refused: Refused | None) -> list[dict[str, Any]]:
    """All that a service named beside the first, for the list on the page."""
    return list(refused.extra.get("refusals", []))[1:] if refused else []


def paged(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def drawn(site: Site, items: Iterable[PermitItem] = ()) -> dict[str, Any] | None:
    """The plan as a picture, in hundredths of a metre; with what stands in each booth."""
    plan = site.plan
    if not plan.get("booths"):
        return None
    standing: dict[str, list[PermitItem]] = {}
    for item in items:
        standing.setdefault(item.booth, []).append(item)
    booths = [
        {
            "code": one["code"],
            "name": one["name"],
            "x": round(one["x"] * SCALE),
            "y": round(one["y"] * SCALE),
            "width": round(one["width"] * SCALE),
            "depth": round(one["depth"] * SCALE),
            "middle": round((one["x"] + one["width"] / 2) * SCALE),
            "line": round((one["y"] + one["depth"] / 2) * SCALE),
            "letter": round(min(one["width"] / 2, one["depth"], 1.2) * SCALE * 0.45),
            "measures": f"{one['width']:g} × {one['depth']:g} m",
            "items": standing.get(one["code"], []),
        }
        for one in plan["booths"]
    ]
    return {
        "width": round(plan["width"] * SCALE),
        "depth": round(plan["depth"] * SCALE),
        "measures": f"{plan['width']:g} × {plan['depth']:g} m",
        "booths": booths,
    }


def papers_of(case: Case, user: User) -> dict[str, Any]:
    """The papers of a case, and whether the reader may open their files."""
    papers = list(case.certificates.order_by("pk"))
    may = bool(papers) and cases_of(user).filter(pk=case.pk).exists()
    return {"papers": papers, "may_download": may}


def entries_of(case: Case, held: Held) -> Sequence[Any]:
    """What happened, in the words for the side that reads."""
    return timeline_of(case, AT_THE_DESK if at_work(held) else SENTENCES)


def permit_row(permit: DisplayPermit) -> dict[str, Any]:
    """A permit in a list: its tone and the days left."""
    return {"permit": permit, "tone": TONES[permit.status], "left": days_left(permit)}


def days_left(permit: DisplayPermit) -> int | None:
    """Days to the end of a show that runs; None otherwise."""
    if permit.status not in RUNNING or permit.ends_on is None:
        return None
    return int((permit.ends_on - timezone.localdate()).days)


def site_tone(site: Site) -> str:
    return SITE_TONES[site.status]
