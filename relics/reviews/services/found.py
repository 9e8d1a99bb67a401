"""What was found on the day, with its picture: a photograph, else a marked stand-in."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

from approvals.parties.models import User
from relics.register.photographs.adding import keep_plate
from relics.register.photographs.developing import MOST_BYTES, Plate, develop
from relics.register.photographs.drawing import draw
from relics.reviews.models import Review, ReviewItem

from .onsite import add_found_object, split_lot

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


def find_object(
    review: Review, values: Values, *, photo: IO[bytes] | None = None, by: User
) -> ReviewItem:
    """`add_found_object` with the photograph that was taken of it on the spot (R-GEN-04).

    The photograph is checked before anything is written. Raises as `add_found_object` and, for
    the photograph, as `add_photo`.
    """
    plate = develop(photo.read(MOST_BYTES + 1)) if photo else None
    item = add_found_object(review, values, by=by)
    _show(item, plate, by)
    return item


def split_into(item: ReviewItem, parts: Sequence[Values], *, by: User) -> list[ReviewItem]:
    """`split_lot` into objects that have of the lot what `parts` does not say of them."""
    known = {name: getattr(item.object, name) for name in INHERITED}
    pieces = split_lot(item, [{**known, **part} for part in parts], by=by)
    for piece in pieces:
        _show(piece, None, by)
    return pieces


def _show(item: ReviewItem, plate: Plate | None, by: User) -> None:
    """Give the new record its picture; drawing takes its time outside any transaction."""
    drawn = plate or develop(draw(item.object))
    keep_plate(item.object, drawn, by=by, is_stand_in=plate is None, on_site=True)
