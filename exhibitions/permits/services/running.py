"""From the guarantee to the end of the show: secure, open, prolong, close (§10.8)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import AdverseAct
from approvals.cases.services import draft_adverse_act
from approvals.certificates.services import prepare_certificate
from approvals.parties.models import User
from approvals.record.moving import move, not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import CLOCKWORK, Actor
from exhibitions.guarantees.models import Guarantee
from exhibitions.guarantees.queries import guarantee_for
from exhibitions.permits.closing import closing_refusals
from exhibitions.permits.cover import cover_refusals, filing_refusals, owner_refusal
from exhibitions.permits.models import RUNNING, DisplayPermit, Prolongation
from exhibitions.permits.papers import (
    PROLONGATION,
    PROLONGATION_REFUSAL,
    grounds,
    prolongation_content,
    refusal_content,
)
from exhibitions.permits.queries import items_of
from exhibitions.permits.rules import (
    customs_refusal,
    operator_refusal,
    prolongation_refusals,
    reason_refusal,
    stops_of,
)
from relics.filings.models import FilingUse, Purpose
from relics.filings.services import finish_use, note_use

from .acts import close_case, holding, locked, require_none, tell, trail
from .paper import replace_paper
from .submitting import free_items, hold_items

S = DisplayPermit.Status


def open_permit(permit: DisplayPermit, *, by: User) -> DisplayPermit:
    """The show begins, not before its day; the use of every filing is noted (R-ART-08)."""
    with engine.turn(permit.case, "open", by=by):
        held = locked(permit)
        today = timezone.localdate()
        assert held.starts_on is not None
        if today < held.starts_on:
            raise Conflict(
                Refusal(
                    "not_yet",
                    _("展示期自 %(day)s 起。") % {"day": held.starts_on},
                    "§10.8",
                )
            )
        require(next((one for _ground, one in stops_of(held, today)), None), error=Conflict)
        held.opened_on = today
        before = move(held, "open", "opened_on")
        for item in items_of(held):
            if item.filing is not None:
                note_use(item.filing, purpose=Purpose.SHOW, reference=reference(held), by=by)
        trail(held, "open", by=by, before=before)
        tell(held, "display.opened")
    return held


def reference(permit: DisplayPermit) -> str:
    """How the use of a filing names the permit."""
    return str(permit.case.number)


def ask_prolongation(
    permit: DisplayPermit, *, ends_on: date, reason: str, change_number: str = "", by: User
) -> Prolongation:
    """Ask for a longer period, within the months, times and all that may end before it."""
    with engine.turn(permit.case, "show", by=by):
        held = locked(permit)
        if held.status != S.ACTIVE:
            raise Conflict(not_now(held))
        require(reason_refusal(reason, "R-BOND-14"), error=NotAcceptable)
        items = items_of(held)
        require_none(
            [
                *prolongation_refusals(held, items, ends_on, change_number),
                *filing_refusals(held, items, until=ends_on),
            ]
        )
        assert held.ends_on is not None
        asked = Prolongation.objects.create(
            permit=held,
            ends_before=held.ends_on,
            ends_on=ends_on,
            reason=reason.strip(),
            change_number=change_number.strip(),
            asked_by=by,
        )
        trail(held, "ask_prolongation", by=by, reason=asked.reason, until=ends_on)
        tell(held, "display.prolongation_asked", until=ends_on)
    return asked


def grant_prolongation(permit: DisplayPermit, *, number: str, by: User) -> DisplayPermit:
    """Customs lets the show last longer, under a number of its own."""
    with engine.turn(permit.case, "prolong", by=by):
        held = locked(permit)
        asked = waiting_prolongation(held)
        if not number.strip():
            raise NotAcceptable(Refusal("number_missing", _("请填写海关文号。"), "R-BOND-14"))
        items = items_of(held)
        require_none(
            [
                *prolongation_refusals(held, items, asked.ends_on, asked.change_number),
                *filing_refusals(held, items, until=asked.ends_on),
            ]
        )
        _decide(asked, by, number=number.strip(), is_granted=True)
        held.ends_on = asked.ends_on
        held.save(update_fields=["ends_on"])
        hold_items(held, items)
        trail(
            held,
            "prolong",
            by=by,
            number=asked.number,
            until=asked.ends_on,
            acting_for=held.showroom.customs.name,
        )
        content = prolongation_content(held, items, asked, by=by)
        prepare_certificate(held.case, PROLONGATION, content, by=by)
        replace_paper(held, reason=asked.reason, by=by)
        tell(held, "display.prolonged")
    return held


def waiting_prolongation(permit: DisplayPermit) -> Prolongation:
    """The longer period that waits for customs."""
    asked = permit.prolongations.filter(is_granted__isnull=True, lapsed_at__isnull=True).first()
    if asked is None:
        raise Conflict(not_now(permit))
    return asked


def _decide(asked: Prolongation, by: User, *, number: str = "", is_granted: bool) -> None:
    asked.is_granted, asked.number = is_granted, number
    asked.decided_by, asked.decided_at = by, timezone.now()
    asked.save()


def draft_prolongation_refusal(permit: DisplayPermit, *, reason: str, by: User) -> AdverseAct:
    """Leave the refusal of a longer period for an officer of customs to sign."""
    require(reason_refusal(reason, "R-GEN-10"), error=NotAcceptable)
    with holding(permit) as held:
        require(customs_refusal(held.showroom.customs, by), error=NotAllowed)
        waiting_prolongation(held)
        return draft_adverse_act(
            held.case,
            PROLONGATION_REFUSAL,
            facts=reason.strip(),
            reason=reason.strip(),
            ground=grounds(),
            by=by,
        )


def prolongation_refusal_signed(act: AdverseAct, officer: User) -> None:
    """The period ends when it would have ended."""
    permit = DisplayPermit.objects.select_related("case").get(case=act.case_id)
    with engine.turn(permit.case, "prolong", by=officer):
        held = locked(permit)
        _decide(waiting_prolongation(held), officer, is_granted=False)
        trail(
            held,
            "refuse_prolongation",
            by=officer,
            reason=act.reason,
            acting_for=held.showroom.customs.name,
        )
        content = refusal_content(held, items_of(held), act)
        prepare_certificate(held.case, PROLONGATION_REFUSAL, content, by=officer)
        tell(held, "display.prolongation_refused")


def begin_closing(permit: DisplayPermit, *, by: User) -> DisplayPermit:
    """The operator or customs ends the show: nothing goes out any more, all comes back."""
    with holding(permit) as held:
        if operator_refusal(held.showroom.operator, by) is not None:
            require(customs_refusal(held.showroom.customs, by), error=NotAllowed)
        wind_up(held, by=by)
    return held


def wind_up(permit: DisplayPermit, *, by: Actor) -> None:
    """Move a permit whose case is locked to its closing; customs has the last turn."""
    before = move(permit, "begin_closing")
    permit.prolongations.filter(is_granted__isnull=True, lapsed_at__isnull=True).update(
        lapsed_at=timezone.now()
    )
    engine.go_back(permit.case, "close")
    trail(permit, "begin_closing", by=by, before=before)
    tell(permit, "display.closing")


def close_ended(on: date | None = None) -> list[DisplayPermit]:
    """Permits whose period is over begin to close by that alone; run nightly."""
    day = on or timezone.localdate()
    ended = DisplayPermit.objects.filter(status__in=RUNNING, ends_on__lt=day)
    done = []
    for permit in ended.select_related("case").order_by("pk"):
        with holding(permit) as held:
            if held.status in RUNNING and held.ends_on is not None and held.ends_on < day:
                wind_up(held, by=CLOCKWORK)
                done.append(held)
    return done


def close_permit(permit: DisplayPermit, *, by: User) -> DisplayPermit:
    """Customs closes it when all is back or released, declared, and the guarantee free.

    Raises Conflict with everything that still stands in the way in `extra["refusals"]`.
    """
    with engine.turn(permit.case, "close", by=by):
        held = locked(permit)
        ways = closing_refusals(held)
        if ways:
            raise Conflict(ways[0], extra={"refusals": [one.as_problem(409) for one in ways]})
        held.closed_on = timezone.localdate()
        before = move(held, "close", "closed_on")
        free_items(held)
        uses = FilingUse.objects.filter(
            reference=reference(held), purpose=Purpose.SHOW, ends_on__isnull=True
        )
        for use in uses.select_related("filing"):
            finish_use(use, by=by)
        close_case(held.case)
        trail(held, "close", by=by, before=before, acting_for=held.showroom.customs.name)
        tell(held, "display.closed")
    return held


def secure_permit(
    permit: DisplayPermit, guarantee: Guarantee | None = None, *, by: User
) -> DisplayPermit:
    """The operator stands behind it with a guarantee (R-BOND-04, edge case 29).

    Without `guarantee` the one named in the application, or the one that has room. Nothing is
    locked yet: that happens at the gate, object by object.
    """
    with engine.turn(permit.case, "secure", by=by):
        held = locked(permit)
        showroom, need = held.showroom, held.cover_needed
        chosen = guarantee or held.guarantee
        if chosen is None and need > 0:
            chosen = guarantee_for(showroom.operator, showroom.customs, need=need)
        if chosen is not None:
            require(owner_refusal(held, chosen), error=NotAcceptable)
        held.guarantee = chosen
        require_none([*filing_refusals(held, items_of(held)), *cover_refusals(held)])
        before = move(held, "secure", "guarantee")
        number = chosen.document_no if chosen else ""
        trail(held, "secure", by=by, before=before, cover=need, number=number)
        tell(held, "display.guaranteed")
    return held
