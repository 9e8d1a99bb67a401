"""One import of a table of objects (批量导入)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User


class ImportBatch(models.Model):
    """A file whose good rows became objects together; undone together while none is submitted."""

    owner = models.ForeignKey(Party, models.PROTECT, related_name="import_batches")
    filename = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    encoding = models.CharField(_("编码"), max_length=32, blank=True)
    rows = models.PositiveIntegerField(_("总行数"))
    imported = models.PositiveIntegerField(_("导入行数"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("导入时间"), auto_now_add=True)
    undone_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("导入批次")
        verbose_name_plural = _("导入批次")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(imported__lte=models.F("rows")),
                name="import_batch_no_more_than_its_rows",
            ),
        ]

    def __str__(self) -> str:
        return self.filename
