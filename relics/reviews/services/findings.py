"""The machine's word on the year lines, kept beside the people's."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation

from relics.register.models import RelicObject
from relics.reviews.models import ReviewItem
from relics.standards.artists import restriction_of
from relics.standards.dates import DateRange
from relics.standards.judging import judge
from relics.standards.rulebook import RuleSet


def finding_of(thing: RelicObject, rules: RuleSet, standard: str = "exit") -> dict[str, Any]:
    """The machine's finding on the year lines, kept beside the people's (R-STD-01..03, 11).

    Empty for a procedure that the standard does not know: nothing is judged by years there.
    """
    if not standard:
        return {}
    dated = DateRange(
        thing.year_from,
        thing.year_to,
        thing.edtf,
        "years",
        questioned="?" in thing.edtf or "%" in thing.edtf,
    )
    found = judge(dated, rules, standard)
    with translation.override("zh-hans"):
        told = {**found.as_json(), "sentence": str(found.sentence), "version": found.version}
    return {**told, "artists": artists_of(thing)}


def artists_of(thing: RelicObject) -> list[dict[str, Any]]:
    """The lines of the artists' lists in force today that name the maker (R-STD-09)."""
    if not thing.maker:
        return []
    return [
        {"list": one.list, "name": one.name, "level": one.level, "exact": one.exact}
        for one in restriction_of(thing.maker)
    ]


def read_artists_anew(items: Iterable[ReviewItem]) -> None:
    """Read the lists as they are on the day of the decision (edge case 19)."""
    for item in items:
        if item.finding:
            item.finding["artists"] = artists_of(item.object)
