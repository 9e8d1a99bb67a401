"""What an exhibit tells of itself about its sale (R-BOND-06)."""

import pytest

from exhibitions.exhibits.selling import kept_from_sale
from exhibitions.permits.models import PermitItem
from tests import custody

pytestmark = pytest.mark.django_db


def test_only_what_is_on_show_and_listed_for_sale_can_be_sold():
    house = custody.make_house(count=2)
    waiting, shown = custody.entered(house)
    shown = custody.brought(house, shown, "on_display")

    def codes(exhibit):
        return [one.code for one in kept_from_sale(custody.fresh(exhibit))]

    assert codes(waiting) == ["not_on_display", "not_for_sale"]
    assert codes(shown) == ["not_for_sale"]
    PermitItem.objects.filter(exhibit=shown).update(for_sale=True)
    assert codes(shown) == []
