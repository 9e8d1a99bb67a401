"""The sessions an office offers and who sits in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, Party, User, Zone
from relics.appraisers.models import Appraiser

WHAT_TO_BRING = "请携带：申报的全部文物原件、携运人身份证件原件、文物出境申请表。"
"""What the law has the visitor bring, unless the office says more (R-APPT-05)."""


class Half(models.TextChoices):
    """Half a day; a session is a date and one of these (R-APPT-02)."""

    AM = "am", _("上午")
    PM = "pm", _("下午")


class PlaceKind(models.TextChoices):
    """Where the office reviews (R-APPT-01, R-APPT-02; notice item 8)."""

    WINDOW = "window", _("窗口办理")
    ONSITE = "onsite", _("上门办理（区内现场）")
    SHOWROOM = "showroom", _("上门办理（企业展厅）")


class Unit(models.TextChoices):
    """In what a session counts its capacity."""

    OBJECTS = "objects", _("件")
    MINUTES = "minutes", _("分钟")


def _place_fits(name: str) -> models.CheckConstraint:
    """At the window nobody's place, on site a zone's, in a showroom that of its enterprise."""
    return models.CheckConstraint(
        condition=Q(place_kind="window", zone__isnull=True, host__isnull=True)
        | Q(place_kind="onsite", zone__isnull=False, host__isnull=True)
        | Q(place_kind="showroom", host__isnull=False) & ~Q(address=""),
        name=name,
    )


class Offering(models.Model):
    """What a session and the template that makes it have alike: the place, the seats, the words.

    `capacity` is counted in `unit`. `host` is the enterprise whose showroom is visited.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="%(class)ss")
    half = models.CharField(_("时段"), max_length=2, choices=Half.choices)
    place_kind = models.CharField(_("办理方式"), max_length=8, choices=PlaceKind.choices)
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="%(class)ss", null=True, blank=True)
    host = models.ForeignKey(
        Party, models.PROTECT, related_name="%(class)ss_hosted", null=True, blank=True
    )
    address = models.CharField(_("办理地点"), max_length=200, blank=True)
    unit = models.CharField(_("计量单位"), max_length=8, choices=Unit.choices, default=Unit.OBJECTS)
    capacity = models.PositiveIntegerField(_("可约数量"))
    notice = models.TextField(_("须知"), default=WHAT_TO_BRING)

    class Meta:
        abstract = True

    @property
    def visits(self) -> bool:
        """Whether the officers go out: then two of them at least (R-GEN-06)."""
        return self.place_kind != PlaceKind.WINDOW


class SessionTemplate(Offering):
    """An office's weekly pattern (场次模板): on such a weekday such a session, from day to day.

    `on_make_up_days` holds it on weekend make-up days as well, whichever the weekday: the State
    Council does not say whose place a make-up day takes (R-CAL-02).
    """

    weekday = models.PositiveSmallIntegerField(_("星期"))
    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"), null=True, blank=True)
    on_make_up_days = models.BooleanField(_("调休上班日也开放"), default=False)
    staff = models.ManyToManyField(Appraiser, related_name="+", blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("场次模板")
        verbose_name_plural = _("场次模板")
        ordering = ["weekday", "half", "pk"]
        constraints = [
            _place_fits("template_place_fits"),
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6), name="template_weekday_known"
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="template_has_seats"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="template_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday_name} {self.get_half_display()} {self.get_place_kind_display()}"  # type: ignore[attr-defined]

    @property
    def weekday_name(self) -> str:
        return str(WEEKDAYS[self.weekday])


WEEKDAYS = (
    _("星期一"),
    _("星期二"),
    _("星期三"),
    _("星期四"),
    _("星期五"),
    _("星期六"),
    _("星期日"),
)


class Session(Offering):
    """A date and half-day on which an office reviews (场次), with its seats (R-APPT-02).

    A seat is one object, or a minute where the `unit` says so. `booked` counts what is booked
    and what is held for an offer; it is moved by single conditional statements only.
    """

    PlaceKind = PlaceKind

    date = models.DateField(_("日期"))
    booked = models.PositiveIntegerField(_("已约数量"), default=0)
    is_open = models.BooleanField(_("开放预约"), default=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    template = models.ForeignKey(
        SessionTemplate, models.PROTECT, related_name="sessions", null=True, blank=True
    )

    class Meta:
        verbose_name = _("场次")
        verbose_name_plural = _("场次")
        ordering = ["date", "half", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(booked__gte=0) & Q(booked__lte=F("capacity")),
                name="session_seats_never_oversold",
            ),
            _place_fits("session_place_fits"),
            models.UniqueConstraint(
                fields=["office", "date", "half", "place_kind", "zone", "host"],
                name="session_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_half_display()}"  # type: ignore[attr-defined]

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
