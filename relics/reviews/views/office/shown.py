"""What the pages of the desk show of an object: the machine's finding beside the people's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.certificates.models import Certificate
from approvals.parties.models import User
from approvals.record.refusals import Refusal
from relics.register.models import Photo, RelicObject
from relics.reviews.models import Opinion, PanelMember, Review, ReviewItem
from relics.reviews.models.permit_rule import latest_opinions
from relics.standards.judging import finding_kept
from relics.standards.queries import rule_set_called

from .desk import Desk
from .standing import acts_for

POSITIONS: dict[str, str | Promise] = {
    "before": _("在此年及以前"),
    "after": _("在此年之后"),
    "straddles": _("跨越此年"),
    "unknown": _("不明"),
}
VERDICTS: dict[str, tuple[str | Promise, str]] = {
    "prohibited": (_("触及禁止线"), "refused"),
    "no_line": (_("不触及年限"), "approved"),
    "panel": (_("由专家判断"), "correction"),
}


@dataclass(frozen=True)
class Voice:
    """A member's seat and its opinion; `hidden` where it is filed but not yet for this reader."""

    member: PanelMember
    opinion: Opinion | None
    hidden: bool

    @property
    def filed(self) -> bool:
        return self.opinion is not None or self.hidden


@dataclass(frozen=True)
class Way:
    """A refusal with the address of the place that mends it."""

    sentence: str | Promise
    rule: str
    fix: str | Promise = ""
    fix_url: str = ""


def way(refusal: Refusal, url: str = "") -> Way:
    """The refusal as `components/refusal.html` shows it, with its link."""
    return Way(refusal.sentence, refusal.rule, refusal.fix, url if refusal.fix else "")


def finding_of(item: ReviewItem) -> dict[str, Any] | None:
    """The finding on the year lines in words (R-STD-01..03, R-STD-11), or None."""
    found = item.finding
    if not found:
        return None
    label, tone = VERDICTS.get(found.get("verdict", ""), VERDICTS["panel"])
    lines = [(year, POSITIONS.get(place, place)) for year, place in found.get("lines", {}).items()]
    return {
        "label": label,
        "tone": tone,
        "lines": lines,
        "sentence": finding_kept(found, rule_set_called(found["version"])).sentence,
        "rules": found.get("rules", []),
        "version": found.get("version", ""),
        "artists": found.get("artists", []),
    }


def may_hear(review: Review) -> bool:
    """Whether the round is over, so that every officer of the desk may read the opinions."""
    return review.status not in (Review.Status.ACCEPTED, Review.Status.APPRAISING)


def voices_of(item: ReviewItem, reader: User) -> list[Voice]:
    """Who has said what on the object, for this reader.

    While the round is open a member reads the others' opinions only after filing its own
    (R-EXIT-04: each judges alone), and nobody else reads any.
    """
    latest = latest_opinions(item)
    panel = item.review.seated
    own = any(one.appraiser.user_id == reader.pk and one.pk in latest for one in panel)
    open_ = own or may_hear(item.review)
    voices = []
    for member in panel:
        said = latest.get(member.pk)
        mine = member.appraiser.user_id == reader.pk
        shown = said if open_ or mine else None
        voices.append(Voice(member, shown, hidden=said is not None and shown is None))
    return voices


def facts_of(thing: RelicObject) -> list[tuple[str | Promise, Any]]:
    """What the applicant declared of the object, for `components/datagrid.html`."""
    years = [str(year) for year in (thing.year_from, thing.year_to) if year is not None]
    value = f"{thing.value} {thing.currency}" if thing.value is not None else ""
    return [
        (_("年代"), thing.date_text or thing.age),
        (_("识读为"), " — ".join(years)),
        (_("质地"), thing.get_texture_display()),
        (_("类别"), thing.category),
        (_("尺寸"), thing.size),
        (_("数量"), thing.amount),
        (_("级别"), thing.get_grade_display()),
        (_("所有权"), thing.get_ownership_display()),
        (_("完残程度"), thing.condition),
        (_("款识与题跋"), thing.inscriptions),
        (_("来源与流传"), thing.provenance),
        (_("申报价值"), value),
    ]


def photos_of(thing: RelicObject) -> list[dict[str, Any]]:
    """The photographs as `components/photos.html` shows them, large."""
    return [_photo(photo, thing.name) for photo in thing.photos.all()]


def _photo(photo: Photo, name: str) -> dict[str, Any]:
    url = reverse("register:photo", args=[photo.pk])
    return {
        "url": url,
        "thumb_url": url,
        "width": photo.width,
        "height": photo.height,
        "alt": f"{name} {photo.get_view_display()}",  # type: ignore[attr-defined]
        "caption": str(_("示意图")) if photo.is_stand_in else photo.get_view_display(),  # type: ignore[attr-defined]
    }


def cover_of(item: ReviewItem) -> int | None:
    """The key of the object's first photograph, of items read by `judged_items`."""
    return getattr(item, "cover", None)


def papers_of(desk: Desk) -> dict[str, Any]:
    """The papers of the case, the newest first, and how many are still being made.

    Each with what this officer may do to it now.
    """
    case = desk.review.case
    known = list(case.certificates.order_by("-pk"))
    waiting = [paper for paper in known if paper.status == Certificate.Status.PREPARED]
    roles = {role for role, party in desk.held if party == case.office_id}
    return {
        "list": [
            {"paper": paper, "title": paper.title, "acts": acts_for(paper, roles)}
            for paper in known
        ],
        "total": len(known),
        "done": len(known) - len(waiting),
        "failed": [paper for paper in waiting if paper.failure],
        "running": any(not paper.failure for paper in waiting),
    }


def open_ones(items: Sequence[ReviewItem]) -> list[ReviewItem]:
    """The items that still wait for an outcome."""
    return [item for item in items if item.status == ReviewItem.Outcome.PENDING]
