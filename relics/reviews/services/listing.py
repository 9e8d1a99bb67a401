"""The list of objects of a draft, several at a time: register and list, import, undo, take off."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.refusals import Conflict, Refusal, require
from relics.register.importing import ImportReport, apply_import, undo_import
from relics.register.models import ImportBatch, RelicObject
from relics.register.services import add_object
from relics.reviews.models import Review, ReviewItem
from relics.reviews.rules import MOST_OBJECTS

from .acts import trail
from .application import add_objects, drafting


def room_refusal(listed: int, more: int) -> Refusal | None:
    """An application lists a hundred objects at most (R-EXIT-10 [D])."""
    if listed + more <= MOST_OBJECTS:
        return None
    return Refusal(
        "too_many_objects",
        _("一份申请最多 %(most)d 件：已有 %(listed)d 件，再加 %(more)d 件就超过了。")
        % {"most": MOST_OBJECTS, "listed": listed, "more": more},
        "R-EXIT-10",
        _("请先只登记，再分几份申请列入。"),
    )


def register_and_list(review: Review, values: Mapping[str, Any], *, by: User) -> ReviewItem:
    """Register an object of the applicant and list it in the draft, both or neither."""
    with transaction.atomic():
        held = drafting(review, by)
        require(room_refusal(held.items.count(), 1), error=Conflict)
        thing = add_object(held.case.applicant, values, by=by)
        return add_objects(held, [thing], by=by)[0]


def import_and_list(
    review: Review, report: ImportReport, *, only_good: bool, by: User
) -> list[RelicObject]:
    """Import the rows of a report and list them in the draft, all of it or nothing."""
    with transaction.atomic():
        held = drafting(review, by)
        require(room_refusal(held.items.count(), len(report.good)), error=Conflict)
        things = apply_import(report, by=by, only_good=only_good)
        add_objects(held, things, by=by)
    return things


def import_only(
    review: Review, report: ImportReport, *, only_good: bool, by: User
) -> list[RelicObject]:
    """Import the rows of a report into the register and list none: for more than one draft."""
    with transaction.atomic():
        drafting(review, by)
        return apply_import(report, by=by, only_good=only_good)


def undo_listed_import(review: Review, batch: ImportBatch, *, by: User) -> int:
    """Take an import back: off this draft's list, and out of the register; returns how many."""
    with transaction.atomic():
        held = drafting(review, by)
        listed = held.items.filter(object__batch=batch)
        _take_off(held, listed.values_list("pk", flat=True), by=by)
        return undo_import(batch, by=by)


def remove_objects(review: Review, items: Iterable[int], *, by: User) -> int:
    """Take objects off the list of a draft by the keys of their items; returns how many went.

    Their records stay in the register.
    """
    with transaction.atomic():
        return _take_off(drafting(review, by), items, by=by)


def _take_off(held: Review, items: Iterable[int], *, by: User) -> int:
    found = held.items.filter(pk__in=list(items))
    numbers = list(found.order_by("sequence").values_list("object__number", flat=True))
    if numbers:
        found.delete()
        trail(held, "application.remove_object", by=by, objects=numbers)
    return len(numbers)
