"""A paper as the register of papers knows it: frozen data, status, and the sealed file."""

import json

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.parties.models import User
from approvals.record.language import reads_chinese
from approvals.record.status import StatusField, StatusModel, moves, status_constraint


class CertificateStatus(models.TextChoices):
    PREPARED = "prepared", _("待制发")
    VALID = "valid", _("有效")
    REVOKED = "revoked", _("已撤销")
    SUPERSEDED = "superseded", _("已被替换")
    VOIDED = "voided", _("已作废")
    SUSPENDED = "suspended", _("暂停使用")
    EXPIRED = "expired", _("已过期")


class Certificate(StatusModel):
    """A paper (证照) of a case.

    `snapshot` is the canonical JSON that is drawn, attached and hashed; it never changes.
    `number` comes from the competent authority's own series and may be absent (R-EXIT-19).
    `code` is the random part of the public address. `pictures` maps the SHA-256 of a picture
    to its place in the private storage.
    """

    Status = CertificateStatus

    case = models.ForeignKey(Case, models.PROTECT, related_name="certificates")
    kind = models.CharField(_("种类"), max_length=40)
    number = models.CharField(_("证照编号"), max_length=60, null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    reference = models.CharField(_("文号"), max_length=60, unique=True)
    code = models.CharField(_("核验码"), max_length=32, unique=True)
    status = StatusField(_("状态"), default=Status.PREPARED, choices=Status.choices)
    snapshot = models.TextField(_("数据快照"))
    digest = models.CharField(_("数据摘要"), max_length=64)
    pictures = models.JSONField(_("图片"), default=dict)
    issued_on = models.DateField(_("签发日期"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(_("备妥时间"), auto_now_add=True)
    file = models.CharField(_("文件"), max_length=200, blank=True)
    file_digest = models.CharField(_("文件摘要"), max_length=64, blank=True, db_index=True)
    finished_at = models.DateTimeField(_("制发时间"), null=True, blank=True)
    failure = models.TextField(_("未能制发的原因"), blank=True)

    class Meta:
        verbose_name = _("证照")
        verbose_name_plural = _("证照")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number", "version"],
                condition=Q(number__isnull=False),
                name="certificate_number_given_once",
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(
                    kind__in=["exit_permit", "prohibited_register"],
                    status__in=["prepared", "valid", "suspended"],
                ),
                name="certificate_one_in_force_per_case",
            ),
            status_constraint("certificate_status_known", CertificateStatus),
            models.CheckConstraint(
                condition=Q(status="prepared") | ~Q(file=""),
                name="certificate_in_force_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.reference

    @property
    def title(self) -> str:
        """What the paper calls itself, in the reader's language: an extract without a number."""
        paper = json.loads(self.snapshot)
        return str(paper["title"] if reads_chinese() else paper["title_en"])

    def has_its_file(self) -> bool:
        return bool(self.file)

    @moves(status, source=Status.PREPARED, target=Status.VALID, conditions=[has_its_file])
    def enter_into_force(self) -> None:
        """The sealed file exists: the paper is issued."""

    @property
    def version_code(self) -> str:
        """The version as identifiers of papers write it: 001, 002 (R-CERT-10)."""
        return f"{self.version:03d}"

    @moves(status, source=[Status.VALID, Status.SUSPENDED], target=Status.REVOKED)
    def revoke(self) -> None:
        """The office takes the paper back (R-GEN-12)."""

    @moves(status, source=Status.VALID, target=Status.SUPERSEDED)
    def supersede(self) -> None:
        """A later version takes its place (R-CERT-10)."""

    @moves(status, source=Status.VALID, target=Status.VOIDED)
    def void(self) -> None:
        """Withdrawn as misprinted; the number is not used again."""

    @moves(status, source=Status.VALID, target=Status.SUSPENDED)
    def suspend(self) -> None:
        """Not to be used until the office has found out more."""

    @moves(status, source=Status.SUSPENDED, target=Status.VALID)
    def reinstate(self) -> None:
        """The suspension is over: it stands as before."""

    def is_past_its_validity(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    @moves(
        status,
        source=[Status.VALID, Status.SUSPENDED],
        target=Status.EXPIRED,
        conditions=[is_past_its_validity],
    )
    def expire(self) -> None:
        """The last day that it bears is over (R-EXIT-20)."""


class Inspection(models.Model):
    """One public look at a paper's status (核验记录): counted, without saying by whom."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="inspections")
    at = models.DateTimeField(_("核验时间"), auto_now_add=True)
    way = models.CharField(_("方式"), max_length=12)
    verdict = models.CharField(_("结论"), max_length=12)

    class Meta:
        verbose_name = _("核验记录")
        verbose_name_plural = _("核验记录")
