"""What of an object is compared, and the record of each check."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, User
from approvals.record.models import append_only
from relics.register.models import Photo, RelicObject

from .candidate import Candidate


class Traits(models.Model):
    """The texts of an object of the register as they are compared (比对特征); made anew on change.

    `digest` is over everything that is compared, photographs included.
    """

    object = models.OneToOneField(RelicObject, models.CASCADE, related_name="traits")
    digest = models.CharField(_("摘要"), max_length=64)
    name_key = models.CharField(max_length=200)
    name_en_key = models.CharField(max_length=200, blank=True)
    mark_key = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("比对特征")
        verbose_name_plural = _("比对特征")
        indexes = [
            GinIndex(name="traits_name_trgm", fields=["name_key"], opclasses=["gin_trgm_ops"]),
            GinIndex(
                name="traits_name_en_trgm", fields=["name_en_key"], opclasses=["gin_trgm_ops"]
            ),
            GinIndex(name="traits_mark_trgm", fields=["mark_key"], opclasses=["gin_trgm_ops"]),
        ]


class PhotoTrait(models.Model):
    """The fingerprint of a photograph of the register; stand-ins have none (图像特征)."""

    photo = models.OneToOneField(Photo, models.CASCADE, related_name="trait")
    traits = models.ForeignKey(Traits, models.CASCADE, related_name="photos")
    fingerprint = models.CharField(_("图像特征"), max_length=64)

    class Meta:
        verbose_name = _("照片特征")
        verbose_name_plural = _("照片特征")


class ListCheck(models.Model):
    """One asking of all lists in effect about one object (名录比对). Append-only (R-TEMP-07).

    `versions` says what was asked: list code and version number. `by` is empty for the recheck
    that follows a new version. `candidates` are all that the check found and that nobody has
    dismissed.
    """

    class Result(models.TextChoices):
        CLEAR = "clear", _("未发现")
        CANDIDATES = "candidates", _("有疑似")

    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="list_checks")
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="list_checks"
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("比对时间"))
    versions = models.JSONField(_("比对的名录版本"), default=list)
    thresholds = models.JSONField(_("阈值"), default=dict)
    result = models.CharField(_("结果"), max_length=10, choices=Result.choices)
    candidates = models.ManyToManyField(Candidate, related_name="checks")

    class Meta:
        verbose_name = _("名录比对")
        verbose_name_plural = _("名录比对")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["clear", "candidates"]), name="list_check_result_known"
            ),
        ]
        triggers = append_only("list_check_append_only")
