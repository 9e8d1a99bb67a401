"""What others have granted: the province's approval, CITES certificates, customs' release."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, Port, User
from approvals.record.models import append_only

from .filing import Filing


class ProvincialApproval(models.Model):
    """An approval of the province, as its paper says (艺术品进出口批准, R-ART-03).

    Recorded, never made here: the number is the authority's own (R-EXIT-19).
    """

    number = models.CharField(_("批准文号"), max_length=80)
    authority = models.CharField(_("批准机关"), max_length=100)
    applicant = models.ForeignKey(Party, models.PROTECT, related_name="+")
    issued_on = models.DateField(_("批准日期"))
    valid_to = models.DateField(_("有效期至"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("录入时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("省级批准")
        verbose_name_plural = _("省级批准")
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "number"], name="provincial_approval_number_once"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="provincial_approval_numbered"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("issued_on")),
                name="provincial_approval_ends_after_it_begins",
            ),
        ]
        triggers = append_only("provincial_approval_append_only")

    def __str__(self) -> str:
        return self.number


class AnnexRow(models.Model):
    """A line of the approval's annex (艺术品进出口名录, R-ART-05)."""

    approval = models.ForeignKey(ProvincialApproval, models.PROTECT, related_name="rows")
    sequence = models.PositiveSmallIntegerField(_("序号"))
    author = models.CharField(_("作者"), max_length=300)
    title = models.CharField(_("名称"), max_length=200)
    size = models.CharField(_("尺寸"), max_length=1000)
    photo_sha256 = models.CharField(_("图片摘要"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("名录行")
        verbose_name_plural = _("名录行")
        ordering = ["approval", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "sequence"], name="annex_row_once"),
        ]
        triggers = append_only("annex_row_append_only")


class CustomsRelease(models.Model):
    """Customs let the object pass (海关放行), once."""

    filing = models.OneToOneField(Filing, models.PROTECT, related_name="customs_release")
    port = models.ForeignKey(Port, models.PROTECT, related_name="+")
    declaration = models.CharField(_("报关单号"), max_length=40)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("海关放行")
        verbose_name_plural = _("海关放行")
        triggers = append_only("filing_release_append_only")


class CitesPaper(models.Model):
    """The certificate that an endangered species needs at a line (濒危物种证明, R-ART-10).

    `copy_due_on` is 30 days after the release; `copied_on` when the copy went back to the office.
    """

    class Line(models.TextChoices):
        ONE = "one", _("一线（境外与区内之间）")
        TWO = "two", _("二线（区内与境内之间）")

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="cites_papers")
    line = models.CharField(_("环节"), max_length=3, choices=Line.choices)
    certificate_no = models.CharField(_("证明书编号"), max_length=60)
    valid_to = models.DateField(_("有效期至"))
    released_on = models.DateField(_("放行日期"), null=True, blank=True)
    copy_due_on = models.DateField(_("副本交回期限"), null=True, blank=True)
    copied_on = models.DateField(_("副本交回日期"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("濒危物种证明")
        verbose_name_plural = _("濒危物种证明")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "line", "certificate_no"], name="cites_paper_once"
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True, copy_due_on__isnull=True)
                | Q(released_on__isnull=False, copy_due_on__isnull=False),
                name="cites_copy_due_from_release",
            ),
        ]
