"""Both sides of a transfer file at the same moment: matched once, and no list is missed."""

import pytest

from exhibitions.books.models import Posting
from exhibitions.transfers import services
from exhibitions.transfers.models import TransferList
from tests import transferring
from tests.transferring import accounts, expected, given

from .test_turns import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.mark.parametrize("_turn", range(3))
def test_both_sides_that_file_at_the_same_moment_are_matched_once(_turn):
    pair = transferring.make_pair()
    together(lambda: given(pair), lambda: expected(pair))
    assert set(TransferList.objects.values_list("status", flat=True)) == {"matched"}
    assert Posting.objects.filter(move="write_off").count() == 2
    assert [account for _n, account in accounts(pair.receiver.book)] == ["free", "free"]


def test_a_giver_that_withdraws_while_the_receiver_files_leaves_one_whole_outcome():
    pair = transferring.make_pair()
    out = given(pair)
    together(
        lambda: services.withdraw_list(out, by=pair.giver.agent),
        lambda: expected(pair),
    )
    statuses = dict(TransferList.objects.values_list("side", "status"))
    assert statuses in (
        {"out": "matched", "in": "matched"},
        {"out": "withdrawn", "in": "unmatched"},
    )
    stood = {account for _n, account in accounts(pair.giver.book)}
    assert stood == ({"gone"} if statuses["out"] == "matched" else {"free"})
