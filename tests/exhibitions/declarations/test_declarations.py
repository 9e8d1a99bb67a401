"""Central declaration (§10.11): in time, whole, within the year; estimate and final tax apart."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from approvals.record.models import OutboxMessage
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from exhibitions.credit.services import rate_party
from exhibitions.declarations import services
from exhibitions.declarations.models import CentralDeclaration, DeclaredSale, Violation
from exhibitions.declarations.periods import period_of
from exhibitions.permits.closing import closing_refusals
from exhibitions.sales.models import Sale
from exhibitions.sales.services import cancel_sale
from tests import custody, factories, selling

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """A show with two sold exhibits, for all tests; each test is rolled back."""
    folder = tmp_path_factory.mktemp("declarations")
    kept = override_settings(MEDIA_ROOT=folder)
    with kept, django_db_blocker.unblock(), transaction.atomic():
        house, shown = selling.show(count=2)
        selling.verified(house)
        yield house, [selling.sold(house, one) for one in shown]
        transaction.set_rollback(True)


@pytest.fixture
def house(made, db):
    return made[0]


@pytest.fixture
def sales(made, db):
    return [selling.fresh(one) for one in made[1]]


def collected(house):
    return services.collect_sales(
        house.world.operator, house.world.customs, day=factories.today(), by=house.keeper
    )


def over(declaration, days=1):
    """The same declaration when its period has ended so many days ago."""
    shift = timedelta(days=(declaration.ends_on - factories.today()).days + days)
    CentralDeclaration.objects.filter(pk=declaration.pk).update(
        starts_on=declaration.starts_on - shift,
        ends_on=declaration.ends_on - shift,
        due_on=factories.today() + timedelta(days=10),
    )
    return CentralDeclaration.objects.get(pk=declaration.pk)


def submitted(house):
    return services.submit_declaration(over(collected(house)), by=house.keeper)


def accepted(house):
    return services.accept_declaration(submitted(house), number="示例集报1", by=house.customs)


def code_of(refused):
    return refused.value.refusal.code


@pytest.mark.parametrize(
    ("day", "starts_on", "ends_on", "due_on"),
    [
        (date(2027, 2, 3), date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 15)),
        (date(2027, 9, 30), date(2027, 7, 1), date(2027, 9, 30), date(2027, 10, 15)),
        (date(2027, 12, 30), date(2027, 10, 1), date(2027, 12, 31), date(2027, 12, 31)),
    ],
)
def test_a_period_is_a_quarter_due_by_the_fifteenth_and_never_across_the_year(
    day, starts_on, ends_on, due_on
):
    due = period_of(factories.make_party(), factories.make_party("customs"), day)
    assert (due.starts_on, due.ends_on, due.due_on) == (starts_on, ends_on, due_on)


def test_what_was_sold_in_the_period_is_gathered_once_each(house, sales):
    made = collected(house)
    assert [row.sale for row in made.sales.order_by("pk")] == sales
    assert made.estimated == sum(sale.exhibit.item.tax for sale in sales)
    assert collected(house) == made
    assert DeclaredSale.objects.count() == 2
    cancel_sale(sales[0], reason="示例：改主意", by=house.keeper)
    assert [row.sale for row in collected(house).sales.all()] == [sales[1]]


def test_declared_accepted_and_paid_every_sale_goes_with_it(house, sales):
    declaration = collected(house)
    with pytest.raises(Conflict) as refused:
        services.submit_declaration(declaration, by=house.keeper)
    assert code_of(refused) == "period_not_over"
    done = services.accept_declaration(submitted(house), number="示例集报1", by=house.customs)
    assert {one.status for one in Sale.objects.all()} == {"declared"}
    assert done.final == sum(Decimal(one.assessed["total"]) for one in Sale.objects.all())
    assert done.difference == done.final - done.estimated
    told = {"tax_number": "示例税1", "on": factories.today(), "by": house.customs}
    with pytest.raises(NotAcceptable) as refused:
        services.record_payment(done, amount=done.final - Decimal("0.01"), **told)
    assert code_of(refused) == "sum_differs"
    assert "declaration_undone" in [one.code for one in closing_refusals(house.permit)]
    paid = services.record_payment(done, amount=done.final, **told)
    assert paid.status == "matched"
    assert {one.status for one in Sale.objects.all()} == {"tax_paid"}
    assert {line.account for line in house.firm.book.lines.all()} == {"gone"}
    assert "declaration_undone" not in [one.code for one in closing_refusals(house.permit)]
    kinds = OutboxMessage.objects.filter(subject=f"central:{done.pk}").values_list(
        "kind", flat=True
    )
    assert sorted(kinds) == ["central.accepted", "central.paid", "central.submitted"]


def test_a_sale_that_may_not_be_declared_keeps_the_whole_from_being_accepted(house, sales):
    declaration = submitted(house)
    cancel_sale(sales[1], reason="示例：买受人反悔", by=house.keeper)
    with pytest.raises(Conflict):
        services.accept_declaration(declaration, number="示例集报2", by=house.customs)
    assert selling.fresh(sales[0]).status == "sold"
    assert CentralDeclaration.objects.get(pk=declaration.pk).status == "submitted"
    services.return_declaration(declaration, reason="示例：一笔已撤销", by=house.customs)
    again = services.submit_declaration(
        CentralDeclaration.objects.get(pk=declaration.pk), by=house.keeper
    )
    done = services.accept_declaration(again, number="示例集报2", by=house.customs)
    assert [row.sale.pk for row in done.sales.all()] == [sales[0].pk]


def test_case_34_a_sale_not_declared_in_time_is_a_violation_with_an_alarm_before(house, sales):
    declaration = over(collected(house), days=40)
    due = declaration.due_on
    assert services.give_alarms(due - timedelta(days=30)) == []
    for day, alarm in [(due - timedelta(days=3), "near"), (due + timedelta(days=1), "late")]:
        [given] = services.give_alarms(day)
        assert given.alarmed == alarm
        assert services.give_alarms(day) == []
    assert OutboxMessage.objects.filter(kind="central.late").count() == 1
    CentralDeclaration.objects.filter(pk=declaration.pk).update(
        due_on=factories.today() - timedelta(days=1),
        starts_on=date(factories.today().year - 1, 10, 1),
        ends_on=date(factories.today().year - 1, 12, 31),
    )
    late = services.submit_declaration(
        CentralDeclaration.objects.get(pk=declaration.pk), by=house.keeper
    )
    kinds = Violation.objects.filter(declaration=late).values_list("kind", flat=True)
    assert sorted(kinds) == ["cross_year", "late"]


def test_a_discredited_enterprise_declares_each_sale_alone(house, sales):
    rate_party(
        house.world.operator,
        "discredited",
        valid_from=timezone.localdate(),
        source="示例决定",
        by=house.customs,
    )
    with pytest.raises(Conflict) as refused:
        collected(house)
    assert refused.value.refusal.rule == "R-CENT-02"


MACHINE = {
    "submit": ("keeper", lambda one, by: services.submit_declaration(one, by=by)),
    "return": ("customs", lambda one, by: services.return_declaration(one, reason="示例", by=by)),
    "accept": ("customs", lambda one, by: services.accept_declaration(one, number="示例9", by=by)),
    "pay": (
        "customs",
        lambda one, by: services.record_payment(
            one, tax_number="示例税9", on=factories.today(), amount=one.final or Decimal(0), by=by
        ),
    ),
}
KNOWN = {
    "collecting": {"submit"},
    "submitted": {"return", "accept"},
    "returned": {"submit"},
    "accepted": {"pay"},
    "matched": set(),
}


def standing(house, status):
    if status == "collecting":
        return over(collected(house))
    if status == "returned":
        return services.return_declaration(submitted(house), reason="示例", by=house.customs)
    if status == "matched":
        done = accepted(house)
        return services.record_payment(
            done, tax_number="示例税1", on=factories.today(), amount=done.final, by=house.customs
        )
    return {"submitted": submitted, "accepted": accepted}[status](house)


@pytest.mark.parametrize("status", list(KNOWN))
def test_each_verb_by_its_side_and_only_from_where_the_machine_knows_it(house, sales, status):
    declaration = standing(house, status)
    people = {
        "keeper": house.keeper,
        "customs": house.customs,
        "tax": house.world.tax,
        "stranger": factories.make_member(factories.make_party(), "operator"),
    }
    for verb, (side, act) in MACHINE.items():
        for who, user in people.items():
            with transaction.atomic():
                fresh = CentralDeclaration.objects.get(pk=declaration.pk)
                if who != side:
                    with pytest.raises(NotAllowed):
                        act(fresh, user)
                elif verb in KNOWN[status]:
                    assert act(fresh, user).status != status
                else:
                    with pytest.raises(Conflict):
                        act(fresh, user)
                transaction.set_rollback(True)


def test_both_sides_do_it_in_the_browser(house, sales, django_assert_max_num_queries):
    browser, officer = Client(), Client()
    browser.force_login(house.keeper, "django.contrib.auth.backends.ModelBackend")
    officer.force_login(house.customs, "django.contrib.auth.backends.ModelBackend")
    listed = reverse("declarations:list")
    answer = browser.post(listed, {"day": factories.today().isoformat()})
    address = answer["Location"]
    assert browser.post(address, {"act": "submit"}).status_code == 409
    over(CentralDeclaration.objects.get())
    assert browser.post(address, {"act": "submit"}).status_code == 302
    assert browser.post(address, {"act": "accept", "number": "示例"}).status_code == 403
    assert officer.post(address, {"act": "accept"}).status_code == 422
    assert officer.post(address, {"act": "accept", "number": "示例集报3"}).status_code == 302
    final = CentralDeclaration.objects.get().final
    paid = {"act": "pay", "tax_number": "示例税3", "on": factories.today(), "amount": final}
    assert officer.post(address, paid).status_code == 302
    for client in (browser, officer):
        with django_assert_max_num_queries(12):
            assert "已核对一致" in client.get(address).content.decode()
        with django_assert_max_num_queries(12):
            assert client.get(listed).status_code == 200
    stranger = Client()
    stranger.force_login(
        factories.make_member(factories.make_party(), "operator"),
        "django.contrib.auth.backends.ModelBackend",
    )
    assert stranger.get(address).status_code == 404
    assert custody.fresh(sales[0].exhibit).status == "tax_paid"
