"""Which objects can be put on a book, and what is known of each already: nothing is typed twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from relics.entries.models import Stay
from relics.filings.models import LIVE, Filing
from relics.register.models import RelicObject

from .models import Account, Book, Line
from .services import LineWords

ASKED = ("hs_code", "unit", "price", "currency")
"""What a line must say; asked only where neither filing nor register knows it."""


@dataclass(frozen=True)
class Candidate:
    """An object that may get a line, with what is known of it."""

    object: RelicObject
    filing: Filing | None
    known: Mapping[str, str]

    @property
    def missing(self) -> list[str]:
        return [name for name in ASKED if not self.known[name]]

    def words(self, typed: Mapping[str, str]) -> LineWords:
        """The line's words: what is known, else what was typed. A price that is no number: 0."""
        said = {name: self.known[name] or typed.get(name, "").strip() for name in ASKED}
        model = " ".join(part for part in (self.object.size, self.object.maker) if part)
        return LineWords(
            self.object,
            hs_code=said["hs_code"][:10],
            unit=said["unit"],
            price=_money(said["price"]),
            currency=said["currency"],
            name=self.filing.title if self.filing else self.object.name,
            model=model,
        )


def _money(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


def candidates_for(book: Book) -> QuerySet[RelicObject]:
    """The holder's objects with a live filing or a stay in the zone, and no open line here."""
    live = Filing.objects.filter(object=OuterRef("pk"), zone=book.zone_id, status__in=LIVE)
    live = live.exclude(status=Filing.Status.DRAFT)
    stays = Stay.objects.filter(
        object=OuterRef("pk"), zone=book.zone.party_id, status__in=Stay.OPEN
    )
    open_line = Line.objects.filter(object=OuterRef("pk"), book=book).exclude(account=Account.GONE)
    return (
        RelicObject.objects.filter(Exists(live) | Exists(stays), owner=book.holder_id)
        .filter(~Exists(open_line))
        .prefetch_related(
            Prefetch("filings", Filing.objects.filter(Q(status__in=LIVE)), to_attr="live_filings")
        )
        .order_by("number", "pk")
    )


def told_of(thing: RelicObject) -> Candidate:
    """What filing and register know, of an object read by `candidates_for`."""
    filing: Filing | None = next(iter(getattr(thing, "live_filings", ())), None)
    value, currency = thing.value, thing.currency
    if filing is not None and filing.declared_value is not None:
        value, currency = filing.declared_value, filing.currency
    known = {
        "hs_code": filing.hs_code if filing else "",
        "unit": (filing.unit if filing else "") or thing.get_unit_display(),  # type: ignore[attr-defined]
        "price": str(value) if value else "",
        "currency": currency,
    }
    return Candidate(thing, filing, known)
