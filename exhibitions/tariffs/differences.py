"""What a waiting table would change, before it takes effect."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from .models import ExchangeRate, Rate, TariffTable
from .queries import key_of
from .reading import Fault, read_table

A_BATCH = 500


@dataclass(frozen=True)
class Change:
    """A row that takes the place of one that begins on the same day."""

    before: Rate | ExchangeRate
    after: Rate | ExchangeRate


@dataclass
class Difference:
    """What is new, what replaces another row, how many say what holds already, and faults."""

    new: list[Rate | ExchangeRate] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, as the table keeps them."""
        return {"new": len(self.new), "changed": len(self.changed), "same": self.same}

    @property
    def brought(self) -> list[Rate | ExchangeRate]:
        """The rows to add."""
        return [*self.new, *(one.after for one in self.changed)]


def difference_of(table: TariffTable) -> Difference:
    """The waiting file held against the rows as they are now."""
    with table.table.open("rb") as stream:
        read = read_table(table.content, stream.read())
    found = Difference(faults=read.faults)
    if read.faults:
        return found
    held = _held(list(read.rows.values()))
    for key, row in read.rows.items():
        before = held.get(key)
        if before is None:
            found.new.append(row)
        elif _says(before) == _says(row):
            found.same += 1
        else:
            found.changed.append(Change(before, row))
    return found


def figure_of(row: Rate | ExchangeRate) -> Decimal:
    """The number itself: percent, or yuan for one unit."""
    return row.percent if isinstance(row, Rate) else row.cny


def _says(row: Rate | ExchangeRate) -> tuple[object, ...]:
    return (figure_of(row), row.valid_to, row.source, row.evidence)


def _held(rows: list[Rate | ExchangeRate]) -> dict[tuple[object, ...], Rate | ExchangeRate]:
    """The newest row of each heading or currency that the file names, by key."""
    held: dict[tuple[object, ...], Rate | ExchangeRate] = {}
    codes = sorted({one.hs_code for one in rows if isinstance(one, Rate)})
    coins = sorted({one.currency for one in rows if isinstance(one, ExchangeRate)})
    for start in range(0, len(codes), A_BATCH):
        some = Q(hs_code__in=codes[start : start + A_BATCH])
        held |= {key_of(one): one for one in Rate.objects.filter(some).order_by("pk")}
    if coins:
        known = ExchangeRate.objects.filter(currency__in=coins).order_by("pk")
        held |= {key_of(one): one for one in known}
    return held
