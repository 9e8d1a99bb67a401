"""Named reads of the gate: who sees which pass, what still has to be declared."""

from datetime import timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from approvals.parties.models import Party, Role
from approvals.parties.queries import Anyone, parties_of
from approvals.parties.sides import FIRMS_PEOPLE
from approvals.policies.queries import policy
from exhibitions.exhibits.models import AWAY, Exhibit
from exhibitions.exhibits.queries import exhibits_of, whole

from .models import Anomaly, Crossing, Direction, GateLine, GatePass, LateReturn, PassStatus
from .policies import HISTORY_DAYS


def with_all(passes: QuerySet[GatePass]) -> QuerySet[GatePass]:
    """With what pages and rules read of a pass."""
    return passes.select_related(
        "permit__case",
        "permit__site",
        "permit__guarantee",
        "permit__showroom__operator",
        "permit__showroom__customs",
        "permit__showroom__zone__party",
        "by",
    )


def passes_of(user: Anyone) -> QuerySet[GatePass]:
    """Of the user's operators, and at its customs."""
    operators = parties_of(user, *FIRMS_PEOPLE, Role.VIEWER)
    customs = parties_of(user, Role.CUSTOMS)
    return with_all(
        GatePass.objects.filter(
            Q(permit__showroom__operator__in=operators) | Q(permit__showroom__customs__in=customs)
        )
    )


def lines_of(gate_pass: GatePass) -> list[GateLine]:
    """The goods in order, with their exhibits."""
    exhibits = Prefetch("exhibit", whole(Exhibit.objects.all()))
    return list(gate_pass.lines.prefetch_related(exhibits).order_by("sequence"))


def exhibits_on(gate_pass: GatePass) -> list[Exhibit]:
    """The exhibits of the pass in the order in which they are locked."""
    lined = GateLine.objects.filter(gate_pass=gate_pass).values("exhibit")
    return list(whole(Exhibit.objects.filter(pk__in=lined)).order_by("pk"))


def found_at(customs: QuerySet[Party], told: str) -> GatePass | None:
    """The pass whose number or reference was scanned, at one of these customs."""
    return (
        with_all(GatePass.objects.filter(permit__showroom__customs__in=customs))
        .filter(Q(number=told) | Q(reference=told))
        .order_by("-pk")
        .first()
        if told
        else None
    )


def anomalies_of(user: Anyone) -> QuerySet[Anomaly]:
    """What the user's customs has to judge, the oldest first."""
    return (
        Anomaly.objects.filter(customs__in=parties_of(user, Role.CUSTOMS))
        .select_related("gate_pass", "crossing", "customs")
        .order_by("due_on", "pk")
    )


def open_anomalies(gate_pass: GatePass) -> QuerySet[Anomaly]:
    """What is not judged yet of a pass."""
    return gate_pass.anomalies.filter(settlement__isnull=True)


def history_of(operator: Party, customs: Party) -> int:
    """How often something was wrong at the gate of late: anomalies and late returns."""
    days = int(policy(HISTORY_DAYS.key, customs))
    since = timezone.now() - timedelta(days=days)
    wrong = Anomaly.objects.filter(gate_pass__permit__showroom__operator=operator, at__gte=since)
    late = LateReturn.objects.filter(
        gate_pass__permit__showroom__operator=operator, on__gte=since.date()
    )
    return wrong.count() + late.count()


def carries_inspection(exhibits: list[Exhibit], direction: str) -> GatePass | None:
    """The pass of any of these exhibits that was drawn, given up, and never inspected since."""
    last = (
        GateLine.objects.filter(exhibit__in=exhibits, gate_pass__direction=direction)
        .exclude(gate_pass__status__in=[PassStatus.APPLIED, PassStatus.REFUSED])
        .exclude(gate_pass__status=PassStatus.WITHDRAWN)
        .filter(is_open=False)
        .order_by("exhibit_id", "-pk")
        .distinct("exhibit_id")
    )
    given_up = GatePass.objects.filter(
        pk__in=[line.gate_pass_id for line in last],
        status=PassStatus.VOID,
        draw__drawn=True,
        inspections__isnull=True,
    )
    return given_up.order_by("-pk").first()


def not_yet_declared(user: Anyone) -> QuerySet[Exhibit]:
    """Exhibits that left on a pass and are neither back nor declared (先出区后申报, R-CENT-01)."""
    gone = GateLine.objects.filter(
        gate_pass__status=PassStatus.PASSED, gate_pass__direction=Direction.OUT
    ).values("exhibit")
    return exhibits_of(user).filter(
        pk__in=gone, status__in=[one for one in AWAY if one not in ("tax_paid", "declared")]
    )


def last_out(exhibits: list[Exhibit]) -> dict[int, GatePass]:
    """The pass under which each of them left last."""
    lines = (
        GateLine.objects.filter(
            exhibit__in=exhibits,
            gate_pass__status=PassStatus.PASSED,
            gate_pass__direction=Direction.OUT,
        )
        .select_related("gate_pass")
        .order_by("exhibit_id", "-pk")
        .distinct("exhibit_id")
    )
    return {line.exhibit_id: line.gate_pass for line in lines}


def crossings_at(customs: QuerySet[Party]) -> QuerySet[Crossing]:
    """What the barriers saw, the last first."""
    return (
        Crossing.objects.filter(customs__in=customs)
        .select_related("gate_pass", "by")
        .order_by("-pk")
    )
