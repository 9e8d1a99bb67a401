"""How much each appraiser does. Sessions and panels stand in rooms to the right of this one and
are named here by their relations only.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Policy

from .models import Appraiser

LOAD_DAYS = Policy(
    key="appraisers.load_days",
    title=_("分派鉴定组时计算工作量的天数"),
    rule="R-APPT-04",
    evidence="D",
    default=30,
    kind="number",
    unit=_("天"),
    help=_("自动提议鉴定组时，按此前后天数内的场次数和未结案件数均衡分派。"),
    least=1,
    most=365,
)
UNDER_EXAMINATION = ("appointed", "correction", "accepted", "halted", "appraising")
"""The statuses of a review in which its panel still has work to do."""


@dataclass(frozen=True)
class Work:
    """Sittings in the last 30 and 90 days and to come, and the panels still open."""

    last_30: int = 0
    last_90: int = 0
    coming: int = 0
    open_panels: int = 0


def work_of(people: Collection[Appraiser], on: date) -> dict[int, Work]:
    """The work of each by key, in two queries."""
    found = Appraiser.objects.filter(pk__in=[person.pk for person in people])
    sat = found.annotate(
        last_30=Count("sittings", filter=_sat(on - timedelta(29), on)),
        last_90=Count("sittings", filter=_sat(on - timedelta(89), on)),
        coming=Count("sittings", filter=Q(sittings__date__gt=on)),
    ).values_list("pk", "last_30", "last_90", "coming")
    panels = open_panels(people)
    return {
        pk: Work(last_30, last_90, coming, panels.get(pk, 0))
        for pk, last_30, last_90, coming in sat
    }


def load_of(people: Collection[Appraiser], on: date, days: int) -> dict[int, int]:
    """What the proposal shares out: sittings within the days before and after, and open panels."""
    around = _sat(on - timedelta(days), on + timedelta(days))
    found = Appraiser.objects.filter(pk__in=[person.pk for person in people])
    sat = found.annotate(sat=Count("sittings", filter=around)).values_list("pk", "sat")
    panels = open_panels(people)
    return {pk: count + panels.get(pk, 0) for pk, count in sat}


def open_panels(people: Collection[Appraiser]) -> dict[int, int]:
    """In how many cases under examination each sits now."""
    sitting = Q(panels__left_at__isnull=True, panels__review__status__in=UNDER_EXAMINATION)
    found = Appraiser.objects.filter(pk__in=[person.pk for person in people])
    return dict(found.annotate(open=Count("panels", filter=sitting)).values_list("pk", "open"))


def _sat(start: date, end: date) -> Q:
    return Q(sittings__date__gte=start, sittings__date__lte=end)
