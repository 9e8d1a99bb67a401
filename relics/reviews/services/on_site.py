"""Putting the list right on the spot (R-GEN-04): objects nobody listed, lots that are several."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal
from relics.register.photographs.adding import keep_plate
from relics.register.photographs.developing import MOST_BYTES, Plate, develop
from relics.register.photographs.drawing import draw
from relics.register.services import hold_objects, register_for
from relics.reviews.models import Review, ReviewItem
from relics.standards.rulebook import exit_standard

from .acts import list_items, locked, trail
from .application import finding_of

Values = Mapping[str, Any]
INHERITED = (
    "kind",
    "category",
    "object_type",
    "texture",
    "materials",
    "size",
    "age",
    "date_text",
    "dynasty",
    "reign",
    "year_from",
    "year_to",
    "edtf",
    "date_basis",
    "date_notes",
    "grade",
    "ownership",
    "place_of_origin",
    "provenance",
)
"""What an object taken from a lot has of it until it is examined."""


def _on_site(review: Review, by: User) -> Review:
    """The review under lock, while it is being examined and `by` may put its list right."""
    case = engine.lock_case(review.case_id)
    if not holds_role(by, Role.INTAKE, case.office_id or 0):
        raise NotAllowed(Refusal("no_right", _("只有受理人可以现场更正清单。"), "R-GEN-04"))
    held = locked(review)
    if held.status not in (Review.Status.ACCEPTED, Review.Status.APPRAISING):
        raise Conflict(Refusal("not_on_site", _("现在不能现场更正清单。"), "R-GEN-04"))
    open_seats = [turn for turn in engine.open_turns(case) if turn.node == "appraise"]
    if held.status == Review.Status.APPRAISING and len(open_seats) < held.panel.count():
        raise Conflict(
            Refusal("member_finished", _("已有鉴定人员完成鉴定，不能再更正清单。"), "R-EXIT-04")
        )
    return held


def _list_found(review: Review, found: Sequence[Values], by: User) -> list[ReviewItem]:
    """Register objects of the applicant, list them, and judge their dates by the pinned rules."""
    rules = exit_standard().version(review.case.rule_version)
    things = [register_for(review.case.applicant, values, by=by) for values in found]
    hold_objects(things)
    items = list_items(review, things, on_site=True)
    for item in items:
        item.finding = finding_of(item.object, rules)
    ReviewItem.objects.bulk_update(items, ["finding"])
    return items


def find_object(
    review: Review, values: Values, *, photo: IO[bytes] | None = None, by: User
) -> ReviewItem:
    """An object that came without standing on the list is registered and listed (R-GEN-04).

    `values` are those of a valid `RelicObjectForm`. Intake's verb, from acceptance until the
    first member of the panel has finished. The photograph is checked before anything is
    written; without one a marked stand-in is drawn.
    """
    plate = develop(photo.read(MOST_BYTES + 1)) if photo else None
    with transaction.atomic():
        held = _on_site(review, by)
        (item,) = _list_found(held, [values], by)
        trail(
            held,
            "examination.add_object",
            by=by,
            subject=f"item:{item.pk}",
            object=item.object.number,
        )
    _show(item, plate, by)
    return item


def split_into(item: ReviewItem, parts: Sequence[Values], *, by: User) -> list[ReviewItem]:
    """A lot turns out to be several objects; each is judged by itself (edge case 15).

    Every part is registered as part of the lot's record and has of it what `parts` does not
    say; the lot's own line is closed.
    """
    with transaction.atomic():
        held = _on_site(item.review, by)
        if len(parts) < 2:
            raise NotAcceptable(
                Refusal("too_few_parts", _("拆分至少要有两件。"), "R-EXIT-10", _("请逐件登记。"))
            )
        lot = held.items.select_for_update(of=("self",)).select_related("object").get(pk=item.pk)
        if lot.opinions.exists():
            raise Conflict(Refusal("judged_already", _("已有鉴定意见，不能拆分。"), "R-EXIT-10"))
        if lot.status != ReviewItem.Outcome.PENDING:
            raise Conflict(Refusal("item_closed", _("该项不在审核中。"), "R-EXIT-10"))
        lot.split()
        lot.save(update_fields=["status"])
        known = {name: getattr(lot.object, name) for name in INHERITED} | {"whole": lot.object}
        pieces = _list_found(held, [{**known, **part} for part in parts], by)
        trail(
            held,
            "examination.split",
            by=by,
            subject=f"item:{lot.pk}",
            parts=[piece.object.number for piece in pieces],
        )
    for piece in pieces:
        _show(piece, None, by)
    return pieces


def _show(item: ReviewItem, plate: Plate | None, by: User) -> None:
    """Give the new record its picture; drawing takes its time outside any transaction."""
    drawn = plate or develop(draw(item.object))
    keep_plate(item.object, drawn, by=by, is_stand_in=plate is None, on_site=True)
