"""Appraisers outside the offices, and what they wrote: evidence, never a vote (R-EXIT-04)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, Party, User
from approvals.record.models import append_only
from relics.appraisers.classes import CHOICES
from relics.register.models import RelicObject


class OutsideAppraiser(models.Model):
    """A person of a third-party institution (第三方鉴定人员), entered by an office.

    No account and no place on a roster: the record cannot be seated on a panel.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="outside_appraisers")
    institution = models.CharField(_("鉴定机构"), max_length=200)
    name = models.CharField(_("姓名"), max_length=100)
    qualification = models.CharField(_("资格"), max_length=200)
    licence_no = models.CharField(_("证照编号"), max_length=64)
    classes = ArrayField(
        models.CharField(max_length=2, choices=CHOICES), verbose_name=_("类别"), default=list
    )
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"))
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("第三方鉴定人员")
        verbose_name_plural = _("第三方鉴定人员")
        ordering = ["institution", "name", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "licence_no", "name", "valid_from"], name="outside_appraiser_once"
            ),
            models.CheckConstraint(
                condition=~Q(institution="") & ~Q(name="") & ~Q(licence_no=""),
                name="outside_appraiser_is_named",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="outside_appraiser_ends_after_it_begins",
            ),
        ]
        triggers = append_only("outside_appraiser_append_only")

    def __str__(self) -> str:
        return f"{self.name}（{self.institution}）"


def _report_path(report: "OutsideReport", _filename: str) -> str:
    return f"reports/{report.object_id}/{report.sha256[:24]}.pdf"


class OutsideReport(models.Model):
    """A third party's report on one object (第三方鉴定报告): evidence for the panel to weigh.

    Never changed and never taken out; a later note withdraws it. The file is private and
    handed out after asking who looks. `conflicts` is what the author declared, in words.
    """

    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="outside_reports")
    author = models.ForeignKey(OutsideAppraiser, models.PROTECT, related_name="reports")
    dated_on = models.DateField(_("报告日期"))
    conclusion = models.TextField(_("结论"), max_length=4000)
    conflicts = models.TextField(_("利害关系声明"), max_length=1000)
    file = models.FileField(_("报告文件"), upload_to=_report_path, max_length=120)
    sha256 = models.CharField(_("摘要"), max_length=64)
    size = models.PositiveIntegerField(_("字节"))
    original_name = models.CharField(_("原文件名"), max_length=255, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_for = models.ForeignKey(Party, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("提交时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("第三方鉴定报告")
        verbose_name_plural = _("第三方鉴定报告")
        ordering = ["object", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["object", "sha256"], name="report_once_per_object"),
            models.CheckConstraint(
                condition=~Q(conclusion="") & ~Q(conflicts=""), name="report_says_something"
            ),
        ]
        triggers = append_only("outside_report_append_only")

    def __str__(self) -> str:
        return f"{self.author} {self.dated_on}"


class ReportNote(models.Model):
    """A later word on a report (附注); a withdrawing note leaves the report to be read."""

    report = models.ForeignKey(OutsideReport, models.PROTECT, related_name="notes")
    text = models.TextField(_("附注"), max_length=1000)
    withdraws = models.BooleanField(_("撤回该报告"), default=False)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("报告附注")
        verbose_name_plural = _("报告附注")
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="report_note_says_something"),
        ]
        triggers = append_only("report_note_append_only")

    def __str__(self) -> str:
        return self.text[:60]
