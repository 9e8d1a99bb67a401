"""Visits asked for, days missed, days put off: what is recorded around a booking."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.parties.models import Party, User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint

from .booking import Booking
from .session import Half, Session


class VisitStatus(models.TextChoices):
    """What became of a visit asked for."""

    ASKED = "asked", _("待答复")
    GRANTED = "granted", _("已安排")
    DECLINED = "declined", _("未安排")


class VisitRequest(StatusModel):
    """An enterprise asks the office to review in its showroom (上门办理申请, R-APPT-02)."""

    Status = VisitStatus

    case = models.ForeignKey(Case, models.PROTECT, related_name="visit_requests")
    host = models.ForeignKey(Party, models.PROTECT, related_name="visits_asked")
    address = models.CharField(_("展厅详细地址"), max_length=200)
    preferred_on = models.DateField(_("希望日期"))
    half = models.CharField(_("时段"), max_length=2, choices=Half.choices)
    status = StatusField(_("状态"), choices=VisitStatus.choices, default=VisitStatus.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    session = models.ForeignKey(
        Session, models.PROTECT, related_name="visit_requests", null=True, blank=True
    )
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("上门办理申请")
        verbose_name_plural = _("上门办理申请")
        constraints = [
            status_constraint("visit_status_known", VisitStatus),
            models.CheckConstraint(condition=~Q(address=""), name="visit_has_an_address"),
            models.CheckConstraint(
                condition=~Q(status="granted") | Q(session__isnull=False),
                name="visit_granted_has_a_session",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined", reason=""), name="visit_declined_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="asked"), name="visit_asked_once"
            ),
        ]

    @moves(status, source=VisitStatus.ASKED, target=VisitStatus.GRANTED)
    def grant(self) -> None:
        """A session is opened at the showroom."""

    @moves(status, source=VisitStatus.ASKED, target=VisitStatus.DECLINED)
    def decline(self, reason: str) -> None:
        """No visit; the window stays open to the case."""
        self.reason = reason


class NoShowNotice(models.Model):
    """The applicant is told in writing that it missed its day `count` times (R-APPT-07 [D]).

    Signed by an officer. Until `answer_by` the applicant may book again; after it an officer may
    treat the case as withdrawn. It never is a refusal.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="no_show_notices")
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="no_show_notice")
    count = models.PositiveSmallIntegerField(_("未到场次数"))
    text = models.TextField(_("告知内容"))
    answer_by = models.DateField(_("答复期限"))
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("签署时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("未到场告知")
        verbose_name_plural = _("未到场告知")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="no_show_notice_says_something")
        ]
        triggers = append_only("no_show_notice_append_only")


class Postponement(models.Model):
    """The applicant puts its appointment off and consents to the clock standing (R-APPT-06 [D])."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="postponements")
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="postponement")
    until = models.DateField(_("推迟至"))
    consent = models.TextField(_("申请人同意中止期限的书面意见"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("申请人推迟预约")
        verbose_name_plural = _("申请人推迟预约")
        constraints = [
            models.CheckConstraint(condition=~Q(consent=""), name="postponement_has_consent")
        ]
        triggers = append_only("postponement_append_only")
