"""Random days of trade against a plain model: the one way, and the licence's count."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from approvals.record.refusals import Refused
from exhibitions.exhibits.models import Event
from exhibitions.sales import services
from exhibitions.sales.models import Sale, SaleLicence
from tests import custody, factories, selling

QUOTA = 2
NEXT = {"sold": "declared", "declared": "tax_paid", "tax_paid": "delivered"}
AS_EXHIBIT = {
    "reserved": "reserved",
    "sold": "sold_pending_declaration",
    "declared": "declared",
    "tax_paid": "tax_paid",
    "delivered": "delivered",
}
WAY = ["verify_licence", "declare", "pay_tax", "deliver"]
EXHIBITS = st.integers(0, 3)


@pytest.mark.slow
def test_random_days_of_trade_follow_the_plain_model(house, shown):
    class Trade(RuleBasedStateMachine):
        """`sales` is the plain model: the status of the sale of each exhibit, by number."""

        def __init__(self):
            super().__init__()
            self.block = transaction.atomic()
            self.block.__enter__()
            self.sales, self.used, self.licence = {}, 0, None

        def teardown(self):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

        def sale(self, n):
            found = Sale.objects.filter(exhibit=shown[n]).order_by("-pk").first()
            return selling.fresh(found) if found else None

        def tried(self, may, act):
            """The act is refused exactly where the plain model says so."""
            try:
                with transaction.atomic():
                    act()
            except Refused:
                assert not may
                return False
            assert may
            return True

        @precondition(lambda self: self.licence is None)
        @rule()
        def hand_in(self):
            self.licence = selling.verified(house, quantity=QUOTA)

        @rule(n=EXHIBITS)
        def reserve(self, n):
            may = n not in self.sales
            if self.tried(may, lambda: selling.reserved(house, custody.fresh(shown[n]))):
                self.sales[n] = "reserved"

        @rule(n=EXHIBITS)
        def sell(self, n):
            if (sale := self.sale(n)) is None:
                return
            may = self.sales.get(n) == "reserved" and bool(self.licence) and self.used < QUOTA
            contract = selling.CONTRACT
            if self.tried(may, lambda: services.sell_exhibit(sale, **contract, by=house.keeper)):
                self.sales[n] = "sold"
                self.used += 1

        @rule(n=EXHIBITS)
        def cancel(self, n):
            if (sale := self.sale(n)) is None:
                return
            was = self.sales.get(n)
            may = was in ("reserved", "sold")
            if self.tried(may, lambda: services.cancel_sale(sale, reason="示例", by=house.keeper)):
                del self.sales[n]
                self.used -= was == "sold"

        @rule(n=EXHIBITS, step=st.sampled_from(["declared", "tax_paid", "delivered"]))
        def forward(self, n, step):
            if (sale := self.sale(n)) is None:
                return
            today = factories.today()
            acts = {
                "declared": lambda: services.declared(sale, f"示例报{sale.pk}", by=house.customs),
                "tax_paid": lambda: services.tax_paid(sale, "示例税", today, by=house.customs),
                "delivered": lambda: services.deliver_exhibit(sale, by=house.keeper),
            }
            if self.tried(NEXT.get(self.sales.get(n)) == step, acts[step]):
                self.sales[n] = step

        @rule(n=EXHIBITS, agrees=st.booleans())
        def refund(self, n, agrees):
            if (sale := self.sale(n)) is None:
                return
            may = self.sales.get(n) in ("declared", "tax_paid", "delivered")

            def act():
                told = services.request_refund(sale, amount=1, reason="示例", by=house.keeper)
                words = {"number": f"示例更正{told.pk}", "reason": "示例"}
                services.answer_refund(told, agrees=agrees, **words, by=house.customs)

            if self.tried(may, act) and agrees:
                del self.sales[n]

        @invariant()
        def the_exhibits_stand_as_the_model_says(self):
            for n, exhibit in enumerate(shown):
                expected = AS_EXHIBIT.get(self.sales.get(n), "on_display")
                now = custody.fresh(exhibit)
                assert now.status == expected
                gone = self.sales.get(n) in ("tax_paid", "delivered")
                assert (now.line.account == "gone") == gone

        @invariant()
        def the_licence_counts_what_was_sold(self):
            if self.licence is not None:
                used = SaleLicence.objects.get(pk=self.licence.pk).used
                assert used == self.used <= QUOTA

        @invariant()
        def nothing_is_delivered_but_on_the_one_way(self):
            for n, status in self.sales.items():
                if status == "delivered":
                    told = Event.objects.filter(exhibit=shown[n]).order_by("pk")
                    assert [one.verb for one in told][-4:] == WAY

    run_state_machine_as_test(
        Trade,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
