"""Two people at one record: real connections, and one lawful outcome."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from approvals.parties.models import Role
from approvals.record.refusals import Refused
from relics.register.models import Photo, RelicObject
from relics.register.photographs import add_photo
from relics.register.services import add_object
from tests.factories import make_member, make_party
from tests.registering import make_object, picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CLIENTS = 8


def at_once(act: Callable[[int], Any]) -> Counter[str]:
    """Run `act` on as many connections as there are clients, and count what came of it."""
    start = Barrier(CLIENTS)

    def one(client: int) -> str:
        try:
            start.wait()
            act(client)
        except Refused as refused:
            return refused.refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(CLIENTS) as clients:
        return Counter(clients.map(one, range(CLIENTS)))


def test_eight_records_at_once_get_eight_numbers() -> None:
    owner = make_party()
    agent = make_member(owner, Role.AGENT)
    values = {"name": "示例瓶", "texture": "porcelain", "size": "高1厘米"}
    assert at_once(lambda _client: add_object(owner, values, by=agent)) == {"done": 8}
    tails = [number[-4:] for number in RelicObject.objects.values_list("number", flat=True)]
    assert sorted(tails) == [f"-00{place}" for place in range(1, 9)]


def test_one_number_at_once_is_given_to_one_and_refused_to_the_others() -> None:
    owner = make_party()
    agent = make_member(owner, Role.AGENT)
    values = {"number": "示例-1", "name": "示例瓶", "texture": "porcelain", "size": "高1厘米"}
    outcome = at_once(lambda _client: add_object(owner, values, by=agent))
    assert outcome == {"done": 1, "number_taken": 7}


def test_eight_photographs_at_once_leave_six() -> None:
    owner = make_party()
    agent = make_member(owner, Role.AGENT)
    vase = make_object(owner, agent)
    outcome = at_once(lambda client: add_photo(vase, picture(colour=(client * 30, 0, 0)), by=agent))
    assert outcome == {"done": 6, "photo_too_many": 2}
    assert Photo.objects.count() == 6
