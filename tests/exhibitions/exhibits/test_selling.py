"""Whether an exhibit may be sold now is told with its reasons (R-BOND-06)."""

import pytest

from approvals.record.refusals import Refusal
from exhibitions.exhibits import selling
from exhibitions.exhibits.models import Exhibit
from exhibitions.permits.models import PermitItem
from tests import custody

pytestmark = pytest.mark.django_db


def test_only_what_is_on_show_and_for_sale_can_be_sold_and_other_rooms_add_their_word(monkeypatch):
    house = custody.make_house(count=2)
    waiting, shown = custody.entered(house)
    shown = custody.brought(house, shown, "on_display")

    def codes():
        fresh = [custody.fresh(one) for one in (waiting, shown)]
        found = selling.kept_from_sale(fresh)
        return [[one.code for one in found[exhibit.pk]] for exhibit in fresh]

    assert codes() == [["not_on_display", "not_for_sale"], ["not_for_sale"]]
    PermitItem.objects.filter(exhibit=shown).update(for_sale=True)
    assert codes() == [["not_on_display", "not_for_sale"], []]
    word = Refusal("licence_missing", "示例", "R-BOND-06")
    monkeypatch.setattr(selling, "_checks", [lambda asked: {one.pk: [word] for one in asked}])
    assert codes()[1] == ["licence_missing"]
    assert Exhibit.objects.count() == 2
