"""How the clocks of a stay are set: each from its own rule, never one from another (R-TEMP-11)."""

from datetime import date

from approvals.cases.services import calendar_of
from approvals.parties.models import Office, Party
from approvals.policies.queries import policy
from approvals.record.workdays import WorkCalendar

from .models import EntryDeclaration, StayClock

Kind = StayClock.Kind


def first_clocks(entry: EntryDeclaration, office: Office, registered_on: date) -> list[StayClock]:
    """The clocks that run from the registration, unsaved.

    The office's runs from its mark. That of customs runs from the entry, for goods that are
    temporarily imported and not for bonded ones. That of a filed exhibition ends with its term.
    """
    calendar = calendar_of(office.party)
    clocks = [
        in_months(Kind.RELIC, registered_on, months_of("stay.months", entry.zone, office), calendar)
    ]
    if entry.regime == EntryDeclaration.Regime.TEMPORARY:
        months = months_of("stay.customs_months", entry.zone, office)
        clocks.append(in_months(Kind.CUSTOMS, entry.entered_on, months, calendar))
    if entry.term_to is not None:
        clocks.append(until(Kind.APPROVAL, registered_on, entry.term_to, "R-TEMP-08", calendar))
    return clocks


def months_of(key: str, zone: Party | None, office: Office) -> dict[str, int]:
    """The policy and its value as they are kept with the clock."""
    return {key: int(policy(key, zone, office.party))}


def in_months(
    kind: str, start: date, used: dict[str, int], calendar: WorkCalendar, decision: str = ""
) -> StayClock:
    """A clock of so many months, in both readings of its end (R-GEN-14)."""
    (months,) = used.values()
    end = calendar.months_later(start, months)
    return StayClock(
        kind=kind,
        starts_on=start,
        due_on=end.on,
        rolled_on=end.rolled,
        provisional=end.provisional,
        calendar=end.calendar,
        rule="R-TEMP-04" if kind == Kind.RELIC else "R-TEMP-10",
        policy=used,
        decision=decision,
    )


def until(kind: str, start: date, end: date, rule: str, calendar: WorkCalendar) -> StayClock:
    """A clock that ends on a day that somebody has set; never before it starts."""
    due = max(start, end)
    rolled = calendar.next_working(due)
    return StayClock(
        kind=kind,
        starts_on=start,
        due_on=due,
        rolled_on=rolled.on,
        provisional=rolled.provisional,
        calendar=rolled.calendar,
        rule=rule,
        policy={},
    )
