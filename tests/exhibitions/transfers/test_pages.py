"""The pages of transfers, and the lists by the interface."""

import pytest
from django.urls import reverse

from approvals.parties.models import Role
from exhibitions.transfers.models import TransferList
from tests import transferring
from tests.approvals.exchange.test_api import Machine
from tests.transferring import IN, OUT, fresh, given, mismatched

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    return transferring.make_pair()


def test_the_giver_ticks_lines_and_the_receiver_takes_the_list_as_it_stands(client, pair):
    client.force_login(pair.giver.agent)
    page = reverse("transfers:out_new", kwargs={"book": pair.giver.book.pk})
    assert pair.lines[0].object.number in client.get(page).content.decode()
    said = {"number": OUT.lower(), "partner": pair.receiver.holder.identity_number}
    assert client.post(page, said).status_code == 422
    asked = {**said, "line": [line.pk for line in pair.lines]}
    out = TransferList.objects.get(pk=client.post(page, asked).url.rstrip("/").split("/")[-1])
    client.force_login(pair.receiver.agent)
    listed = client.get(reverse("transfers:list"))
    assert [one for _book, one in listed.context["offers"]] == [out]
    page = reverse("transfers:in_new", kwargs={"book": pair.receiver.book.pk})
    form = client.get(f"{page}?from={out.pk}").context["form"]
    asked = {"number": IN, **form.initial}
    assert client.post(page, asked).status_code == 302
    assert fresh(out).status == "matched"


@pytest.mark.parametrize("rows", ["", "一,二", "一,9701210000,1,零,CNY", "一,9701210000,1.5,2,CNY"])
def test_rows_that_cannot_be_read_are_named(client, pair, rows):
    client.force_login(pair.receiver.agent)
    page = reverse("transfers:in_new", kwargs={"book": pair.receiver.book.pk})
    answer = client.post(page, {"number": IN, "counterpart": OUT, "rows": rows})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["rows"]


def test_both_sides_and_both_customs_read_each_difference_on_their_pages(client, pair):
    out, into = mismatched(pair)
    words = f"“{pair.lines[0].object.number}”的数量不同：转出 1，转入 2。"
    for one, readers in (
        (out, (pair.giver.agent, pair.giver.customs, pair.receiver.agent, pair.receiver.customs)),
        (into, (pair.receiver.agent, pair.receiver.customs, pair.giver.customs)),
    ):
        for reader in readers:
            client.force_login(reader)
            page = client.get(reverse("transfers:transfer", kwargs={"pk": one.pk}))
            assert words in page.content.decode()


def test_the_receiver_corrects_on_its_page_and_only_it(client, pair):
    out, into = mismatched(pair)
    page = reverse("transfers:transfer", kwargs={"pk": into.pk})
    rows = "\n".join(
        f"{one.object.number}，{one.hs_code}，1，{one.price}，{one.currency}" for one in pair.lines
    )
    client.force_login(pair.giver.customs)
    assert client.post(page, {"act": "correct", "rows": rows}).status_code == 403
    client.force_login(pair.receiver.agent)
    assert client.post(page, {"act": "correct", "rows": rows}).status_code == 302
    assert fresh(out).status == "matched"


def test_the_giver_takes_its_list_back_on_its_page(client, pair):
    out = given(pair)
    client.force_login(pair.giver.operator)
    page = reverse("transfers:transfer", kwargs={"pk": out.pk})
    assert client.post(page, {"act": "withdraw", "reason": "示例"}).status_code == 302
    assert fresh(out).status == "withdrawn"


def test_a_page_needs_few_queries(client, pair, django_assert_max_num_queries):
    out, _into = mismatched(pair)
    client.force_login(pair.giver.agent)
    for name, at in (("list", {}), ("transfer", {"pk": out.pk})):
        page = reverse(f"transfers:{name}", kwargs=at)
        client.get(page)
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200


def test_the_interface_reads_the_lists_of_the_caller(client, pair):
    out, into = mismatched(pair)
    theirs = Machine(client, pair.receiver.holder, "books", Role.AGENT)
    listed = theirs.get("/transfers").json()
    assert (listed["count"], {one["id"] for one in listed["items"]}) == (2, {out.pk, into.pk})
    whole = theirs.get(f"/transfers/{into.pk}").json()
    assert (whole["status"], whole["book"], len(whole["items"])) == (
        "mismatch",
        pair.receiver.book.number,
        2,
    )
    assert [one["what"] for one in whole["differences"]] == ["quantity"]
    other = Machine(client, pair.giver.holder, "books", Role.AGENT)
    assert other.get(f"/transfers/{into.pk}").status_code == 404
