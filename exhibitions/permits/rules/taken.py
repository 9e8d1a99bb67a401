"""An object stands in one show at a time."""

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.record.refusals import Refusal
from exhibitions.permits.models import DisplayPermit, PermitItem
from exhibitions.permits.queries import holders_for


def taken_refusal(other: PermitItem) -> Refusal:
    """The show that has the object already, and until when."""
    return Refusal(
        "in_another_show",
        _("“%(object)s”在 %(start)s 至 %(end)s 已列入 %(permit)s。")
        % {
            "object": other.name,
            "start": other.starts_on,
            "end": other.ends_on,
            "permit": other.permit.case,
        },
        "§10.8",
        _("请移出该展品，或改展期。"),
    )


def taken_among(permit: DisplayPermit) -> dict[int, Refusal]:
    """Of the objects that the operator may show, those that other shows have now or later."""
    holders = holders_for(permit.showroom.operator)
    others = PermitItem.objects.filter(
        holds=True, ends_on__gte=timezone.localdate(), object__owner__in=holders
    ).exclude(permit=permit)
    return {one.object_id: taken_refusal(one) for one in others.select_related("permit__case")}
