"""What goods may owe on a day (R-GUAR-02, R-TAX-01), and the tables behind it."""

from datetime import date
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as some

from approvals.parties.models import Party, Role
from approvals.policies.services import set_policy
from approvals.record.models import TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from exhibitions.tariffs import services
from exhibitions.tariffs.differences import difference_of
from exhibitions.tariffs.estimating import Estimator, estimate
from exhibitions.tariffs.models import ExchangeRate, Rate, TariffTable
from exhibitions.tariffs.rules import ArtKind, heading_refusal, selective_duty_refusal
from tests import factories, tariffing
from tests.tariffing import CHAPTER, line

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 25)
MILLION = Decimal(1_000_000)
PAINTING, ANTIQUE = "9701210000", "9706100000"


def sums(found):
    return (found.duty, found.consumption_tax, found.vat, found.total)


def refused(*arguments, **named):
    with pytest.raises(NotAcceptable) as caught:
        estimate(*arguments, **named)
    return caught.value.refusal


def test_a_million_at_six_percent_needs_197_800():
    tariffing.load_rates()
    found = estimate(MILLION, "CNY", PAINTING, on=DAY)
    assert sums(found) == (60_000, 0, Decimal(137_800), Decimal(197_800))
    assert found.as_of == DAY


def test_a_million_duty_free_needs_130_000():
    tariffing.load_rates()
    assert estimate(MILLION, "CNY", ANTIQUE, on=DAY).total == 130_000


def test_consumption_tax_is_within_its_own_base():
    tariffing.load_rates(
        line("7113", "最惠国", "8") + line("7113", "消费税", "10") + line("71", "增值税", "13")
    )
    found = estimate(Decimal(100_000), "CNY", "71131911", on=DAY)
    assert sums(found) == (8_000, 12_000, 15_600, 35_600)


def test_the_longest_heading_wins_and_then_the_day():
    tariffing.load_rates(
        CHAPTER + line("970121", "最惠国", "4") + line("970121", "最惠国", "3", since="2026-06-01")
    )
    assert estimate(MILLION, "CNY", PAINTING, on=date(2026, 5, 31)).duty == 40_000
    assert estimate(MILLION, "CNY", PAINTING, on=date(2026, 6, 1)).duty == 30_000
    assert estimate(MILLION, "CNY", "9701910000", on=DAY).duty == 60_000


def test_a_provisional_rate_stands_before_the_most_favoured_and_ends_on_its_day():
    tariffing.load_rates(CHAPTER + line("9701", "暂定", "2", since="2026-01-01", to="2026-12-31"))
    assert estimate(MILLION, "CNY", PAINTING, on=date(2026, 12, 31)).duty == 20_000
    assert estimate(MILLION, "CNY", PAINTING, on=date(2027, 1, 1)).duty == 60_000


def test_a_rate_for_one_origin_stands_before_that_for_all():
    tariffing.load_rates(CHAPTER + line("9701", "最惠国", "1", of="FR"))
    assert estimate(MILLION, "CNY", PAINTING, origin="fr", on=DAY).duty == 10_000
    assert estimate(MILLION, "CNY", PAINTING, origin="IT", on=DAY).duty == 60_000


def test_customs_may_say_that_an_unknown_origin_pays_the_general_rate():
    tariffing.load_rates()
    customs = factories.make_party(Party.Kind.CUSTOMS)
    approver = factories.make_member(customs, Role.APPROVER)
    today = factories.today()
    set_policy(
        "tariffs.unknown_origin",
        "general",
        party=customs,
        effective_from=today,
        reason="示例",
        by=approver,
    )
    assert estimate(MILLION, "CNY", PAINTING, on=today, customs=customs).duty == 500_000
    assert estimate(MILLION, "CNY", PAINTING, on=today).duty == 60_000


@pytest.mark.parametrize(
    ("left_out", "named"),
    [("最惠国", "最惠国税率"), ("消费税", "进口环节消费税"), ("增值税", "进口环节增值税")],
)
def test_an_unknown_rate_is_refused_by_name_and_day(left_out, named):
    rows = [one for one in CHAPTER.splitlines(keepends=True) if left_out not in one]
    tariffing.load_rates("".join(rows))
    refusal = refused(MILLION, "CNY", PAINTING, on=DAY)
    assert refusal.code == "rate_unknown"
    assert refusal.rule == "R-TAX-01"
    assert refusal.sentence == f"没有商品编号 {PAINTING} 在 2026-11-25 的{named}，不能测算。"


def test_before_its_first_day_a_rate_is_unknown():
    tariffing.load_rates()
    assert refused(MILLION, "CNY", PAINTING, on=date(2019, 12, 31)).code == "rate_unknown"


def test_another_currency_is_worth_what_customs_said_for_the_day():
    tariffing.load_rates()
    tariffing.load_exchange("7.1", since="2026-10-01")
    tariffing.load_exchange("7.2", since="2026-11-01")
    assert estimate(Decimal(100), "USD", ANTIQUE, on=date(2026, 10, 31)).customs_value_cny == 710
    assert estimate(Decimal(100), "usd", ANTIQUE, on=DAY).customs_value_cny == 720
    refusal = refused(Decimal(100), "USD", ANTIQUE, on=date(2026, 9, 30))
    assert refusal.code == "exchange_unknown"
    assert "USD 在 2026-09-30" in refusal.sentence
    assert refused(Decimal(100), "EUR", ANTIQUE, on=DAY).code == "exchange_unknown"


@pytest.mark.parametrize("value", [Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("1e20")])
def test_an_impossible_value_is_refused(value):
    tariffing.load_rates()
    assert refused(value, "CNY", PAINTING, on=DAY).code == "value_impossible"


@pytest.mark.parametrize("code", ["", "97", "97x1210000", "９７０１２１", "97012100001"])
def test_an_impossible_heading_is_refused(code):
    assert refused(MILLION, "CNY", code, on=DAY).code == "hs_code_impossible"


def test_the_rates_behind_an_estimate_are_named():
    tariffing.load_rates()
    tariffing.load_exchange("7.2")
    found = estimate(MILLION, "USD", PAINTING, on=DAY)
    assert [(one.kind, one.heading, one.source) for one in found.used] == [
        ("mfn", "9701", "示例税则"),
        ("consumption", "97", "示例税则"),
        ("vat", "97", "示例税则"),
        ("exchange", "USD", "示例公告"),
    ]
    assert found.kept()["used"][0]["row"] == Rate.objects.get(kind="mfn", hs_code="9701").pk


percents = some.decimals(0, 60, places=4)
values = some.decimals("0.01", 10**9, places=2)


@given(values, percents, percents, percents, some.decimals("0.00000001", 1000, places=8))
def test_the_estimate_is_the_exact_tax_rounded_up_at_each_step(value, duty, held, vat, coin):
    """Against the formula itself in fractions: never below it, and above it by cents only."""
    one = Estimator(DAY)
    rates = {
        kind: Rate(pk=1, kind=kind, hs_code="97", percent=percent, valid_from=DAY)
        for kind, percent in (("mfn", duty), ("consumption", held), ("vat", vat))
    }
    one._rates[(PAINTING, "")] = rates
    one._exchange["USD"] = ExchangeRate(pk=1, currency="USD", cny=coin, valid_from=DAY)
    one._general[""] = False
    found = one.estimate(value, "USD", PAINTING)
    base = Fraction(value) * Fraction(coin)
    shares = [Fraction(percent) / 100 for percent in (duty, held, vat)]
    owed = base * shares[0]
    owed += (base + owed) / (1 - shares[1]) * shares[1]
    owed += (base + owed) * shares[2]
    assert all(sum_ == sum_.quantize(Decimal("0.01")) for sum_ in sums(found))
    assert sum(sums(found)[:3]) == found.total
    assert 0 <= Fraction(found.total) - owed <= Fraction(30, 100)
    again = Fraction(found.customs_value_cny) * shares[0]
    assert found.duty == (Decimal(again.numerator) / again.denominator).quantize(
        Decimal("0.01"), ROUND_CEILING
    )


def test_a_file_changes_nothing_until_a_named_officer_puts_it_in_force():
    officer = tariffing.officer()
    waiting = tariffing.uploaded(by=officer)
    assert refused(MILLION, "CNY", PAINTING, on=DAY).code == "rate_unknown"
    assert difference_of(waiting).counts == {"new": 5, "changed": 0, "same": 0}
    services.put_in_force(waiting, by=officer)
    assert estimate(MILLION, "CNY", PAINTING, on=DAY).total == 197_800
    held = TariffTable.objects.get(pk=waiting.pk)
    assert (held.put_by, held.counts["new"]) == (officer, 5)
    verbs = TrailEntry.objects.filter(chain="tariffs").values_list("verb", "actor")
    assert list(verbs) == [
        ("tariff.upload", officer.actor_key),
        ("tariff.put", officer.actor_key),
    ]


def test_the_preview_says_what_is_new_changed_and_the_same():
    tariffing.load_rates()
    waiting = tariffing.uploaded(
        line("9701", "最惠国", "5") + line("9706", "最惠国", "0") + line("9702", "最惠国", "1")
    )
    found = difference_of(waiting)
    assert found.counts == {"new": 1, "changed": 1, "same": 1}
    assert [(one.before.percent, one.after.percent) for one in found.changed] == [(6, 5)]


def test_a_row_that_begins_on_the_same_day_corrects_or_ends_the_one_before():
    tariffing.load_rates()
    tariffing.load_rates(line("9701", "最惠国", "5", to="2026-06-30"))
    assert estimate(MILLION, "CNY", PAINTING, on=date(2026, 6, 30)).duty == 50_000
    assert refused(MILLION, "CNY", PAINTING, on=date(2026, 7, 1)).code == "rate_unknown"
    assert Rate.objects.filter(hs_code="9701").count() == 2


def test_one_file_of_a_kind_waits_at_a_time_and_a_dropped_one_is_kept():
    officer = tariffing.officer()
    first = tariffing.uploaded(by=officer)
    with pytest.raises(Conflict) as caught:
        tariffing.uploaded(by=officer)
    assert caught.value.refusal.code == "table_waits"
    services.drop_table(first, by=officer)
    with pytest.raises(Conflict) as caught:
        services.put_in_force(first, by=officer)
    assert caught.value.refusal.code == "table_settled"
    tariffing.uploaded(by=officer)
    assert TariffTable.objects.count() == 2


@pytest.mark.parametrize("role", [one for one in Role if one != Role.CUSTOMS])
def test_only_officers_of_customs_load_rates(role):
    other = factories.make_member(factories.make_party(Party.Kind.CUSTOMS), role)
    with pytest.raises(NotAllowed):
        tariffing.uploaded(by=other)
    waiting = tariffing.uploaded()
    for act in (services.put_in_force, services.drop_table):
        with pytest.raises(NotAllowed):
            act(waiting, by=other)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (line("97", "营业税", "3"), "税种须为"),
        (line("97", "消费税", "100"), "税率不可能是这个数"),
        (line("97", "增值税", "-1"), "税率不可能是这个数"),
        (line("97", "增值税", "十三"), "“十三”不是数"),
        (line("97", "增值税", "1.23456"), "小数超过 4 位"),
        (line("97", "增值税", "NaN"), "“NaN”不是数"),
        (line("9a", "增值税", "13"), "商品编号须为数字"),
        (line("97", "增值税", "13", of="法国"), "原产地须为两位国别代码"),
        (line("97", "增值税", "13", since="示例"), "“示例”不是日期"),
        (line("97", "增值税", "13", since="2026-02-02", to="2026-02-01"), "截止日早于起始日"),
        ("97,增值税,13,,2026-01-01,,示例,X\n", "核实程度须为"),
        (line("97", "增值税", "13") * 2, "同一项目、同一起始日出现两次"),
        ("", "表头之下没有任何内容"),
    ],
)
def test_a_file_with_a_fault_is_not_taken_and_the_line_is_named(row, fault):
    with pytest.raises(NotAcceptable) as caught:
        tariffing.uploaded(row)
    assert fault in caught.value.refusal.sentence
    assert not TariffTable.objects.exists()


@pytest.mark.parametrize("rows", ["CNY,1,2026-01-01,,示例,D\n", "USD,0,2026-01-01,,示例,D\n"])
def test_an_exchange_rate_must_be_possible(rows):
    with pytest.raises(NotAcceptable):
        tariffing.uploaded(rows, content="exchange")


def test_rates_are_never_changed_or_deleted():
    tariffing.load_rates()
    for act in (lambda: Rate.objects.update(percent=0), lambda: Rate.objects.all().delete()):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            act()
    assert Rate.objects.count() == 5


def test_a_painting_of_150_years_is_9701_and_not_9706():
    refusal = heading_refusal(ArtKind.PAINTING, "9706.90.0000")
    assert refusal.code == "heading_wrong"
    assert refusal.sentence == "绘画归入 9701，不归入 9706900000，与年代无关。"
    assert heading_refusal(ArtKind.PAINTING, "9701210000") is None
    assert heading_refusal(ArtKind.OTHER, "9706900000") is None
    assert heading_refusal(ArtKind.SCULPTURE, "9701210000").code == "heading_wrong"


def test_selective_duty_is_closed_to_goods_on_display():
    assert selective_duty_refusal().code == "selective_duty_closed"


def test_many_estimates_of_a_day_read_each_rate_once(django_assert_num_queries):
    tariffing.load_rates()
    tariffing.load_exchange("7.2")
    one = Estimator(DAY)
    with django_assert_num_queries(3):  # the rates of two headings and one exchange rate
        found = [one.estimate(MILLION, "USD", code) for code in (PAINTING, ANTIQUE) * 20]
    assert len({each.total for each in found}) == 2
