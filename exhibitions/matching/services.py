"""Compare the three books, keep what differs, and settle it."""

import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from approvals.cases.services import calendar_of
from approvals.parties.models import Party, User
from approvals.policies.queries import policy
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, require
from approvals.record.services import CLOCKWORK, post_outbox, write_trail

from .comparing import Found, compare, count_objects
from .models import Difference, Owner, Run
from .policies import DAYS, FOR_CUSTOMS
from .rules import not_open, reason_refusal, runner_refusal, settler_refusal

ONE_AT_A_TIME = 0x3B00


@transaction.atomic
def match_books(*, by: User | None = None) -> Run:
    """Compare all objects and record the run; nobody: by the clock.

    What is found anew is opened with its owner and its day; what is found no more is gone; what
    stands already, open or settled, is not opened twice. The number of statements does not grow
    with the number of objects.
    """
    if by is not None:
        require(runner_refusal(by), error=NotAllowed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    started, clock = timezone.now(), time.monotonic()
    seen, found = count_objects(), compare()
    standing = {
        (one.check_key, one.object_id): one
        for one in Difference.objects.filter(gone_at__isnull=True)
    }
    over = [one.pk for key, one in standing.items() if not _still(one, found.get(key))]
    fresh = [one for key, one in found.items() if key not in standing or standing[key].pk in over]
    Difference.objects.filter(pk__in=over).update(gone_at=started)
    _keep_facts(standing, found, over)
    run = Run.objects.create(
        started_at=started,
        milliseconds=int((time.monotonic() - clock) * 1000),
        objects_seen=seen,
        found=len(found),
        opened=len(fresh),
        gone=len(over),
        by=by,
    )
    _open(run, fresh, started)
    said = {"objects": seen, "found": len(found), "opened": len(fresh), "gone": len(over)}
    write_trail("matching", "matching.run", by=by or CLOCKWORK, subject=f"run:{run.pk}", after=said)
    return run


def _still(one: Difference, found: Found | None) -> bool:
    """Whether it stands; what was settled stands only while the books say the same."""
    if found is None or found.exhibit_id != one.exhibit_id:
        return False
    return one.settled_at is None or found.facts == one.facts


def _keep_facts(
    standing: dict[tuple[str, int], Difference],
    found: dict[tuple[str, int], Found],
    over: list[int],
) -> None:
    """What the books say of an open difference may have changed since."""
    changed = []
    for key, one in standing.items():
        if one.pk not in over and one.facts != found[key].facts:
            one.facts = found[key].facts
            changed.append(one)
    Difference.objects.bulk_update(changed, ["facts"], batch_size=1000)


def _open(run: Run, fresh: Iterable[Found], at: datetime) -> None:
    by_customs: dict[int, list[Found]] = defaultdict(list)
    for one in fresh:
        by_customs[one.customs_id].append(one)
    for customs in Party.objects.filter(pk__in=by_customs).order_by("pk"):
        rows = by_customs[customs.pk]
        due_on, theirs = _terms(customs)
        made = Difference.objects.bulk_create(
            [
                Difference(
                    check_key=one.check,
                    object_id=one.object_id,
                    exhibit_id=one.exhibit_id,
                    line_id=one.line_id,
                    operator_id=one.operator_id,
                    customs=customs,
                    facts=one.facts,
                    owner=Owner.CUSTOMS if one.check in theirs else Owner.OPERATOR,
                    due_on=due_on,
                    first_run=run,
                    found_at=at,
                )
                for one in rows
            ]
        )
        payload = {"customs": customs.pk, "differences": [one.pk for one in made]}
        post_outbox("customs", "difference.opened", subject=f"run:{run.pk}", payload=payload)


def _terms(customs: Party) -> tuple[date, set[str]]:
    """By when differences at this customs are put right, and which are customs' own."""
    days = int(policy(DAYS.key, customs))
    theirs = {key.strip() for key in str(policy(FOR_CUSTOMS.key, customs)).split(",")}
    return calendar_of(customs).due(timezone.localdate(), days).on, theirs


@transaction.atomic
def settle_difference(difference: Difference, *, reason: str, by: User) -> Difference:
    """Customs closes it with its reason; it is not opened again while the books say the same."""
    held = Difference.objects.select_for_update().get(pk=difference.pk)
    require(settler_refusal(held, by), error=NotAllowed)
    require(not_open(held), error=Conflict)
    require(reason_refusal(reason), error=NotAcceptable)
    held.settled_at, held.settled_by, held.reason = timezone.now(), by, reason.strip()
    held.save(update_fields=["settled_at", "settled_by", "reason"])
    write_trail(
        held.chain,
        "matching.settle",
        by=by,
        subject=held.chain,
        after={"check": held.check_key, "object": held.object_id},
        reason=held.reason,
    )
    return held
