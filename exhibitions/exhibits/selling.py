"""Whether an exhibit may be sold now: the sales to the right say it, the board shows it."""

from collections.abc import Callable, Mapping, Sequence

from approvals.record.refusals import Refusal

from .models import Exhibit

SaleCheck = Callable[[Sequence[Exhibit]], Mapping[int, Sequence[Refusal]]]

_checks: list[SaleCheck] = []


def register_sale_check(check: SaleCheck) -> None:
    """Have `check` asked of exhibits (by key, what keeps each from being sold now)."""
    if check not in _checks:
        _checks.append(check)


def kept_from_sale(exhibits: Sequence[Exhibit]) -> dict[int, list[Refusal]]:
    """Of each exhibit everything that keeps it from being sold now; none: it may be (R-BOND-06)."""
    found: dict[int, list[Refusal]] = {one.pk: [] for one in exhibits}
    for check in _checks:
        for key, refusals in check(exhibits).items():
            found[key].extend(refusals)
    return found
