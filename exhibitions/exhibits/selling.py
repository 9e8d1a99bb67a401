"""What keeps an exhibit from being sold that it can tell of itself.

Licences, sellers and buyers are the sales' to the right: their page of the exhibit says all.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.record.refusals import Refusal

from .models import Exhibit, ExhibitStatus


def kept_from_sale(exhibit: Exhibit) -> Iterator[Refusal]:
    """It must be on show, and its permit must list it for sale (R-BOND-06)."""
    if exhibit.status != ExhibitStatus.ON_DISPLAY:
        status = ExhibitStatus(exhibit.status).label
        yield Refusal(
            "not_on_display",
            _("目前%(status)s，只有展示中的展品可以销售。") % {"status": status},
            "§10.9",
        )
    if exhibit.is_bonded and not exhibit.item.for_sale:
        yield Refusal(
            "not_for_sale",
            _("展示许可没有把它列为展销。"),
            "R-BOND-06",
            _("如需销售，请在展示许可中列为展销并登记许可。"),
        )
