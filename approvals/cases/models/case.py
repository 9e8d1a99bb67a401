"""The case, its numbers, its clocks and its notices. A case knows nothing of relics."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Mandate, Party, User
from approvals.parties.queries import mandates_on
from approvals.record.models import append_only


class NumberSeries(models.Model):
    """The last number given in a series; its row is locked while the next is taken."""

    prefix = models.CharField(_("编号前缀"), max_length=64, primary_key=True)
    last = models.PositiveIntegerField(_("末号"), default=0)

    class Meta:
        verbose_name = _("编号序列")
        verbose_name_plural = _("编号序列")


class Case(models.Model):
    """A case (案件): one application of one applicant at one office.

    Trade tables point here by `case = OneToOneField(Case)`. The legal status is theirs; the
    `process` holds whose turn it is and can be rebuilt. `rule_version` pins the rule set the
    case is judged by (R-GEN-01), as a key and not as a foreign key to the right.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("业务类型"), max_length=32)
    number = models.CharField(_("受理编号"), max_length=40, unique=True, null=True, blank=True)
    title = models.CharField(_("申请事项名称"), max_length=200)
    applicant = models.ForeignKey(Party, models.PROTECT, related_name="cases_as_applicant")
    agent = models.ForeignKey(
        Party, models.PROTECT, related_name="cases_as_agent", null=True, blank=True
    )
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True)
    office = models.ForeignKey(
        Party, models.PROTECT, related_name="cases_at_office", null=True, blank=True
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    received_at = models.DateTimeField(_("收到时间"), null=True, blank=True)
    rule_version = models.CharField(_("规则版本"), max_length=40, blank=True)
    process = models.OneToOneField(
        "viewflow.Process", models.PROTECT, related_name="case", null=True, blank=True
    )
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("案件")
        verbose_name_plural = _("案件")
        indexes = [
            models.Index(fields=["applicant", "-created_at"], name="case_by_applicant"),
            models.Index(fields=["office", "-received_at"], name="case_by_office"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(mandate__isnull=True) | Q(agent__isnull=False),
                name="case_mandate_has_an_agent",
            ),
            models.CheckConstraint(
                condition=Q(agent__isnull=True) | ~Q(agent=F("applicant")),
                name="case_agent_is_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)

    @property
    def chain(self) -> str:
        """The name of this case's chain in the trail."""
        return f"case:{self.pk}"

    @property
    def acting_party(self) -> Party:
        """Who acts on the applicant's side today: the agent, or the applicant once more.

        The case keeps the mandate it began under; any of the same two that is in force lets
        the agent go on. When none is, the principal takes its case over (R-EXIT-01).
        """
        acting = self.acting_party_id
        return self.agent if self.agent and acting == self.agent_id else self.applicant

    @property
    def acting_party_id(self) -> int:
        """The key of the acting party, for which no party is read."""
        if self.agent_id is None or self.has_lost_its_agent:
            return self.applicant_id
        return self.agent_id

    @property
    def has_lost_its_agent(self) -> bool:
        """Whether the case was begun under a mandate and none of the two is in force today."""
        if self.mandate_id is None:
            return False
        given = mandates_on(timezone.localdate())
        return not given.filter(principal=self.applicant_id, agent=self.agent_id).exists()

    @property
    def agent_until(self) -> date | None:
        """From which day the agent acts no longer, where it does not; for the pages."""
        if not self.has_lost_its_agent:
            return None
        given = Mandate.objects.filter(principal=self.applicant_id, agent=self.agent_id)
        ends = [one.ended_on for one in given]
        return max((day for day in ends if day <= timezone.localdate()), default=None)


class Clock(models.Model):
    """A statutory period of a case (法定期限), counted in working days from a receipt.

    `received_at` is the moment on the paper, `starts_on` the day that counts (R-CAL-03).
    `confirmed_at` stays empty until the file is found complete: until then the date is
    provisional for that reason; `beyond_calendar` says it reaches a year whose calendar is
    not published (R-CAL-01).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    kind = models.CharField(_("期限"), max_length=32)
    rule = models.CharField(_("依据"), max_length=32)
    received_at = models.DateTimeField(_("收到时间"))
    starts_on = models.DateField(_("起算日"))
    working_days = models.PositiveSmallIntegerField(_("工作日"))
    due_on = models.DateField(_("届满日"))
    beyond_calendar = models.BooleanField(_("日历未公布"), default=False)
    calendar = models.CharField(_("日历版本"), max_length=64)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("终止时间"), null=True, blank=True)
    stopped_because = models.CharField(_("终止原因"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("法定期限")
        verbose_name_plural = _("法定期限")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(stopped_at__isnull=True),
                name="clock_one_running_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="clock_ends_after_it_starts"
            ),
        ]

    @property
    def is_provisional(self) -> bool:
        return self.beyond_calendar or self.confirmed_at is None


class CalendarDay(models.Model):
    """An office's own word on a day: open or closed, over the national calendar."""

    office = models.ForeignKey(Party, models.PROTECT, related_name="calendar_days")
    day = models.DateField(_("日期"))
    is_working = models.BooleanField(_("工作日"))
    note = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("办公日历")
        verbose_name_plural = _("办公日历")
        constraints = [
            models.UniqueConstraint(fields=["office", "day"], name="calendar_day_once"),
        ]


class IdempotentAnswer(models.Model):
    """The first answer to a client's key, kept in the transaction of its effect (幂等)."""

    client = models.CharField(_("客户端"), max_length=120)
    key = models.CharField(_("幂等键"), max_length=128)
    digest = models.CharField(_("请求摘要"), max_length=64)
    status = models.PositiveSmallIntegerField(_("状态码"))
    body = models.JSONField(_("回答"))
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("幂等回答")
        verbose_name_plural = _("幂等回答")
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="idempotent_answer_once"),
        ]
        triggers = append_only("idempotent_answer_append_only")
