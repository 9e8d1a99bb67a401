"""When the tax of a sale is paid, the guarantee that stood for it is free (R-GUAR-09)."""

from decimal import Decimal

import pytest

from exhibitions.guarantees.models import Guarantee
from exhibitions.guarantees.services import lock_cover
from tests import selling

pytestmark = pytest.mark.django_db


def test_a_sale_that_is_taxed_frees_its_cover_and_no_other():
    house, shown = selling.show(count=2)
    selling.verified(house)
    guarantee = Guarantee.objects.get(holder=house.world.operator)
    asked = [(one.object, Decimal("100.00"), str(house.permit)) for one in shown]
    before = guarantee.required
    lock_cover(guarantee, asked, by=house.customs)
    selling.brought(house, shown[0], "declared")
    assert Guarantee.objects.get(pk=guarantee.pk).required == before + 200
    selling.brought(house, shown[1], "tax_paid")
    assert Guarantee.objects.get(pk=guarantee.pk).required == before + 100
