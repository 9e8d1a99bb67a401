"""What people see of cases: their inbox, and the cases they may open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models import (
    Case as CaseWhen,
)
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils import timezone

from approvals.parties.models import Membership, Role, User
from approvals.parties.queries import delegations_on, mandates_on, memberships_of, parties_of

from .clocks import ClockFace, faces_of
from .engine import OPEN, OpenTurn, Task, as_turn
from .kinds import case_kinds
from .models import CalendarDay, Case, Clock, ClockPause

OFFICE_ROLES = (Role.INTAKE, Role.SCHEDULER, Role.APPRAISER, Role.APPROVER, Role.ISSUER)
SIDE = f"{Role.AGENT}@"
ON_A_SIDE = Q(owner_permission__startswith=SIDE)
TABS = ("mine", "free", "all")


@dataclass(frozen=True)
class InboxRow:
    """One turn in somebody's inbox (待办)."""

    case: Case
    turn: OpenTurn
    clock: ClockFace | None
    by_name: bool = False
    is_mine: bool = False


def running_clocks() -> QuerySet[Clock]:
    """The clocks that run, the nearest end first, each with its office's own days."""
    days = CalendarDay.objects.filter(office=OuterRef("case__office"))
    told = days.values(told=JSONObject(day="day", works="is_working"))
    today = timezone.localdate()
    pauses = ClockPause.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=today),
        clock=OuterRef("pk"),
        starts_on__lte=today,
        until__gt=today,
    )
    running = Clock.objects.filter(stopped_at__isnull=True).annotate(
        office_days=ArraySubquery(told), paused_until=Subquery(pauses.values("until")[:1])
    )
    return running.order_by("due_on")


def with_running_clocks(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same cases, each with its `running_clocks`, as `clocks.faces_of` wants them."""
    return cases.prefetch_related(Prefetch("clocks", running_clocks(), to_attr="running_clocks"))


def permissions_of(user: User) -> Any:
    """The roles the user holds now, each as a turn names it: the role and its party."""
    named = Concat("role", Value("@"), Cast("party_id", TextField()), output_field=TextField())
    return memberships_of(user).annotate(named=named).values("named")


def acting_key(agent: str = "agent", applicant: str = "applicant") -> CaseWhen:
    """`Case.acting_party` as an expression: the key of the party that acts today (R-EXIT-01)."""
    mandate = f"{agent.removesuffix('agent')}mandate"
    given = mandates_on(timezone.localdate()).filter(
        principal=OuterRef(applicant), agent=OuterRef(agent)
    )
    return CaseWhen(
        When(Q(**{f"{agent}__isnull": True}), then=F(applicant)),
        When(Q(**{f"{mandate}__isnull": True}) | Exists(given), then=F(agent)),
        default=F(applicant),
        output_field=BigIntegerField(),
    )


def held_turns(user: User) -> Q:
    """Turns for a role the user holds now; on the applicant's side, where its party acts today.

    The same as `rules.holder_of` says of one turn.
    """
    mine = parties_of(user, Role.AGENT).values("pk")
    sides = _sides()
    return (Q(owner_permission__in=permissions_of(user)) & ~(ON_A_SIDE & Exists(sides))) | (
        ON_A_SIDE & Exists(sides.filter(acting__in=mine))
    )


def _sides() -> Any:
    """The case of the outer task, where that is a turn of its applicant's side with an agent."""
    named = [
        Concat(Value(SIDE), Cast(key, TextField()), output_field=TextField())
        for key in ("agent_id", "applicant_id")
    ]
    sides = Case.objects.filter(process=OuterRef("process"), agent__isnull=False)
    sides = sides.alias(theirs=named[0], own=named[1], acting=acting_key())
    permission = OuterRef("owner_permission")
    return sides.filter(Q(theirs=permission) | Q(own=permission))


def _left_by_its_owner() -> Q:
    """Turns of an applicant's side that somebody took who does not belong to who acts today."""
    belongs = Membership.objects.filter(user=OuterRef(OuterRef("owner")), role=Role.AGENT)
    return Q(ON_A_SIDE, Exists(_sides().filter(~Q(acting__in=belongs.values("party")))))


def turns_for(user: User) -> Any:
    """Open turns that are the user's own, or free for a role the user holds now."""
    if not user.is_active:
        return Task.objects.none()
    lent = delegations_on(timezone.localdate()).filter(
        delegate=user.pk, delegator=OuterRef("owner")
    )
    named = Concat("role", Value("@"), Cast("party_id", TextField()), output_field=TextField())
    away = Exists(lent.annotate(named=named).filter(named=OuterRef("owner_permission")))
    return Task.objects.filter(
        Q(owner=user)
        | Q(owner__isnull=True)
        | ((away | _left_by_its_owner()) & ~Q(data__has_key="user")),
        held_turns(user),
        status__in=OPEN,
        flow_task_type="HUMAN",
    )


def inbox_turns(
    user: User, *, tab: str = "all", search: str = "", nodes: tuple[str, ...] = ()
) -> Any:
    """The user's turns, the nearest deadline first, those without one last; to be paged.

    `tab`: ``mine``, ``free``, or anything else for both. `nodes` keeps the turns of those names.
    """
    due = Clock.objects.filter(
        case__process=OuterRef("process"), kind="decision", stopped_at__isnull=True
    )
    tasks = narrowed(turns_for(user), search=search, nodes=nodes)
    tasks = {
        "mine": tasks.filter(owner=user),
        "free": tasks.filter(~Q(owner=user) | Q(owner__isnull=True)),
    }.get(tab, tasks)
    return (
        tasks.annotate(due_on=Subquery(due.values("due_on")[:1]))
        .select_related(
            "process__case__applicant", "process__case__agent", "process__case__office", "owner"
        )
        .prefetch_related(
            Prefetch("process__case__clocks", running_clocks(), to_attr="running_clocks")
        )
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def narrowed(tasks: Any, *, search: str, nodes: tuple[str, ...]) -> Any:
    """The turns whose case fits the words, and whose node is one of `nodes` if any are named."""
    if search.strip():
        words = search.strip()
        tasks = tasks.filter(
            Q(process__case__number__icontains=words)
            | Q(process__case__title__icontains=words)
            | Q(process__case__applicant__name__icontains=words)
        )
    if nodes:
        wanted = Q(*(Q(node__endswith=f".{name}") for name in nodes), _connector=Q.OR)
        tasks = tasks.annotate(node=Cast("flow_task", TextField())).filter(wanted)
    return tasks


def inbox_counts(user: User, *, search: str = "", nodes: tuple[str, ...] = ()) -> dict[str, int]:
    """How many turns stand under each tab, in one query."""
    tasks = narrowed(turns_for(user), search=search, nodes=nodes)
    found: dict[str, Any] = tasks.order_by().aggregate(
        mine=Count("pk", filter=Q(owner=user)),
        free=Count("pk", filter=~Q(owner=user) | Q(owner__isnull=True)),
        all=Count("pk"),
    )
    return found


def inbox_rows(tasks: Iterable[Task], user: User) -> list[InboxRow]:
    """One page of turns as rows, with the clock as people read it."""
    found = list(tasks)
    faces = faces_of(task.process.case for task in found)
    return [
        InboxRow(
            task.process.case,
            as_turn(task),
            faces.get(task.process.case.pk),
            by_name="user" in (task.data or {}),
            is_mine=task.owner_id == user.pk,
        )
        for task in found
    ]


def inbox(user: User, *, tab: str = "all", search: str = "") -> list[InboxRow]:
    """The whole inbox of a user, for those who do not page."""
    return inbox_rows(inbox_turns(user, tab=tab, search=search), user)


def cases_of(user: User) -> QuerySet[Case]:
    """The cases a user may open: its own side's, its office's, or where a turn is its own.

    A turn counts while its owner holds the role it asks for: who has left opens nothing. So does
    an open turn that is free for a role the user holds: it may be taken, so it may be read.
    """
    if not user.is_active:
        return Case.objects.none()
    own = parties_of(user, Role.AGENT, Role.VIEWER)
    offices = parties_of(user, *OFFICE_ROLES, Role.CULTURE)
    free = Q(owner__isnull=True, status__in=OPEN, flow_task_type="HUMAN")
    mine = Task.objects.filter(
        free | Q(owner=user),
        held_turns(user),
        process__case=OuterRef("pk"),
    )
    return (
        Case.objects.alias(acting=acting_key())
        .filter(
            Q(applicant__in=own)
            | Q(acting__in=own.values("pk"))
            | Q(office__in=offices, number__isnull=False)
            | _by_kind(user)
            | Exists(mine)
        )
        .distinct()
    )


def _by_kind(user: User) -> Q:
    """Cases that roles open which their kind names, at the applicant or at the office."""
    found = Q()
    for kind in case_kinds():
        if kind.opened_by:
            parties = parties_of(user, *kind.opened_by)
            found |= Q(kind=kind.key) & (
                Q(applicant__in=parties) | Q(office__in=parties, number__isnull=False)
            )
    return found or Q(pk__in=[])


def terms_run_out() -> QuerySet[Case]:
    """Cases whose completeness term is over unanswered, of kinds that time accepts (R-GEN-03)."""
    kinds = [kind.key for kind in case_kinds() if kind.on_deemed_accepted is not None]
    over = Clock.objects.filter(
        case=OuterRef("pk"),
        kind="completeness",
        stopped_at__isnull=True,
        beyond_calendar=False,
        due_on__lt=timezone.localdate(),
    )
    return Case.objects.filter(
        Exists(over), kind__in=kinds, closed_at__isnull=True, deemed_acceptance__isnull=True
    ).order_by("received_at")
