"""The trail holds, and says where it does not."""

import json
from io import StringIO

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from approvals.record.models import OutboxMessage, TrailEntry, TrailHead
from approvals.record.queries import first_broken_link
from approvals.record.services import (
    CLOCKWORK,
    LINK,
    Link,
    post_outbox,
    write_linked,
    write_trail,
)

pytestmark = pytest.mark.django_db


def write(count=3, chain="case:示例"):
    with transaction.atomic():
        return [
            write_trail(chain, "示例行为", by=CLOCKWORK, subject="示例", after={"第": number})
            for number in range(count)
        ]


@pytest.mark.parametrize(
    "head", [(0, ""), (1, "0" * 64), None], ids=["before", "elsewhere", "unread"]
)
def test_a_link_after_a_head_that_is_no_longer_the_last_goes_to_the_end(head):
    write(2)
    with transaction.atomic():
        entry = write_linked(LINK, {}, Link("case:示例", "示例行为", CLOCKWORK, "示例"), head)
    assert (entry.seq, TrailEntry.objects.get(pk=entry.pk).hash) == (3, entry.hash)
    assert TrailHead.objects.get(chain="case:示例").seq == 3
    assert first_broken_link() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_trailentry SET reason = '改' ",
        "DELETE FROM record_trailentry",
        "TRUNCATE record_trailentry",
        "UPDATE record_outboxmessage SET kind = '改'",
        "DELETE FROM record_outboxmessage",
    ],
)
def test_what_is_written_is_neither_changed_nor_deleted(statement):
    write()
    with transaction.atomic():
        post_outbox("customs", "示例", subject="示例", payload={})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (TrailEntry.objects.count(), OutboxMessage.objects.count()) == (3, 1)


def test_a_whole_trail_is_intact():
    write(5)
    write(2, chain="office:示例")
    assert first_broken_link() is None


@pytest.mark.parametrize(
    ("harm", "seq", "fault"),
    [
        (lambda: TrailEntry.objects.filter(seq=2).update(actor_name="别人"), 2, "altered"),
        (lambda: TrailEntry.objects.filter(seq=2).update(after={"第": 9}), 2, "altered"),
        (lambda: TrailEntry.objects.filter(seq=2).delete(), 2, "missing"),
        (lambda: TrailEntry.objects.filter(seq=3).delete(), 3, "cut off"),
        (lambda: TrailHead.objects.all().delete(), 1, "has no head"),
    ],
)
def test_the_first_broken_link_is_named(harm, seq, fault):
    write(3)
    with pgtrigger.ignore():
        harm()
    broken = first_broken_link()
    assert broken is not None
    assert (broken.chain, broken.seq, broken.fault) == ("case:示例", seq, fault)


def test_an_entry_rewritten_with_its_hash_breaks_the_next_link():
    from approvals.record.services import link_hash

    entries = write(3)
    entries[1].actor_name = "别人"
    with pgtrigger.ignore():
        TrailEntry.objects.filter(pk=entries[1].pk).update(
            actor_name="别人", hash=link_hash(entries[1])
        )
    broken = first_broken_link()
    assert broken is not None
    assert (broken.seq, broken.fault) == (3, "does not follow the link before it")


def test_the_command_answers_in_json_and_with_its_exit_status():
    write(3)
    out = StringIO()
    call_command("check_trail", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"intact": True, "entries": 3, "broken": None}
    with pgtrigger.ignore():
        TrailEntry.objects.filter(seq=3).update(verb="别的")
    out = StringIO()
    with pytest.raises(SystemExit) as status:
        call_command("check_trail", "--json", stdout=out)
    assert status.value.code == 1
    assert json.loads(out.getvalue())["broken"] == {
        "chain": "case:示例",
        "seq": 3,
        "fault": "altered",
    }


def test_messages_are_numbered_per_recipient_and_subject():
    with transaction.atomic():
        for recipient, subject in (
            ("customs", "甲"),
            ("customs", "甲"),
            ("customs", "乙"),
            ("tax", "甲"),
        ):
            post_outbox(recipient, "示例", subject=subject, payload={"件": 1})
    places = OutboxMessage.objects.order_by("pk").values_list("recipient", "subject", "seq")
    assert list(places) == [
        ("customs", "甲", 1),
        ("customs", "甲", 2),
        ("customs", "乙", 1),
        ("tax", "甲", 1),
    ]
