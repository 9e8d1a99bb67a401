"""The sessions an office offers, who sits in them, and the seats that are booked."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.parties.models import Office, User, Zone
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.appraisers.models import Appraiser

WHAT_TO_BRING = "请携带：申报的全部文物原件、携运人身份证件原件、文物出境申请表。"
"""What the law has the visitor bring, unless the office says more (R-APPT-05)."""


class Half(models.TextChoices):
    """Half a day; a session is a date and one of these (R-APPT-02)."""

    AM = "am", _("上午")
    PM = "pm", _("下午")


class Session(models.Model):
    """A date and half-day on which an office reviews (场次), with its seats (R-APPT-02).

    A seat is one object. `booked` is moved by one conditional statement only, in services.
    """

    class PlaceKind(models.TextChoices):
        WINDOW = "window", _("窗口办理")
        ONSITE = "onsite", _("上门办理（区内现场）")

    office = models.ForeignKey(Office, models.PROTECT, related_name="sessions")
    date = models.DateField(_("日期"))
    half = models.CharField(_("时段"), max_length=2, choices=Half.choices)
    place_kind = models.CharField(_("办理方式"), max_length=8, choices=PlaceKind.choices)
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="sessions", null=True, blank=True)
    address = models.CharField(_("办理地点"), max_length=200)
    capacity = models.PositiveIntegerField(_("可约件数"))
    booked = models.PositiveIntegerField(_("已约件数"), default=0)
    is_open = models.BooleanField(_("开放预约"), default=True)
    notice = models.TextField(_("须知"), default=WHAT_TO_BRING)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("场次")
        verbose_name_plural = _("场次")
        ordering = ["date", "half", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(booked__gte=0) & Q(booked__lte=F("capacity")),
                name="session_seats_never_oversold",
            ),
            models.CheckConstraint(
                condition=Q(place_kind="window", zone__isnull=True)
                | Q(place_kind="onsite", zone__isnull=False),
                name="session_on_site_is_in_a_zone",
            ),
            models.UniqueConstraint(
                fields=["office", "date", "half", "place_kind", "zone"],
                name="session_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_half_display()}"

    @property
    def places_left(self) -> int:
        return self.capacity - self.booked


class SessionStaff(models.Model):
    """An appraiser sits in a session (到场鉴定人员). Date and half are the session's own."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="staff")
    appraiser = models.ForeignKey(Appraiser, models.PROTECT, related_name="sittings")
    date = models.DateField(_("日期"))
    half = models.CharField(_("时段"), max_length=2, choices=Half.choices)

    class Meta:
        verbose_name = _("场次人员")
        verbose_name_plural = _("场次人员")
        constraints = [
            models.UniqueConstraint(
                fields=["appraiser", "date", "half"], name="nobody_sits_twice_at_once"
            ),
        ]


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
    what everybody wants on a day that sells out.
    """
    return pgtrigger.Trigger(
        name="seats_claimed",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func="""
            UPDATE appointments_session SET booked = booked + NEW.seats
             WHERE id = NEW.session_id AND is_open AND booked + NEW.seats <= capacity;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'seats_claimed: no seats left in session %', NEW.session_id
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


class Booking(StatusModel):
    """The seats of one case in one session (预约). There is no hold: it is booked or it is not."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="bookings")
    case = models.ForeignKey(Case, models.PROTECT, related_name="bookings")
    seats = models.PositiveIntegerField(_("件数"))
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
                condition=~Q(status="refused", reason=""), name="booking_refusal_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=["requested", "confirmed"]),
                name="booking_one_live_per_case",
            ),
        ]
        triggers = [seats_are_claimed()]

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
