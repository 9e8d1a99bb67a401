"""What people see of cases: their inbox, and the cases they may open."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from approvals.parties.models import Party, Role, User
from approvals.parties.queries import mandates_on, memberships_of, parties_of

from .engine import OPEN, OpenTurn, Task, as_turn
from .models import Case, Clock

OFFICE_ROLES = (Role.INTAKE, Role.SCHEDULER, Role.APPRAISER, Role.APPROVER, Role.ISSUER)


@dataclass(frozen=True)
class InboxRow:
    """One turn in somebody's inbox (待办)."""

    case: Case
    turn: OpenTurn
    clock: Clock | None
    days_left: int | None

    @property
    def is_mine(self) -> bool:
        return self.turn.owner_id is not None


def running_clocks() -> QuerySet[Clock]:
    """The clocks that run, the nearest end first."""
    return Clock.objects.filter(stopped_at__isnull=True).order_by("due_on")


def turns_for(user: User) -> QuerySet[Task]:
    """Open turns that are the user's own, or free for a role the user holds now."""
    if not user.is_active:
        return Task.objects.none()
    held = [f"{role}@{party}" for role, party in memberships_of(user).values_list("role", "party")]
    return Task.objects.filter(
        Q(owner=user) | Q(owner__isnull=True),
        owner_permission__in=held,
        status__in=OPEN,
        flow_task_type="HUMAN",
    )


def inbox(user: User, *, tab: str = "", search: str = "") -> list[InboxRow]:
    """The user's turns, the nearest deadline first. `tab`: mine, free or empty for both."""
    tasks = turns_for(user)
    if tab == "mine":
        tasks = tasks.filter(owner=user)
    elif tab == "free":
        tasks = tasks.filter(owner__isnull=True)
    if search:
        tasks = tasks.filter(
            Q(process__case__number__icontains=search)
            | Q(process__case__title__icontains=search)
            | Q(process__case__applicant__name__icontains=search)
        )
    tasks = tasks.select_related(
        "process__case__applicant", "process__case__agent", "process__case__office", "owner"
    ).prefetch_related(
        Prefetch("process__case__clocks", running_clocks(), to_attr="running_clocks")
    )
    rows = [_row(task) for task in tasks]
    return sorted(rows, key=lambda row: (row.clock is None, row.clock and row.clock.due_on))


def _row(task: Task) -> InboxRow:
    case = task.process.case
    clock = next(iter(case.running_clocks), None)
    left = (clock.due_on - timezone.localdate()).days if clock else None
    return InboxRow(case, as_turn(task), clock, left)


def cases_of(user: User) -> QuerySet[Case]:
    """The cases a user may open: its own side's, its office's, or where a turn is its own."""
    if not user.is_active:
        return Case.objects.none()
    own = parties_of(user, Role.AGENT, Role.VIEWER)
    offices = parties_of(user, *OFFICE_ROLES)
    mandated = mandates_on(timezone.localdate()).filter(agent__in=own)
    mine = Task.objects.filter(process__case=OuterRef("pk"), owner=user)
    return Case.objects.filter(
        Q(applicant__in=own)
        | Q(agent__in=own, mandate__in=mandated)
        | Q(office__in=offices, number__isnull=False)
        | Exists(mine)
    ).distinct()


def side_of(user: User, case: Case) -> str:
    """Which side of the case the user stands on: ``applicant``, ``office`` or nothing."""
    if case.office_id and parties_of(user, *OFFICE_ROLES).filter(pk=case.office_id).exists():
        return "office"
    if parties_of(user, Role.AGENT, Role.VIEWER).filter(pk=case.acting_party.pk).exists():
        return "applicant"
    if parties_of(user, Role.AGENT, Role.VIEWER).filter(pk=case.applicant_id).exists():
        return "applicant"
    return ""


def overdue(office: Party, on: date) -> QuerySet[Clock]:
    """Running clocks of an office that ended before the day."""
    return Clock.objects.filter(case__office=office, stopped_at__isnull=True, due_on__lt=on)
