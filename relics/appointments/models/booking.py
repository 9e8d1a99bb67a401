"""The seats of a case in a session, and how the commit takes them."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.parties.models import User
from approvals.record.status import StatusField, StatusModel, moves, status_constraint

from .session import Session


class BookingStatus(models.TextChoices):
    """Where a booking stands (R-APPT-02, R-APPT-07)."""

    REQUESTED = "requested", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    REFUSED = "refused", _("未接受")
    CANCELLED = "cancelled", _("已取消")
    MOVED = "moved", _("已改期")
    ATTENDED = "attended", _("已到场")
    NO_SHOW = "no_show", _("未到场")


LIVE = (BookingStatus.REQUESTED, BookingStatus.CONFIRMED)
"""A case has at most one booking in these."""

SEATED = (*LIVE, BookingStatus.ATTENDED)
"""The bookings that take up seats of their session."""


def seats_are_claimed() -> pgtrigger.Trigger:
    """A booking takes its seats when its transaction commits, or fails to.

    Deferred to the commit, the session's row is locked for no round trip of a client: it is
    what everybody wants on a day that sells out. What is taken is counted in the session's unit.
    """
    return pgtrigger.Trigger(
        name="seats_claimed",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func="""
            UPDATE appointments_session
               SET booked = booked + COALESCE(NEW.minutes, NEW.seats)
             WHERE id = NEW.session_id AND is_open
               AND (unit = 'minutes') = (NEW.minutes IS NOT NULL)
               AND booked + COALESCE(NEW.minutes, NEW.seats) <= capacity;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'seats_claimed: no seats left in session %', NEW.session_id
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


class Booking(StatusModel):
    """The seats of one case in one session (预约). There is no hold: it is booked or it is not.

    `seats` is the number of objects; `minutes` what they take of a session counted in minutes,
    and empty elsewhere.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="bookings")
    case = models.ForeignKey(Case, models.PROTECT, related_name="bookings")
    seats = models.PositiveIntegerField(_("件数"))
    minutes = models.PositiveIntegerField(_("分钟"), null=True, blank=True)
    status = StatusField(_("状态"), choices=BookingStatus.choices, default=BookingStatus.REQUESTED)
    reason = models.TextField(_("理由"), blank=True)
    booked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("预约时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("预约")
        verbose_name_plural = _("预约")
        constraints = [
            status_constraint("booking_status_known", BookingStatus),
            models.CheckConstraint(condition=Q(seats__gte=1), name="booking_takes_a_seat"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1),
                name="booking_takes_a_minute",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused", reason=""), name="booking_refusal_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=["requested", "confirmed"]),
                name="booking_one_live_per_case",
            ),
        ]
        triggers = [seats_are_claimed()]

    @property
    def units(self) -> int:
        """What it takes of its session, in the session's unit."""
        return self.seats if self.minutes is None else self.minutes

    @moves(status, source=BookingStatus.REQUESTED, target=BookingStatus.CONFIRMED)
    def confirm(self) -> None:
        """The office takes the booking (接受)."""

    @moves(status, source=BookingStatus.REQUESTED, target=BookingStatus.REFUSED)
    def refuse(self, reason: str) -> None:
        """The office does not take it, and says why (R-APPT-02)."""
        self.reason = reason

    @moves(status, source=LIVE, target=BookingStatus.CANCELLED)
    def cancel(self, reason: str) -> None:
        """Given back by the applicant or the office."""
        self.reason = reason

    @moves(status, source=LIVE, target=BookingStatus.MOVED)
    def move_away(self, reason: str) -> None:
        """Another booking of the case takes its place (改期)."""
        self.reason = reason

    @moves(status, source=BookingStatus.CONFIRMED, target=BookingStatus.ATTENDED)
    def attend(self) -> None:
        """People and objects came."""

    @moves(status, source=BookingStatus.CONFIRMED, target=BookingStatus.NO_SHOW)
    def miss(self) -> None:
        """Nobody came. Never a refusal of the case (R-APPT-07)."""
