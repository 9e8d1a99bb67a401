"""The account books by the interface, and the races on a line."""

import pytest

from approvals.parties.models import Role
from exhibitions.books.models import Account, Line
from tests import bonded, factories
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(db):
    return bonded.make_firm()


def test_the_firm_announces_and_customs_receives_by_the_interface(client, firm):
    first, second = bonded.lines(firm, 2)
    theirs = Machine(client, firm.holder, "books", Role.AGENT)
    customs = Machine(client, firm.port.customs, "books", Role.CUSTOMS)
    path = f"/books/{firm.book.pk}/postings"
    told = {"lines": [first.pk, second.pk], "document": "inventory", "number": "示例QD-3"}
    assert theirs.post(path, {**told, "move": "expect"}).status_code == 201
    assert theirs.post(path, {**told, "move": "receive"}).status_code == 403
    assert customs.post(path, {**told, "move": "receive"}).status_code == 201
    again = customs.post(path, {**told, "move": "receive"})
    assert (again.status_code, again.json()["rule"]) == (409, "R-CENT-03")
    assert customs.post(path, {**told, "move": "nonsense"}).status_code == 422
    assert theirs.post(path, {**told, "lines": [first.pk, 0], "move": "commit"}).status_code == 404
    [book] = theirs.get("/books").json()
    assert (book["number"], book["stock"]) == (firm.book.number, 2)
    listed = theirs.get(f"/books/{firm.book.pk}/lines?account=free&limit=1").json()
    assert (listed["count"], [one["received"] for one in listed["items"]]) == (2, [1])


def test_another_firm_and_another_customs_see_no_book(client, firm):
    [line] = bonded.lines(firm)
    for party, role in [
        (factories.make_party(), Role.AGENT),
        (factories.make_party("customs"), Role.CUSTOMS),
        (firm.holder, Role.INTAKE),
    ]:
        system = Machine(client, party, "books", role)
        assert system.get("/books").json() == []
        assert system.get(f"/books/{firm.book.pk}").status_code == 404
        told = {"lines": [line.pk], "move": "expect", "document": "inventory", "number": "示例"}
        assert system.post(f"/books/{firm.book.pk}/postings", told).status_code == 404
    assert Line.objects.get(pk=line.pk).account == Account.OUTSIDE
