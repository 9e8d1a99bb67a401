"""Invented rates, loaded as customs loads them."""

import io
from datetime import date

from approvals.parties.models import Party, Role, User
from exhibitions.tariffs.models import TariffTable
from exhibitions.tariffs.services import put_in_force, upload_table

from . import factories

HEAD = "商品编号,税种,税率,原产地,自,至,来源,核实程度\n"
COINS = "币种,折合人民币,自,至,来源,核实程度\n"
SINCE = "2020-01-01"


def line(
    code: str, kind: str, percent: str, *, since: str = SINCE, to: str = "", of: str = ""
) -> str:
    return f"{code},{kind},{percent},{of},{since},{to},示例税则,D\n"


CHAPTER = (
    line("9701", "最惠国", "6")
    + line("9706", "最惠国", "0")
    + line("97", "普通", "50")
    + line("97", "消费税", "0")
    + line("97", "增值税", "13")
)


def officer() -> User:
    return factories.make_member(factories.make_party(Party.Kind.CUSTOMS), Role.CUSTOMS)


def uploaded(rows: str = CHAPTER, *, content: str = "rates", by: User | None = None) -> TariffTable:
    head = HEAD if content == "rates" else COINS
    raw = io.BytesIO((head + rows).encode("utf-8-sig"))
    return upload_table(content, raw, filename="示例.csv", by=by or officer())


def load_rates(rows: str = CHAPTER, *, by: User | None = None) -> TariffTable:
    """Chapter 97 unless told otherwise: 6 % for 9701, none for 9706, 13 % VAT."""
    by = by or officer()
    return put_in_force(uploaded(rows, by=by), by=by)


def load_exchange(
    cny: str, currency: str = "USD", *, since: str | date = SINCE, by: User | None = None
) -> TariffTable:
    by = by or officer()
    rows = f"{currency},{cny},{since},,示例公告,D\n"
    return put_in_force(uploaded(rows, content="exchange", by=by), by=by)
