"""Everything that stands in the way of the step a case is in, each with the place that mends it."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.record.refusals import Refusal
from relics.appointments.models import Booking
from relics.appointments.rules import too_early
from relics.register.rules import object_is_complete
from relics.reviews.models import ReviewItem
from relics.reviews.models.permit_rule import barred_refusal, permit_refusal
from relics.reviews.rules import file_refusals

from .desk import Desk
from .shown import Way, open_ones, way

Items = Sequence[ReviewItem]


def blockers_of(desk: Desk, items: Items, booking: Booking | None) -> list[Way]:
    """What blocks the step that the case is in now. `items` come from `judged_items`."""
    nodes = {face.turn.node for face in desk.turns}
    found: list[Way] = []
    for node, ask in ASKED.items():
        if node in nodes:
            found += ask(desk, items, booking)
    return found


def _intake(desk: Desk, items: Items, _booking: Booking | None) -> list[Way]:
    """The statutory fields, the objects' completeness, and what the law bars (R-EXIT-13)."""
    url = reverse("reviews:intake", args=[desk.review.case_id])
    fix = _("列入补正告知")
    found = [Way(one.sentence, one.rule, fix, url) for one in file_refusals(desk.review)]
    for item in open_ones(items):
        lack = object_is_complete(item.object, getattr(item, "photo_count", 0))
        found += [
            _of_item(item, refusal, f"{url}#item-{item.pk}", fix)
            for refusal in (lack, barred_refusal(item))
            if refusal is not None
        ]
    return found


def _check_in(_desk: Desk, _items: Items, booking: Booking | None) -> list[Way]:
    """The day has not come, or nothing is booked (R-APPT-07)."""
    if booking is None:
        refusal = Refusal("no_booking", _("没有待办的预约。"), "R-APPT-02")
        return [way(refusal)]
    refused = too_early(booking, timezone.localdate())
    return [way(refused)] if refused else []


def _appraise(desk: Desk, items: Items, _booking: Booking | None) -> list[Way]:
    """Which members have not judged which objects yet (R-EXIT-04)."""
    url = reverse("reviews:examination", args=[desk.review.case_id])
    found = []
    waiting = open_ones(items)
    for member in desk.review.seated:
        judged = {
            one.item_id
            for item in waiting
            for one in item.opinions.all()
            if one.member_id == member.pk
        }
        if left := len(waiting) - len(judged):
            sentence = _("%(name)s 还有 %(count)d 件未出具意见。") % {
                "name": member.appraiser,
                "count": left,
            }
            found.append(Way(sentence, "R-EXIT-04", _("去实物鉴定"), url))
    return found


def _approve(desk: Desk, items: Items, _booking: Booking | None) -> list[Way]:
    """Objects that cannot be permitted, each with its reason (R-EXIT-04, R-EXIT-13)."""
    url = reverse("reviews:decision", args=[desk.review.case_id])
    fix = _("作出不准予的决定")
    return [
        _of_item(item, refusal, f"{url}#item-{item.pk}", fix)
        for item in open_ones(items)
        if (refusal := permit_refusal(item))
    ]


def _issue(desk: Desk, items: Items, _booking: Booking | None) -> list[Way]:
    """Permitted objects without a mark (R-EXIT-08)."""
    bare = [
        item
        for item in items
        if item.status == ReviewItem.Outcome.PERMIT and getattr(item, "mark", None) is None
    ]
    if not bare:
        return []
    sentence = _("尚有 %(count)d 件准予出境的文物未加贴出境标识。") % {"count": len(bare)}
    url = reverse("reviews:marks", args=[desk.review.case_id])
    return [Way(sentence, "R-EXIT-08", _("去加贴标识"), url)]


def _of_item(item: ReviewItem, refusal: Refusal, url: str, fix: str) -> Way:
    sentence = _("第 %(n)d 件“%(name)s”：%(why)s") % {
        "n": item.sequence,
        "name": item.object.name,
        "why": refusal.sentence,
    }
    return Way(sentence, refusal.rule, fix, url)


Asked = Callable[[Desk, Items, Booking | None], list[Way]]
ASKED: dict[str, Asked] = {
    "intake": _intake,
    "check_in": _check_in,
    "appraise": _appraise,
    "approve": _approve,
    "issue": _issue,
}
