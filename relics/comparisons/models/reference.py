"""What an office recorded of an object at entry or exit (存档). Permanent (R-DATA-05)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, User
from approvals.record.models import append_only
from relics.register.models import Photo, RelicObject


def _image_path(photo: "ReferencePhoto", _filename: str) -> str:
    return f"references/{photo.reference_id}/{photo.position}-{photo.sha256[:24]}.jpg"


def _thumb_path(photo: "ReferencePhoto", _filename: str) -> str:
    return f"references/{photo.reference_id}/{photo.position}-{photo.sha256[:24]}-thumb.jpg"


class Reference(models.Model):
    """The record of an object as it was when its mark was put on (进出境存档, R-TEMP-01).

    Frozen: what the register says of the object later does not change it. `measures` maps the
    register's measures to decimal strings. An object may pass the gate again and then has a
    later one; each comparison names the one it was made with.
    """

    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="references")
    office = models.ForeignKey(Office, models.PROTECT, related_name="references")
    measures = models.JSONField(_("尺寸与质量"), default=dict)
    size = models.CharField(_("尺寸原文"), max_length=1000, blank=True)
    mark_number = models.CharField(_("标识编号"), max_length=60)
    seal_number = models.CharField(_("关封编号"), max_length=60, blank=True)
    taken_at = models.DateTimeField(_("存档时间"), auto_now_add=True)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("实物存档")
        verbose_name_plural = _("实物存档")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(mark_number=""), name="reference_has_a_mark"),
        ]
        triggers = append_only("reference_append_only")

    def __str__(self) -> str:
        return f"{self.object} {self.mark_number}"


class ReferencePhoto(models.Model):
    """One photograph of a reference: a copy of its own, with its fingerprint.

    A stand-in (示意图) shows no object, and nothing can be read from its likeness.
    """

    reference = models.ForeignKey(Reference, models.PROTECT, related_name="photos")
    position = models.PositiveSmallIntegerField(_("序号"))
    view = models.CharField(_("角度"), max_length=8, choices=Photo.View.choices)
    image = models.FileField(_("照片"), upload_to=_image_path, max_length=120)
    thumb = models.FileField(_("缩略图"), upload_to=_thumb_path, max_length=120)
    sha256 = models.CharField(_("摘要"), max_length=64)
    fingerprint = models.CharField(_("图像特征"), max_length=64)
    width = models.PositiveSmallIntegerField(_("宽（像素）"))
    height = models.PositiveSmallIntegerField(_("高（像素）"))
    is_stand_in = models.BooleanField(_("示意图"), default=False)

    class Meta:
        verbose_name = _("存档照片")
        verbose_name_plural = _("存档照片")
        ordering = ["reference", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "position"], name="reference_photo_one_per_position"
            ),
        ]
        triggers = append_only("reference_photo_append_only")
