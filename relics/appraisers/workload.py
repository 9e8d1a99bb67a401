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
    """The work of each by key, in one query."""
    rows = _counted(
        people,
        last_30=_sat(on - timedelta(29), on),
        last_90=_sat(on - timedelta(89), on),
        coming=Q(sittings__date__gt=on),
    )
    return {
        row["pk"]: Work(row["last_30"], row["last_90"], row["coming"], row["open_panels"])
        for row in rows
    }


def load_of(people: Collection[Appraiser], on: date, days: int) -> dict[int, int]:
    """What the proposal shares out: sittings within the days before and after, and open panels."""
    rows = _counted(people, sat=_sat(on - timedelta(days), on + timedelta(days)))
    return {row["pk"]: row["sat"] + row["open_panels"] for row in rows}


def _counted(people: Collection[Appraiser], **sittings: Q) -> list[dict[str, int]]:
    """For each by key: the sittings that each condition counts, and the panels still open."""
    sat = {name: Count("sittings", filter=which, distinct=True) for name, which in sittings.items()}
    sits = Q(panels__left_at__isnull=True, panels__review__status__in=UNDER_EXAMINATION)
    found = Appraiser.objects.filter(pk__in=[person.pk for person in people])
    panels = Count("panels", filter=sits, distinct=True)
    return list(found.annotate(**sat, open_panels=panels).values("pk", *sat, "open_panels"))


def _sat(start: date, end: date) -> Q:
    return Q(sittings__date__gte=start, sittings__date__lte=end)
