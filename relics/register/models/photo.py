"""A photograph of an object (照片)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User

from .object import RelicObject

MOST_PHOTOS = 6


def _main_path(photo: "Photo", _filename: str) -> str:
    return f"objects/{photo.object_id}/{photo.sha256[:24]}.jpg"


def _thumb_path(photo: "Photo", _filename: str) -> str:
    return f"objects/{photo.object_id}/{photo.sha256[:24]}-thumb.jpg"


class Photo(models.Model):
    """One of the one to six photographs of an object (rules §9.3), already re-encoded.

    Both files are JPEG in sRGB without any metadata, under MEDIA_ROOT, which no address
    serves: pages hand them out after asking who looks. `sha256` is of the main file.
    A stand-in (示意图) is a drawing made by the system where no photograph was given.
    """

    class View(models.TextChoices):
        OVERALL = "overall", _("整体")
        FRONT = "front", _("正面")
        BACK = "back", _("背面")
        LEFT = "left", _("左侧")
        RIGHT = "right", _("右侧")
        TOP = "top", _("顶部")
        BOTTOM = "bottom", _("底部")
        MARK = "mark", _("款识")
        DETAIL = "detail", _("局部")

    object = models.ForeignKey(RelicObject, models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField(_("序号"))
    view = models.CharField(_("角度"), max_length=8, choices=View.choices, default=View.OVERALL)
    image = models.FileField(_("照片"), upload_to=_main_path, max_length=120)
    thumb = models.FileField(_("缩略图"), upload_to=_thumb_path, max_length=120)
    sha256 = models.CharField(_("摘要"), max_length=64)
    width = models.PositiveSmallIntegerField(_("宽（像素）"))
    height = models.PositiveSmallIntegerField(_("高（像素）"))
    is_stand_in = models.BooleanField(_("示意图"), default=False)
    original_name = models.CharField(_("原文件名"), max_length=255, blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("照片")
        verbose_name_plural = _("照片")
        ordering = ["object", "position"]
        constraints = [
            models.UniqueConstraint(fields=["object", "position"], name="photo_one_per_position"),
            models.UniqueConstraint(fields=["object", "sha256"], name="photo_once_per_object"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_PHOTOS),
                name="photo_one_to_six",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object_id}/{self.position}"
