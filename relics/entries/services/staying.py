"""The ways of a stay: re-exit, extension, overdue (§10.3 to §10.5). For other rooms to call."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.services import calendar_of
from approvals.parties.models import User
from approvals.parties.queries import memberships_of
from approvals.record.refusals import Conflict, NotAcceptable, Refusal, require
from approvals.record.services import Actor
from approvals.record.status import can_proceed
from relics.entries.models import Stay, StayClock
from relics.entries.queries import current_clocks
from relics.entries.rules import late_refusal, overdue_refusal, state_refusal
from relics.entries.terms import in_months
from relics.reviews.services.acts import trail


@contextmanager
def held(stay: Stay) -> Iterator[Stay]:
    """The stay under the lock of the case of its entry, in one transaction."""
    with transaction.atomic():
        engine.lock_case(stay.item.review.case_id)
        yield (
            Stay.objects.select_for_update(of=("self",))
            .select_related("item__review__case", "object", "office__party", "zone")
            .get(pk=stay.pk)
        )


def move(stay: Stay, name: str, *, by: Actor, reason: str = "", **facts: Any) -> None:
    """Make one move of the machine, or refuse it (§10.3), and tell it in the trail."""
    act = getattr(stay, name)
    require(state_refusal(stay, can=can_proceed(act)), error=Conflict)
    before = stay.status
    act()
    stay.save(update_fields=["status"])
    trail(
        stay.item.review,
        f"stay.{name}",
        by=by,
        subject=f"stay:{stay.pk}",
        before=before,
        after=stay.status,
        reason=reason,
        acting_for=_speaks_for(stay, by),
        object=stay.object.number,
        **facts,
    )


def _speaks_for(stay: Stay, by: Actor) -> str:
    """Whom the actor speaks for: the applicant's side, the office, or its own authority."""
    if not isinstance(by, User):
        return ""
    case = stay.item.review.case
    names = {one.party_id: one.party.name for one in memberships_of(by).select_related("party")}
    for key in (case.acting_party.pk, case.office_id):
        if key in names:
            return names[key]
    return min(names.values(), default="")


def begin_reexit(stay: Stay, *, by: User) -> Stay:
    """An application for its re-exit was handed in; it may not fall overdue meanwhile."""
    with held(stay) as one:
        move(one, "begin_reexit", by=by)
    return one


def end_reexit(stay: Stay, *, left: bool, by: User) -> Stay:
    """That application is over: the object left, or stays with the deadline it had."""
    with held(stay) as one:
        move(one, "leave" if left else "call_off_reexit", by=by)
    return one


def ask_extension(stay: Stay, *, by: User) -> Stay:
    """Asked in time, it keeps the object from falling overdue until decided (edge case 10)."""
    with held(stay) as one:
        require(late_refusal(one), error=Conflict)
        move(one, "ask_extension", by=by)
    return one


def extend(
    stay: Stay,
    months: int,
    *,
    by: User,
    decision: str,
    kinds: tuple[str, ...] = (StayClock.Kind.RELIC, StayClock.Kind.CUSTOMS),
) -> Stay:
    """Both authorities agree: the clocks of `kinds` that run get so many months from their ends.

    The caller has both decisions (R-TEMP-04, edge case 11); `decision` is the number on them.
    """
    if months < 1 or not decision.strip():
        raise NotAcceptable(Refusal("extension_unsaid", _("请写明月数和决定文号。"), "R-TEMP-04"))
    with held(stay) as one:
        calendar = calendar_of(one.office.party)
        until = {}
        for clock in current_clocks(one.clocks.all()):
            if clock.kind not in kinds:
                continue
            used = {"extension.months": months}
            longer = in_months(clock.kind, clock.due_on, used, calendar, decision.strip())
            longer.stay = one
            longer.save(force_insert=True)
            until[clock.kind] = longer.due_on
        move(one, "answer_extension", by=by, until=until, months=months, decision=decision.strip())
    return one


def refuse_extension(stay: Stay, *, by: User, reason: str = "") -> Stay:
    """Not both agree, or the request was taken back: the old deadline counts (edge case 10)."""
    with held(stay) as one:
        move(one, "answer_extension", by=by, reason=reason, until={})
    return one


def fall_overdue(stay: Stay, *, by: User, reason: str) -> Stay:
    """An officer has signed it: the privilege is gone, the exit standard applies (R-TEMP-05)."""
    with held(stay) as one:
        require(overdue_refusal(one), error=Conflict)
        move(one, "fall_overdue", by=by, reason=reason)
    return one
