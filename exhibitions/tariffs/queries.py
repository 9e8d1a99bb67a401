"""Which rate holds on a day, and the tables that brought them."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from approvals.parties.models import Role
from approvals.parties.queries import Anyone, memberships_of

from .models import Dated, ExchangeRate, Rate, TariffTable

KEEPERS = (Role.CUSTOMS,)
READERS = (Role.CUSTOMS, Role.TAX, Role.ADMINISTRATOR)
Row = TypeVar("Row", bound=Dated)


def prefixes_of(hs_code: str) -> list[str]:
    """The beginnings of a code under which a rate for it may stand."""
    return [hs_code[:length] for length in range(2, len(hs_code) + 1)]


def rates_for(hs_code: str, *, origin: str, on: date) -> dict[str, Rate]:
    """The rate of each kind that holds for the goods on the day, in one query.

    The longest beginning of the code wins, then a rate for the very origin, then the one that
    began last.
    """
    rows = Rate.objects.filter(
        Q(origin="") | Q(origin=origin), hs_code__in=prefixes_of(hs_code), valid_from__lte=on
    )
    held = holding(rows.order_by("-pk"), on)
    found: dict[str, Rate] = {}
    for row in sorted(held, key=lambda one: (len(one.hs_code), one.origin, one.valid_from)):
        found[row.kind] = row
    return found


def exchange_for(currency: str, *, on: date) -> ExchangeRate | None:
    """The rate of the currency that holds on the day."""
    rows = ExchangeRate.objects.filter(currency=currency, valid_from__lte=on)
    return max(holding(rows.order_by("-pk"), on), key=lambda one: one.valid_from, default=None)


def holding(rows: Iterable[Row], on: date) -> list[Row]:
    """Of rows given newest first, those not replaced by a newer one and not over on the day."""
    newest: dict[tuple[object, ...], Row] = {}
    for row in rows:
        newest.setdefault(key_of(row), row)
    return [one for one in newest.values() if one.valid_to is None or one.valid_to >= on]


def key_of(row: Dated) -> tuple[object, ...]:
    """What a later row must share with this one to take its place."""
    if isinstance(row, Rate):
        return (row.hs_code, row.kind, row.origin, row.valid_from)
    assert isinstance(row, ExchangeRate)
    return (row.currency, row.valid_from)


def rates_listed(search: str, on: date) -> QuerySet[Rate]:
    """The rates that have begun by the day, narrowed by the beginning of a code."""
    begun = Rate.objects.filter(valid_from__lte=on).select_related("table")
    digits = "".join(one for one in search if one in "0123456789")[:10]
    return begun.filter(hs_code__startswith=digits) if digits else begun


def keeps_tariffs(user: Anyone) -> bool:
    """Whether the person may load tables: officers of customs."""
    return memberships_of(user).filter(role__in=KEEPERS).exists()


def reads_tariffs(user: Anyone) -> bool:
    """Whether the person may see the tables at the desk."""
    return memberships_of(user).filter(role__in=READERS).exists()


def tables() -> QuerySet[TariffTable]:
    """Every table, the newest first."""
    return TariffTable.objects.select_related("uploaded_by", "put_by").order_by("-pk")


def waiting_tables() -> QuerySet[TariffTable]:
    """The tables that nobody has put into force or dropped."""
    return tables().filter(put_at__isnull=True, dropped_at__isnull=True)
