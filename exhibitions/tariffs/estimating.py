"""The most tax that goods may owe on a day (税款测算, R-GUAR-02). An estimate, never the final tax.

The rate that counts is that of the day on which the formalities are done (R-BOND-08).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from approvals.parties.models import Party
from approvals.policies.queries import policy
from approvals.record.refusals import NotAcceptable, Refusal

from .models import ExchangeRate, Rate, RateKind
from .queries import exchange_for, rates_for
from .rules import value_refusal

RULE = "R-TAX-01"
HUNDRED = Fraction(100)
YUAN = "CNY"


@dataclass(frozen=True)
class Used:
    """A rate that went into an estimate, as it stood."""

    row: int
    kind: str
    heading: str
    figure: Decimal
    valid_from: date
    source: str
    evidence: str


@dataclass(frozen=True)
class Estimate:
    """What goods may owe, in yuan, each sum rounded up to the cent; and the rates behind it."""

    customs_value_cny: Decimal
    duty: Decimal
    consumption_tax: Decimal
    vat: Decimal
    total: Decimal
    used: tuple[Used, ...]
    as_of: date

    def kept(self) -> dict[str, Any]:
        """As it is kept beside what was decided on it."""
        sums = ("customs_value_cny", "duty", "consumption_tax", "vat", "total")
        return {
            **{name: str(getattr(self, name)) for name in sums},
            "as_of": self.as_of.isoformat(),
            "used": [
                {"row": one.row, "kind": one.kind, "figure": str(one.figure)} for one in self.used
            ],
        }


def estimate(
    value: Decimal,
    currency: str,
    hs_code: str,
    *,
    origin: str = "",
    on: date,
    customs: Party | None = None,
) -> Estimate:
    """The most tax the goods may owe on the day; `origin` is an ISO 3166 code or unknown.

    Raises NotAcceptable naming the rate that is not known for the day (R-TAX-01): nothing is
    guessed. `customs` is asked for its policies on origins.
    """
    return Estimator(on, customs=customs).estimate(value, currency, hs_code, origin=origin)


class Estimator:
    """Many estimates for one day: each rate is read once."""

    def __init__(self, on: date, *, customs: Party | None = None) -> None:
        self.on = on
        self.customs = customs
        self._rates: dict[tuple[str, str], Mapping[str, Rate]] = {}
        self._exchange: dict[str, ExchangeRate | None] = {}
        self._general: dict[str, bool] = {}

    def estimate(
        self, value: Decimal, currency: str, hs_code: str, *, origin: str = ""
    ) -> Estimate:
        """See `estimate`."""
        code, coin = re.sub(r"[.\s]", "", hs_code), currency.strip().upper()
        refusal = value_refusal(value, code)
        if refusal is not None:
            raise NotAcceptable(refusal)
        rates = self._rates_of(code, origin.strip().upper())
        exchange = self._exchange_of(coin)
        duty_rate = self._duty_rate(rates, code, origin.strip().upper())
        consumption_rate = self._needed(rates, RateKind.CONSUMPTION, code)
        vat_rate = self._needed(rates, RateKind.VAT, code)
        worth = Fraction(value) * (Fraction(exchange.cny) if exchange else 1)
        base = _up(worth)
        duty = _up(Fraction(base) * _share(duty_rate))
        held_in = _share(consumption_rate)
        consumption = _up(Fraction(base + duty) / (1 - held_in) * held_in)
        vat = _up(Fraction(base + duty + consumption) * _share(vat_rate))
        used = [_used(one) for one in (duty_rate, consumption_rate, vat_rate)]
        if exchange is not None:
            used.append(_used(exchange))
        total = duty + consumption + vat
        return Estimate(base, duty, consumption, vat, total, tuple(used), self.on)

    def _rates_of(self, code: str, origin: str) -> Mapping[str, Rate]:
        key = (code, origin)
        if key not in self._rates:
            self._rates[key] = rates_for(code, origin=origin, on=self.on)
        return self._rates[key]

    def _exchange_of(self, currency: str) -> ExchangeRate | None:
        """None for yuan."""
        if currency == YUAN:
            return None
        if currency not in self._exchange:
            self._exchange[currency] = exchange_for(currency, on=self.on)
        found = self._exchange[currency]
        if found is None:
            told = {"currency": currency[:20], "day": self.on.isoformat()}
            raise NotAcceptable(
                Refusal(
                    "exchange_unknown",
                    _("没有 %(currency)s 在 %(day)s 的计征汇率，不能测算。") % told,
                    RULE,
                    _("请由海关导入该日的汇率。"),
                )
            )
        return found

    def _duty_rate(self, rates: Mapping[str, Rate], code: str, origin: str) -> Rate:
        """A provisional rate stands before the most-favoured one; other origins pay the general."""
        if self._pays_general(origin):
            return self._needed(rates, RateKind.GENERAL, code)
        return rates.get(RateKind.PROVISIONAL) or self._needed(rates, RateKind.MFN, code)

    def _pays_general(self, origin: str) -> bool:
        if origin not in self._general:
            if origin:
                listed = policy("tariffs.general_origins", self.customs, on=self.on)
                self._general[origin] = origin in str(listed).upper().split()
            else:
                said = policy("tariffs.unknown_origin", self.customs, on=self.on)
                self._general[origin] = said == "general"
        return self._general[origin]

    def _needed(self, rates: Mapping[str, Rate], kind: RateKind, code: str) -> Rate:
        found = rates.get(kind)
        if found is None:
            told = {"code": code, "kind": kind.label, "day": self.on.isoformat()}
            raise NotAcceptable(
                Refusal(
                    "rate_unknown",
                    _("没有商品编号 %(code)s 在 %(day)s 的%(kind)s，不能测算。") % told,
                    RULE,
                    _("请由海关导入该日的税率；不征的税种也须列明为 0。"),
                )
            )
        return found


def _share(rate: Rate) -> Fraction:
    return Fraction(rate.percent) / HUNDRED


def _up(sum_: Fraction) -> Decimal:
    """To the next whole cent: what may be owed is never understated."""
    return Decimal(ceil(sum_ * 100)).scaleb(-2)


def _used(row: Rate | ExchangeRate) -> Used:
    if isinstance(row, Rate):
        kind, heading, figure = row.kind, row.hs_code, row.percent
    else:
        kind, heading, figure = "exchange", row.currency, row.cny
    return Used(row.pk, kind, heading, figure, row.valid_from, row.source, row.evidence)
