"""Whether an exhibit may be sold now: the sales to the right say it, the board shows it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from approvals.record.refusals import Refusal

from .models import Exhibit, ExhibitStatus

SaleCheck = Callable[[Sequence[Exhibit]], Mapping[int, Sequence[Refusal]]]

_checks: list[SaleCheck] = []


def register_sale_check(check: SaleCheck) -> None:
    """Have `check` asked of exhibits (by key, what keeps each from being sold now)."""
    if check not in _checks:
        _checks.append(check)


def kept_from_sale(exhibits: Sequence[Exhibit]) -> dict[int, list[Refusal]]:
    """Of each exhibit everything that keeps it from being sold now; none: it may be (R-BOND-06)."""
    found: dict[int, list[Refusal]] = {one.pk: list(_of_itself(one)) for one in exhibits}
    for check in _checks:
        for key, refusals in check(exhibits).items():
            found[key].extend(refusals)
    return found


def _of_itself(exhibit: Exhibit) -> Iterator[Refusal]:
    """What the exhibit says without asking anybody: it must be on show, and for sale."""
    if exhibit.status != ExhibitStatus.ON_DISPLAY:
        status = ExhibitStatus(exhibit.status).label
        yield Refusal(
            "not_on_display",
            _("目前%(status)s，只有展示中的展品可以销售。") % {"status": status},
            "§10.9",
        )
    if exhibit.item.is_bonded and not exhibit.item.for_sale:
        yield Refusal(
            "not_for_sale",
            _("展示许可没有把它列为展销。"),
            "R-BOND-06",
            _("如需销售，请在展示许可中列为展销并登记许可。"),
        )
