"""Putting the list right on the spot (R-GEN-04): objects nobody listed, lots that are several."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from relics.register.models import Photo
from relics.register.photographs.adding import keep_plate
from relics.register.photographs.developing import MOST_BYTES, develop
from relics.register.services import hold_objects, register_for
from relics.reviews.models import Review, ReviewItem
from relics.standards.queries import rule_set_called

from .acts import list_items, locked, trail
from .findings import finding_of

Values = Mapping[str, Any]


def _on_site(review: Review, by: User) -> Review:
    """The review under lock, while it is being examined and `by` may put its list right."""
    case = engine.lock_case(review.case_id)
    if not holds_role(by, Role.INTAKE, case.office_id or 0):
        raise NotAllowed(Refusal("no_right", _("只有受理人可以现场更正清单。"), "R-GEN-04"))
    held = locked(review)
    if held.status not in (Review.Status.ACCEPTED, Review.Status.APPRAISING):
        raise Conflict(Refusal("not_on_site", _("现在不能现场更正清单。"), "R-GEN-04"))
    seats = [turn for turn in engine.open_turns(case) if turn.node == "appraise"]
    if held.status == Review.Status.APPRAISING and len(seats) < len(held.seated):
        raise Conflict(
            Refusal("member_finished", _("已有鉴定人员完成鉴定，不能再更正清单。"), "R-EXIT-04")
        )
    return held


def _list_found(review: Review, found: Sequence[Values], by: User) -> list[ReviewItem]:
    """Register objects of the applicant, list them, and judge their dates by the pinned rules."""
    rules = rule_set_called(review.case.rule_version)
    things = [register_for(review.case.applicant, values, by=by) for values in found]
    hold_objects(things)
    items = list_items(review, things, on_site=True)
    for item in items:
        item.finding = finding_of(item.object, rules, review.rules.standard)
    ReviewItem.objects.bulk_update(items, ["finding"])
    return items


def add_found_object(review: Review, values: Values, *, by: User) -> ReviewItem:
    """An object that came without standing on the list is registered and listed (R-GEN-04).

    `values` are those of a valid `RelicObjectForm`. Intake's verb, from acceptance until the
    first member of the panel has finished.
    """
    with transaction.atomic():
        held = _on_site(review, by)
        (item,) = _list_found(held, [values], by)
        number = item.object.number
        trail(held, "examination.add_object", by=by, subject=f"item:{item.pk}", object=number)
    return item


def photograph_item(item: ReviewItem, photo: IO[bytes], *, view: str, by: User) -> Photo:
    """Keep a photograph taken of a listed object at the desk, as found (R-GEN-04).

    Intake's verb, from acceptance until the first member of the panel has finished, and not
    before what must precede the check-in (R-TEMP-01: the seal). Raises, for the photograph, as
    `add_photo`.
    """
    plate = develop(photo.read(MOST_BYTES + 1))
    with transaction.atomic():
        held = _on_site(item.review, by)
        require(held.rules.arrival_refusal(held), error=Conflict)
        line = held.items.select_for_update(of=("self",)).select_related("object").get(pk=item.pk)
        if line.status != ReviewItem.Outcome.PENDING:
            raise Conflict(Refusal("item_closed", _("该项不在审核中。"), "R-EXIT-10"))
        kept = keep_plate(line.object, plate, by=by, view=view, on_site=True)
        trail(
            held,
            "examination.photograph",
            by=by,
            subject=f"item:{line.pk}",
            object=line.object.number,
            view=str(kept.view),
            sha256=kept.sha256,
        )
    return kept


def split_lot(item: ReviewItem, parts: Sequence[Values], *, by: User) -> list[ReviewItem]:
    """A lot turns out to be several objects; each is judged by itself (edge case 15).

    Every part is registered as part of the lot's record; the lot's own line is closed.
    """
    if len(parts) < 2:
        raise NotAcceptable(
            Refusal("too_few_parts", _("拆分至少要有两件。"), "R-EXIT-10", _("请逐件登记。"))
        )
    with transaction.atomic():
        held = _on_site(item.review, by)
        lot = held.items.select_for_update(of=("self",)).select_related("object").get(pk=item.pk)
        _close_lot(lot)
        pieces = _list_found(held, [{**values, "whole": lot.object} for values in parts], by)
        numbers = [piece.object.number for piece in pieces]
        trail(held, "examination.split", by=by, subject=f"item:{lot.pk}", parts=numbers)
    return pieces


def _close_lot(lot: ReviewItem) -> None:
    """The line of a lot that nobody has judged yet is closed by its parts."""
    if lot.opinions.exists():
        raise Conflict(Refusal("judged_already", _("已有鉴定意见，不能拆分。"), "R-EXIT-10"))
    if lot.status != ReviewItem.Outcome.PENDING:
        raise Conflict(Refusal("item_closed", _("该项不在审核中。"), "R-EXIT-10"))
    lot.split()
    lot.save(update_fields=["status"])
