"""What is known of an object before anybody is asked: from filing, entry, book and record."""

from collections.abc import Mapping
from typing import Any

from relics.filings.models import Filing, Origin
from relics.register.models import RelicObject

from .queries import Candidate

ALWAYS_OPEN = ("booth", "for_sale", "art_kind")
ASKED_WHEN_BLANK = (
    "hs_code",
    "value",
    "currency",
    "origin",
    "relic_filing",
    "licence_number",
    "licence_valid_to",
)


def known_of(candidate: Candidate) -> dict[str, Any]:
    """The columns of an item that book, filing, entry and register fill, in that order."""
    thing, filing, stay = candidate.object, candidate.filing, candidate.stay
    line = candidate.line
    known: dict[str, Any] = {
        "filing": filing,
        "stay": stay,
        "line": line,
        "kind": filing.kind if filing else thing.kind,
        "name": filing.title if filing else thing.name,
        "specification": _specification(thing, filing)[:300],
        "is_foreign": stay is not None or (filing is not None and filing.origin == Origin.ABROAD),
        "hs_code": filing.hs_code if filing else "",
        "value": (filing.declared_value if filing else None) or thing.value,
        "currency": (filing.currency if filing else "") or thing.currency,
    }
    known["is_bonded"] = known["is_foreign"]
    if line is not None:
        known |= {
            "is_bonded": line.book.is_bonded,
            "hs_code": line.hs_code,
            "value": line.price,
            "currency": line.currency,
            "origin": line.origin_country[:3],
        }
    if stay is not None:
        entry = getattr(stay.item.review, "entry", None)
        known["relic_filing"] = entry.filing_number if entry else ""
    if filing is not None and filing.approval_row is not None:
        approval = filing.approval_row.approval
        if approval.valid_to is not None:
            known["licence_number"] = approval.number
            known["licence_valid_to"] = approval.valid_to
    return known


def _specification(thing: RelicObject, filing: Filing | None) -> str:
    said = (filing.medium, filing.size) if filing else (thing.materials, thing.form_size)
    return "；".join(part for part in said if part)


def open_fields(known: Mapping[str, Any]) -> set[str]:
    """The columns that the operator fills: those that nothing known fills already."""
    blank = {name for name in ASKED_WHEN_BLANK if not known.get(name)}
    return {*ALWAYS_OPEN, *blank}
