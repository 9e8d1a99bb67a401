"""What was handed in, round by round: frozen, and readable beside the round before (R-GEN-04)."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.cases.differences import Change, diff_of_rounds
from approvals.cases.models import Case, Round
from approvals.cases.services import open_round
from approvals.parties.models import User
from relics.register.models import RelicObject
from relics.reviews.models import Review
from relics.reviews.queries import full_items

OBJECT_FIELDS = (
    "name",
    "texture",
    "category",
    "size",
    "quantity",
    "unit",
    "pieces",
    "age",
    "date_text",
    "year_from",
    "year_to",
    "grade",
    "ownership",
    "maker",
    "inscriptions",
    "provenance",
    "value",
    "currency",
)


def keep_round(review: Review, *, because: str, by: User) -> Round:
    """Freeze what the application says now as its next round."""
    return open_round(review.case, said_by(review), because=because, by=by)


def said_by(review: Review) -> dict[str, Any]:
    """The file and its objects as JSON: objects by their number, photographs by their digest."""
    rules = review.rules
    particulars = {
        name: str(getattr(review, name) or "") for name in (*rules.required, *rules.optional)
    }
    own = {str(label): str(value) for label, value in rules.own_facts(review)}
    return {
        "particulars": particulars,
        "own": own,
        "objects": {item.object.number: _said_of(item.object) for item in full_items(review)},
    }


def _said_of(thing: RelicObject) -> dict[str, Any]:
    told = {name: getattr(thing, name) for name in OBJECT_FIELDS}
    words = {name: value for name, value in told.items() if value not in (None, "")}
    return {
        **{name: str(value) for name, value in words.items()},
        "photos": ", ".join(photo.sha256[:12] for photo in thing.photos.all()),
    }


def labels_of(review: Review) -> Mapping[str, str | Promise]:
    """The words of the paths in a round's snapshot."""
    rules = review.rules
    labels: dict[str, str | Promise] = {
        f"particulars.{name}": label for name, label in {**rules.required, **rules.optional}.items()
    }
    for number in review.items.values_list("object__number", flat=True):
        for name in OBJECT_FIELDS:
            word = RelicObject._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # noqa: SLF001
            labels[f"objects.{number}.{name}"] = f"{number} {word}"
        labels[f"objects.{number}.photos"] = f"{number} {_('照片')}"
    return labels


def changes_since_last_round(review: Review, case: Case) -> list[Change]:
    """What the last submission says otherwise than the one before; empty for the first."""
    last = list(case.rounds.order_by("-number")[:2])
    if len(last) < 2:
        return []
    return diff_of_rounds(last[1], last[0], labels_of(review))
