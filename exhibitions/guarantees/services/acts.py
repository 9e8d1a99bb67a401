"""What every verb of this room does alike: lock, move, trail, ruling, and settle the balance."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record import moving
from approvals.record.refusals import NotAcceptable, Refusal
from approvals.record.services import Actor, post_outbox, write_trail
from exhibitions.guarantees.changes import GuaranteeChanged, tell
from exhibitions.guarantees.models import Guarantee, Ruling
from exhibitions.guarantees.queries import buffer_days, shortage

S = Guarantee.Status


def locked(guarantee: Guarantee) -> Guarantee:
    """The guarantee under its row lock: the last lock that a transaction takes."""
    return (
        Guarantee.objects.select_for_update(of=("self",), no_key=True)
        .select_related("holder", "customs")
        .get(pk=guarantee.pk)
    )


def move(guarantee: Guarantee, step: str, *fields: str, by: Actor) -> str:
    """Make the transition `step`, save it with `fields`, tell it; returns the status before.

    Raises Conflict where the machine of §10.10 does not know it from here.
    """
    before = moving.move(guarantee, step, *fields)
    tell(GuaranteeChanged(guarantee, before, str(guarantee.status), by))
    return before


def trail(
    guarantee: Guarantee,
    verb: str,
    *,
    by: Actor,
    before: str = "",
    reason: str = "",
    **facts: Any,
) -> None:
    """One entry in the guarantee's chain; with `before` it tells of a move."""
    write_trail(
        guarantee.chain,
        f"guarantee.{verb}",
        by=by,
        subject=f"guarantee:{guarantee.pk}",
        before={"status": before} if before else {},
        after={**({"status": guarantee.status} if before else {}), **facts},
        reason=reason,
    )


def sign_ruling(
    guarantee: Guarantee, kind: str, *, reason: str, ground: str, rights: str, by: User
) -> Ruling:
    """Keep what an officer signed against the holder; all three must be said (R-GUAR-04)."""
    said = {"reason": reason.strip(), "ground": ground.strip(), "rights": rights.strip()}
    if not all(said.values()):
        raise NotAcceptable(
            Refusal(
                "ruling_incomplete",
                _("须书面写明理由、依据和救济途径。"),
                "R-GUAR-04",
                _("请填写完整后签署。"),
            )
        )
    return Ruling.objects.create(guarantee=guarantee, kind=kind, by=by, **said)


def settle_balance(held: Guarantee, *, by: Actor) -> None:
    """Let the status of a locked guarantee say whether it suffices today (R-GUAR-05).

    It falls short when more is locked than it answers for, recovers when it is not, and nears
    its end when no show could end early enough under it any more (R-GUAR-11).
    """
    day = timezone.localdate()
    short = shortage(held, day)
    ends = held.valid_to - day < timedelta(days=buffer_days(held, day))
    if held.status == S.INSUFFICIENT and short == 0:
        _settle(held, "recover", by=by)
    if held.status in (S.ACTIVE, S.EXPIRING) and short > 0:
        _settle(held, "fall_short", by=by, short=short)
        told = {"guarantee": held.pk, "document_no": held.document_no, "short": short}
        post_outbox("customs", "guarantee.insufficient", subject=held.chain, payload=told)
    elif held.status == S.ACTIVE and ends:
        _settle(held, "near_end", by=by, until=held.valid_to)
    elif held.status == S.EXPIRING and not ends:
        _settle(held, "renew", by=by, until=held.valid_to)


def _settle(held: Guarantee, step: str, *, by: Actor, **facts: Any) -> None:
    before = move(held, step, by=by)
    trail(held, step, by=by, before=before, required=held.required, **facts)
