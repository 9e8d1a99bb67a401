"""What moves the end of a clock: pauses with a notice, and one extension."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only

from .case import Clock


class ClockPause(models.Model):
    """Days that are not counted (不计入期限): from `starts_on` up to and without `until`.

    There is no silent pause and none without an end: `notice` names the paper, or is the text,
    that told the applicant how long it takes (R-GEN-08), or its own postponement, which needs
    the applicant's consent (R-APPT-06). `ended_on` is the day on which the clock ran again
    before the announced one; nothing else of the row ever changes.
    """

    class Ground(models.TextChoices):
        EXPERT = "expert", _("专家评审")
        HEARING = "hearing", _("听证")
        POSTPONEMENT = "postponement", _("申请人要求延后")

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="pauses")
    ground = models.CharField(_("事由"), max_length=16, choices=Ground.choices)
    notice = models.TextField(_("告知书"))
    starts_on = models.DateField(_("停计首日"))
    until = models.DateField(_("恢复计时日"))
    consent_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    ended_on = models.DateField(_("提前恢复日"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("期限停计")
        verbose_name_plural = _("期限停计")
        ordering = ["starts_on", "pk"]
        constraints = [
            ExclusionConstraint(
                name="clock_pause_never_twice_at_once",
                expressions=[
                    ("clock", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            Coalesce("ended_on", "until"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("starts_on")), name="clock_pause_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("starts_on"), ended_on__lt=F("until"), ended_by__isnull=False),
                name="clock_pause_ends_early_or_on_time",
            ),
            models.CheckConstraint(condition=~Q(notice=""), name="clock_pause_has_a_notice"),
            models.CheckConstraint(
                condition=~Q(ground="postponement") | Q(consent_by__isnull=False),
                name="clock_pause_of_the_applicant_has_consent",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="clock_pause_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="clock_pause_fixed", exclude=["ended_on", "ended_by"]),
            pgtrigger.Protect(
                name="clock_pause_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_on__isnull=False),
            ),
        ]


class ClockExtension(models.Model):
    """A decision term made longer once, by the approver, with reason and notice (R-GEN-07)."""

    clock = models.OneToOneField(Clock, models.PROTECT, related_name="extension")
    working_days = models.PositiveSmallIntegerField(_("延长工作日"))
    reason = models.TextField(_("理由"))
    notice = models.TextField(_("告知书"))
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("批准时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("期限延长")
        verbose_name_plural = _("期限延长")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(notice=""), name="clock_extension_is_told"
            ),
        ]
        triggers = append_only("clock_extension_append_only")
