"""What stands against a new leg under a permit, from the facts as they are now.

Facts stop at once: a short guarantee, a fallen tier, a place that is no longer approved
(R-GUAR-05, R-CRED, edge cases 29, 37, 42). That the permit is then suspended is an act against
the operator: the system drafts it, an officer of customs signs it.
"""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.record.refusals import Refusal
from exhibitions.permits.cover import guarantee_refusal, standing_refusal
from exhibitions.permits.models import DisplayPermit, Ground, Site

from .filing import RULE, site_refusal


def stops_of(permit: DisplayPermit, on: date | None = None) -> Iterator[tuple[Ground, Refusal]]:
    """Each fact that stops new legs on the day (today), with the ground it gives."""
    day = on or timezone.localdate()
    if refusal := site_refusal(permit):
        yield Ground.SITE, refusal
    if refusal := standing_refusal(permit, on=day):
        yield Ground.CREDIT, refusal
    if refusal := guarantee_refusal(permit, on=day):
        yield Ground.GUARANTEE, refusal


def leg_refusal(permit: DisplayPermit, on: date | None = None) -> Refusal | None:
    """Why nothing more may leave the zone under the permit on the day (today), or None.

    For the gate, before each leg outwards. The way back is never barred.
    """
    day = on or timezone.localdate()
    if permit.status != DisplayPermit.Status.ACTIVE:
        return Refusal(
            "permit_not_active",
            _("展示许可 %(permit)s 现为“%(status)s”，不能出区。")
            % {"permit": permit, "status": permit.get_status_display()},
            RULE,
            _("请待许可恢复或另行申请。"),
        )
    assert permit.ends_on is not None
    if day > permit.ends_on:
        return Refusal(
            "period_over",
            _("展示期限已于 %(end)s 届满，不能再出区。") % {"end": permit.ends_on},
            "R-BOND-14",
            _("请安排展品回区。"),
        )
    return next((refusal for _ground, refusal in stops_of(permit, day)), None)


def destination_refusal(permit: DisplayPermit, site: Site | None) -> Refusal | None:
    """Why an exhibit may not be taken there: lent on, pledged, shown elsewhere (edge case 38).

    It stands at the permit's own place or in the zone (R-BOND-02). `site` is None for every
    place that customs never approved, such as a photographer's studio.
    """
    if site is not None and site.pk == permit.site_id:
        return None
    return Refusal(
        "not_the_approved_place",
        _("展品只能在“%(site)s”展示或者回区，不得出借、质押或移往他处。") % {"site": permit.site},
        "R-BOND-02",
        _("确需移动的，请先取得主管海关同意。"),
    )
