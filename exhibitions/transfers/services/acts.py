"""What every verb on a list does alike: lock the pair, set the items, tell both customs."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from approvals.parties.models import User
from approvals.record.services import Actor, post_outbox, write_trail
from exhibitions.transfers.models import ListItem, TransferList
from exhibitions.transfers.queries import whole
from exhibitions.transfers.rules import Told


def lock_pair(number: str) -> None:
    """Whoever touches either list of a transfer waits here for the other side.

    Neither may miss the other's list that is being filed at the same moment.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"transfer:{number}"])


def locked(one: TransferList) -> TransferList:
    """The list under the lock of its pair and its own, as it is now."""
    lock_pair(one.pair_key)
    rows: QuerySet[TransferList] = TransferList.objects.select_for_update(of=("self",))
    return whole(rows).get(pk=one.pk)


def set_items(one: TransferList, told: Sequence[Told]) -> None:
    """Write what the list says in its present round."""
    ListItem.objects.bulk_create(
        ListItem(
            list=one,
            round=one.round,
            sequence=place,
            line=item.line,
            object_number=item.object_number,
            hs_code=item.hs_code,
            quantity=item.quantity,
            price=item.price,
            currency=item.currency,
        )
        for place, item in enumerate(told, start=1)
    )


def tell(one: TransferList, verb: str, *, by: Actor, reason: str = "", **after: Any) -> None:
    """The act on the list's record and to the customs of its zone."""
    said = {"number": one.number, "status": str(one.status), **after}
    subject = f"transfer:{one.pk}"
    write_trail(
        one.chain,
        f"transfers.{verb}",
        by=by,
        subject=subject,
        after=said,
        reason=reason,
        acting_for=one.book.holder.name if isinstance(by, User) else "",
    )
    payload = {"book": one.book.number, "side": one.side, **said}
    post_outbox("customs", f"transfer.{verb}", subject=subject, payload=payload)
