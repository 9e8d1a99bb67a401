"""Who waits for seats, and the seats held for who is asked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.parties.models import User
from approvals.record.status import StatusField, StatusModel, moves, status_constraint

from .session import Session


class WaitingStatus(models.TextChoices):
    """Where a place on the waiting list stands."""

    WAITING = "waiting", _("候补中")
    OFFERED = "offered", _("待答复")
    TAKEN = "taken", _("已预约")
    LAPSED = "lapsed", _("逾期未答复")
    LEFT = "left", _("已退出")


ON_THE_LIST = (WaitingStatus.WAITING, WaitingStatus.OFFERED)
"""A case stands on the list at most once in these."""


class WaitingEntry(StatusModel):
    """A case waits for seats at its office (候补), by urgency and then by its coming.

    `needed_by` is a day other than the decision clock's that the applicant names, with its
    `reason`. `textures` counts its objects by material. An offer holds `units` of `session`
    until `answer_by`; they are part of the session's `booked`.
    """

    Status = WaitingStatus

    case = models.ForeignKey(Case, models.PROTECT, related_name="waiting_entries")
    seats = models.PositiveIntegerField(_("件数"))
    textures = models.JSONField(_("按质地计数"), default=dict, blank=True)
    needed_by = models.DateField(_("须在此日前"), null=True, blank=True)
    reason = models.CharField(_("紧急理由"), max_length=300, blank=True)
    status = StatusField(_("状态"), choices=WaitingStatus.choices, default=WaitingStatus.WAITING)
    joined_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(_("加入时间"), auto_now_add=True)
    session = models.ForeignKey(
        Session, models.PROTECT, related_name="offers", null=True, blank=True
    )
    units = models.PositiveIntegerField(_("保留数量"), default=0)
    answer_by = models.DateTimeField(_("答复截止"), null=True, blank=True)

    class Meta:
        verbose_name = _("候补")
        verbose_name_plural = _("候补")
        constraints = [
            status_constraint("waiting_status_known", WaitingStatus),
            models.CheckConstraint(condition=Q(seats__gte=1), name="waiting_for_a_seat"),
            models.CheckConstraint(
                condition=Q(needed_by__isnull=True) | ~Q(reason=""),
                name="waiting_urgency_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="offered")
                | Q(session__isnull=False, units__gte=1, answer_by__isnull=False),
                name="waiting_offer_holds_seats",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=["waiting", "offered"]),
                name="waiting_once_per_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_status_display()}"  # type: ignore[attr-defined]

    @moves(status, source=WaitingStatus.WAITING, target=WaitingStatus.OFFERED)
    def offer(self) -> None:
        """Seats came free and are held for this case."""

    @moves(status, source=WaitingStatus.OFFERED, target=WaitingStatus.WAITING)
    def requeue(self) -> None:
        """The office closed the session that was offered: the case keeps its place."""

    @moves(status, source=ON_THE_LIST, target=WaitingStatus.TAKEN)
    def take(self) -> None:
        """The case has booked."""

    @moves(status, source=WaitingStatus.OFFERED, target=WaitingStatus.LAPSED)
    def lapse(self) -> None:
        """Nobody answered in time; the case may join again."""

    @moves(status, source=ON_THE_LIST, target=WaitingStatus.LEFT)
    def leave(self) -> None:
        """The applicant waits no longer, or does not want what is offered."""
