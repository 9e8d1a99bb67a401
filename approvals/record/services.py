"""Writing the trail and the outbox. Both only inside the transaction of the act they record."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import rfc8785
from django.db import connection
from django.utils import timezone

from .models import OutboxMessage, TrailEntry, TrailHead
from .prepared import one_row


class Actor(Protocol):
    """Whoever acts: a signed-in user, a system's client, or the clock itself."""

    @property
    def actor_key(self) -> str: ...

    @property
    def actor_name(self) -> str: ...


class Clockwork:
    """The actor of acts that happen by time alone (系统按期办理)."""

    actor_key = "system"
    actor_name = "系统"


CLOCKWORK = Clockwork()


def canonical(value: Any) -> bytes:
    """Canonical JSON (RFC 8785); dates, decimals and lazy texts become strings first."""
    return rfc8785.dumps(_plain(value))


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(item) for item in value]
        case _:
            return str(value)


def link_hash(entry: TrailEntry) -> str:
    """The SHA-256 that `entry` must carry, computed from its other columns."""
    return hashlib.sha256(
        canonical(
            {
                "chain": entry.chain,
                "seq": entry.seq,
                "at": entry.at,
                "actor": entry.actor,
                "actor_name": entry.actor_name,
                "acting_for": entry.acting_for,
                "verb": entry.verb,
                "subject": entry.subject,
                "before": entry.before,
                "after": entry.after,
                "reason": entry.reason,
                "previous": entry.previous_hash,
            }
        )
    ).hexdigest()


Head = tuple[int, str]
"""Number and hash of the last link of a chain."""


@dataclass(frozen=True)
class Link:
    """An act as its chain will tell it; `after_head` gives it its place there."""

    chain: str
    verb: str
    by: Actor
    subject: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""
    acting_for: str = ""

    def after_head(self, head: Head) -> TrailEntry:
        """The entry that follows `head`, not yet written."""
        seq, previous = head
        entry = TrailEntry(
            chain=self.chain,
            seq=seq + 1,
            at=timezone.now(),
            actor=self.by.actor_key,
            actor_name=self.by.actor_name,
            acting_for=self.acting_for,
            verb=self.verb,
            subject=self.subject,
            before=_plain(self.before or {}),
            after=_plain(self.after or {}),
            reason=self.reason,
            previous_hash=previous,
        )
        entry.hash = link_hash(entry)
        return entry


def write_trail(
    chain: str,
    verb: str,
    *,
    by: Actor,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    acting_for: str = "",
) -> TrailEntry:
    """Append one link to `chain`. Must run inside a transaction; concurrent writers queue here."""
    link = Link(chain, verb, by, subject, before, after, reason, acting_for)
    return write_linked(LINK, {}, link)


# Every act of every verb ends here, so these are two planned statements and not four of the ORM's:
# one that locks the head and reads it, one that writes the link and moves the head.

HEAD = "SELECT seq, hash FROM record_trailhead WHERE chain = %(chain)s FOR UPDATE"
COLUMNS = [
    "chain",
    "seq",
    "at",
    "actor",
    "actor_name",
    "acting_for",
    "verb",
    "subject",
    "before",
    "after",
    "reason",
    "previous_hash",
    "hash",
]
LINKED = f"""
moved AS (
    UPDATE record_trailhead SET seq = %(link_seq)s, hash = %(link_hash)s
    WHERE chain = %(link_chain)s AND hash = %(link_previous_hash)s RETURNING chain),
linked AS (
    INSERT INTO record_trailentry ({", ".join(COLUMNS)})
    SELECT {", ".join(f"%(link_{column})s" for column in COLUMNS)} FROM moved RETURNING id)
"""  # noqa: S608  the names are the columns above
"""Two members of a WITH: `linked` has a row only if the chain's head is still what was read."""
LINK = f"WITH {LINKED} SELECT id FROM linked"  # noqa: S608  as above


def write_linked(
    statement: str, row: Mapping[str, Any], link: Link, head: Head | None = None
) -> TrailEntry:
    """Write a row and its link in one statement: it has LINKED and returns a row from `linked`.

    A `head` that was read before, without a lock, spares its reading now; where the chain has
    moved since, nothing was written and it is done again under the head's lock.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("write_trail outside a transaction: the act and its trail are one")
    if head is not None and (entry := _written(statement, row, link.after_head(head))):
        return entry
    entry = _written(statement, row, link.after_head(_lock_head(link.chain)))
    if entry is None:
        raise RuntimeError(f"chain {link.chain} moved under the lock of its head")
    return entry


def _written(statement: str, row: Mapping[str, Any], entry: TrailEntry) -> TrailEntry | None:
    link = {f"link_{column}": getattr(entry, column) for column in COLUMNS}
    told = {"link_before": json.dumps(entry.before), "link_after": json.dumps(entry.after)}
    written = one_row(statement, {**row, **link, **told})
    if written is None:
        return None
    entry.pk = written[0]
    return entry


def _lock_head(chain: str) -> Head:
    head = one_row(HEAD, {"chain": chain})
    if head is None:
        TrailHead.objects.bulk_create([TrailHead(chain=chain)], ignore_conflicts=True)
        head = one_row(HEAD, {"chain": chain})
    if head is None:
        raise RuntimeError(f"the head of chain {chain} cannot be made")
    seq, last = head
    return int(seq), str(last)


# As with the trail: one planned statement numbers the message and writes it.

MESSAGE = """
WITH numbered AS (
    INSERT INTO record_outboxstream (recipient, subject, seq)
    VALUES (%(recipient)s, %(subject)s, 1)
    ON CONFLICT (recipient, subject) DO UPDATE SET seq = record_outboxstream.seq + 1
    RETURNING recipient, subject, seq)
INSERT INTO record_outboxmessage (recipient, subject, seq, kind, schema_version,
    idempotency_key, payload, digest, created_at)
SELECT recipient, subject, seq, %(kind)s, %(schema_version)s,
    %(idempotency_key)s, %(payload)s::jsonb, %(digest)s, %(created_at)s FROM numbered
RETURNING id, seq
"""
MESSAGE_COLUMNS = [
    "recipient",
    "subject",
    "kind",
    "schema_version",
    "idempotency_key",
    "digest",
    "created_at",
]


def post_outbox(
    recipient: str,
    kind: str,
    *,
    subject: str,
    payload: Mapping[str, Any],
    idempotency_key: str | None = None,
) -> OutboxMessage:
    """Leave a message for `recipient` in this transaction; delivery happens elsewhere."""
    if not connection.in_atomic_block:
        raise RuntimeError("post_outbox outside a transaction: the act and its message are one")
    plain = _plain(payload)
    message = OutboxMessage(
        recipient=recipient,
        subject=subject,
        kind=kind,
        idempotency_key=idempotency_key or uuid.uuid4().hex,
        payload=plain,
        digest=hashlib.sha256(canonical(plain)).hexdigest(),
        created_at=timezone.now(),
    )
    row = {name: getattr(message, name) for name in MESSAGE_COLUMNS}
    written = one_row(MESSAGE, row | {"payload": json.dumps(plain)})
    if written is None:
        raise RuntimeError("the message was not written")
    message.pk, message.seq = written
    return message
