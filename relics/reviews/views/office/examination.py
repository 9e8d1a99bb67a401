"""The examination (实物鉴定): object by object, each member alone with the four-step worksheet."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.record.refusals import NotAcceptable, Refusal, Refused
from relics.appraisers.queries import reports_of
from relics.reviews.forms.office import WorksheetForm, told
from relics.reviews.models import Opinion, PanelMember, ReviewItem
from relics.reviews.models.permit_rule import latest_opinions
from relics.reviews.queries import judged_items
from relics.reviews.services import examination as services

from .case import lines_of as table_of
from .desk import Desk, at_the_desk, status_of
from .shown import facts_of, finding_of, open_ones, photos_of, voices_of

NODE = "appraise"


@dataclass(frozen=True)
class Round:
    """One officer's way through the objects: what there is, and what its seat has judged."""

    items: list[ReviewItem]
    seat: PanelMember | None

    def own(self, item: ReviewItem) -> Opinion | None:
        """The opinion of this seat that counts, if it has spoken."""
        return latest_opinions(item).get(self.seat.pk) if self.seat else None

    @property
    def waiting(self) -> list[ReviewItem]:
        """The objects here that this seat has not judged."""
        return [item for item in self.items if self.seat and self.own(item) is None]

    @property
    def judged(self) -> int:
        return len(self.items) - len(self.waiting)

    def beside(self, item: ReviewItem) -> tuple[ReviewItem | None, ReviewItem | None]:
        """The objects before and after this one."""
        at = [one.pk for one in self.items].index(item.pk)
        before = self.items[at - 1] if at else None
        return before, self.items[at + 1] if at + 1 < len(self.items) else None


def round_of(desk: Desk) -> Round:
    """The objects that came, and the officer's own seat on the panel if there is one."""
    items = open_ones(judged_items(desk.review))
    seats = [one for one in desk.review.seated if one.appraiser.user_id == desk.user.pk]
    return Round(items, seats[0] if seats else None)


def closed_to(desk: Desk, known: Round) -> Refusal | None:
    """Why the officer cannot file or change an opinion now, in the words of its own seat."""
    refusal = desk.refusal(NODE)
    if refusal is not None and known.seat is not None and refusal.code == "turn_by_name":
        sentence = _("您已完成本案的鉴定，其他成员还在鉴定。")
        return Refusal("already_finished", sentence, "R-EXIT-04")
    return refusal


@require_GET
@at_the_desk
def examination(desk: Desk) -> HttpResponse:
    """All objects with one's own progress; open the next one, or finish."""
    known = round_of(desk)
    context = {
        "round": known,
        "closed": closed_to(desk, known),
        "lines": table_of(desk, known.items),
        "panel": desk.review.seated,
        "next": next(iter(known.waiting), None),
    }
    return desk.page("reviews/office/examination.html", context, node=NODE)


@require_http_methods(["GET", "POST"])
@at_the_desk
def object_page(desk: Desk, item: int) -> HttpResponse:
    """One object: large photographs, what was declared, the finding, and one's own worksheet."""
    known = round_of(desk)
    shown = next((one for one in known.items if one.pk == item), None)
    if shown is None:
        raise Http404
    listed = bool((shown.finding or {}).get("artists"))
    form = WorksheetForm(initial=told(known.own(shown)), listed_maker=listed)
    refused = None
    if desk.request.method == "POST":
        form = WorksheetForm(desk.request.POST, listed_maker=listed)
        try:
            if form.is_valid():
                return _filed(desk, known, shown, form)
        except Refused as error:
            refused = error
    return _object(desk, known, shown, form, refused)


def _filed(desk: Desk, known: Round, shown: ReviewItem, form: WorksheetForm) -> HttpResponse:
    """File the opinion, for this object or by an explicit word for all that are left."""
    typed, sheets = desk.request.POST, {shown.pk: form.sheet()}
    if typed.get("act") == "remaining":
        if typed.get("seen_all") != "on":
            raise NotAcceptable(_not_seen())
        sheets |= {one.pk: form.sheet() for one in known.waiting}
    declared = known.seat is not None and known.seat.declared_at is not None
    services.file_opinions(
        desk.review,
        sheets,
        no_conflict=declared or typed.get("no_conflict") == "on",
        by=desk.user,
    )
    text = ngettext("已签署 %(count)d 件。", "已签署 %(count)d 件。", len(sheets))
    messages.success(desk.request, text % {"count": len(sheets)})
    left = [one for one in known.waiting if one.pk not in sheets]
    after = [one for one in left if one.sequence > shown.sequence]
    for one in [*after, *left]:
        return redirect("reviews:examination_object", pk=desk.review.case_id, item=one.pk)
    return redirect("reviews:examination", pk=desk.review.case_id)


def _not_seen() -> Refusal:
    return Refusal(
        "not_each_seen",
        _("请确认其余文物也已逐件看过实物。"),
        "R-STD-10",
        _("勾选确认后再签署，或逐件填写。"),
    )


def _object(
    desk: Desk, known: Round, shown: ReviewItem, form: WorksheetForm, refused: Refused | None
) -> HttpResponse:
    before, after = known.beside(shown)
    context: dict[str, Any] = {
        "round": known,
        "closed": closed_to(desk, known),
        "item": shown,
        "place": known.items.index(shown) + 1,
        "own": known.own(shown),
        "others_left": [one for one in known.waiting if one.pk != shown.pk],
        "form": form,
        "declared": known.seat is not None and known.seat.declared_at is not None,
        "facts": facts_of(shown.object),
        "photos": photos_of(shown.object),
        "finding": finding_of(shown),
        "voices": voices_of(shown, desk.user),
        "reports": reports_of([shown.object]).get(shown.object_id, []),
        "before": before,
        "after": after,
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, valid=not form.errors)
    return desk.page("reviews/office/object.html", context, node=NODE, status=status)


@require_POST
@at_the_desk
def finish(desk: Desk) -> HttpResponse:
    """Say that one has judged every object; the last member closes the round."""
    services.finish_appraisal(desk.review, by=desk.user)
    messages.success(desk.request, _("您的鉴定已完成。"))
    return redirect("reviews:desk_case", pk=desk.review.case_id)
