"""The machine's word on the year lines, kept beside the people's."""

from typing import Any

from django.utils import translation

from relics.register.models import RelicObject
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
        return {**found.as_json(), "sentence": str(found.sentence), "version": found.version}
