"""What still stands in the way of closing a permit: each room to the right says its part.

Exhibits out of the zone, sales without declaration, locks on the guarantee. A check is a
callable that takes the permit and gives refusals; it is registered once, when the room is ready.
"""

from collections.abc import Callable, Iterable

from approvals.record.refusals import Refusal

from .models import DisplayPermit

ClosingCheck = Callable[[DisplayPermit], Iterable[Refusal]]

_checks: list[ClosingCheck] = []


def register_closing_check(check: ClosingCheck) -> None:
    """Have `check` asked before a permit is closed; registered twice it is asked once."""
    if check not in _checks:
        _checks.append(check)


def closing_refusals(permit: DisplayPermit) -> list[Refusal]:
    """Everything that still stands in the way (§10.8)."""
    return [refusal for check in _checks for refusal in check(permit)]
