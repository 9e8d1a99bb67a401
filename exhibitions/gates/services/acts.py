"""What every verb of the gate does alike: locks in order, trail, word to customs' system."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from approvals.cases import engine
from approvals.cases.services import calendar_of
from approvals.parties.models import Party, User
from approvals.policies.queries import policy
from approvals.record.services import CLOCKWORK, Actor, post_outbox, write_trail
from exhibitions.books import services as books
from exhibitions.books.models import Account
from exhibitions.exhibits.models import Exhibit, ExhibitStatus, Verb
from exhibitions.exhibits.services import Told, happen
from exhibitions.gates.models import Anomaly, AnomalyKind, Crossing, GatePass
from exhibitions.gates.policies import ANOMALY_DAYS
from exhibitions.gates.queries import exhibits_on, with_all


@contextmanager
def holding(gate_pass: GatePass) -> Iterator[GatePass]:
    """The pass under its lock, its permit's case row locked before it."""
    with transaction.atomic():
        engine.lock_case(gate_pass.permit.case_id)
        yield with_all(GatePass.objects.select_for_update(of=("self",))).get(pk=gate_pass.pk)


def trail(
    gate_pass: GatePass,
    verb: str,
    *,
    by: Actor,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    acting_for: str = "",
) -> None:
    """The act on the permit's record."""
    write_trail(
        gate_pass.permit.case.chain,
        f"gates.{verb}",
        by=by,
        subject=f"gate_pass:{gate_pass.pk}",
        after={"pass": str(gate_pass), "status": gate_pass.status, **(after or {})},
        reason=reason,
        acting_for=acting_for if isinstance(by, User) else "",
    )


def operator_of(gate_pass: GatePass) -> str:
    """For whom the operator's people act, as the trail names it."""
    return str(gate_pass.permit.showroom.operator.name)


def customs_of(gate_pass: GatePass) -> str:
    """For whom the officers act, as the trail names it."""
    return str(gate_pass.permit.showroom.customs.name)


def tell(gate_pass: GatePass, kind: str, **more: Any) -> None:
    """To customs' own system: which pass, what happened."""
    post_outbox(
        "customs",
        kind,
        subject=f"gate_pass:{gate_pass.pk}",
        payload={
            "pass": gate_pass.reference,
            "number": gate_pass.number,
            "permit": gate_pass.permit.customs_number,
            "direction": gate_pass.direction,
            "status": gate_pass.status,
            **more,
        },
    )


def paper_of(gate_pass: GatePass, reason: str = "") -> books.Paper:
    """The pass as what a posting rests on; customs' number once there is one."""
    return books.Paper("gate_pass", str(gate_pass), reason)


def post(
    verb: Any, exhibits: Sequence[Exhibit], gate_pass: GatePass, *, stands: str, reason: str = ""
) -> None:
    """Post on the lines of the exhibits whose unit stands there, book by book."""
    lines = [one.line for one in exhibits if one.line and one.line.account == stands]
    lines.sort(key=lambda line: (line.book_id, line.pk))
    for _book, same in groupby(lines, key=lambda line: line.book_id):
        verb(list(same), paper_of(gate_pass, reason), by=CLOCKWORK)


def put_back(gate_pass: GatePass, reason: str, *, by: Actor) -> None:
    """The pass was not used: what was to leave stays, what stood on show goes on being shown.

    What was found or already on the road has no show to go back to: it waits for its next pass.
    """
    told = Told(reason=reason[:300], document=str(gate_pass))
    exhibits = exhibits_on(gate_pass)
    for one in exhibits:
        if one.status == ExhibitStatus.OUT_PENDING:
            happen(one, Verb.CALL_OFF_OUT, told=told, by=by)
        elif one.status == ExhibitStatus.RETURN_PENDING and _came_from_the_show(one):
            happen(one, Verb.CALL_OFF_RETURN, told=told, by=by)
    if gate_pass.is_out:
        post(books.call_off_going, exhibits, gate_pass, stands=Account.GOING, reason=reason)


def _came_from_the_show(exhibit: Exhibit) -> bool:
    last = exhibit.events.filter(verb=Verb.REQUEST_RETURN).order_by("-pk").first()
    return last is not None and last.before == ExhibitStatus.ON_DISPLAY


def open_anomaly(
    customs: Party,
    gate_pass: GatePass | None,
    kind: AnomalyKind,
    told: str,
    *,
    crossing: Crossing | None = None,
) -> Anomaly:
    """Leave it for customs to judge, with the day by which it should (R-GATE-02)."""
    days = int(policy(ANOMALY_DAYS.key, customs))
    return Anomaly.objects.create(
        customs=customs,
        gate_pass=gate_pass,
        crossing=crossing,
        kind=kind,
        told=told[:500],
        due_on=calendar_of(customs).due(timezone.localdate(), days).on,
    )
