"""The customs seal, seen before anything is opened (R-TEMP-01, rules §9.17)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only
from relics.reviews.models import Review


def _photo_path(check: "SealCheck", _filename: str) -> str:
    return f"entries/{check.review_id}/seal-{check.photo_sha256[:24]}.jpg"


class SealCheck(models.Model):
    """One look at the seal by an officer of the office and one of customs (关封查验).

    Broken or another one: everything stops (edge case 12). Absent or opened beforehand: what
    comes may be registered, without the privilege of re-exit (R-TEMP-02, R-TEMP-03).
    """

    class Result(models.TextChoices):
        INTACT = "intact", _("完好")
        BROKEN = "broken", _("破损")
        DIFFERENT = "different", _("编号不符")
        ABSENT = "absent", _("没有关封")
        OPENED = "opened", _("查验前已开封")

    STOPS = (Result.BROKEN, Result.DIFFERENT)
    LOSES = (Result.ABSENT, Result.OPENED)

    review = models.ForeignKey(Review, models.PROTECT, related_name="seal_checks")
    declared_number = models.CharField(_("单证所载关封编号"), max_length=60, blank=True)
    seen_number = models.CharField(_("所见关封编号"), max_length=60, blank=True)
    result = models.CharField(_("查验结果"), max_length=10, choices=Result.choices)
    photo = models.FileField(_("开封前照片"), upload_to=_photo_path, max_length=160, blank=True)
    photo_sha256 = models.CharField(_("照片摘要"), max_length=64, blank=True)
    customs_officer = models.CharField(_("海关关员"), max_length=100)
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    place = models.CharField(_("地点"), max_length=200)
    note = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("关封查验")
        verbose_name_plural = _("关封查验")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["intact", "broken", "different", "absent", "opened"]),
                name="seal_check_result_known",
            ),
            models.CheckConstraint(
                condition=~Q(result="intact")
                | (~Q(seen_number="") & Q(seen_number=models.F("declared_number"))),
                name="seal_intact_is_the_declared_one",
            ),
            models.CheckConstraint(
                condition=~Q(result__in=["intact", "broken", "different"]) | ~Q(photo=""),
                name="seal_seen_is_photographed",
            ),
        ]
        triggers = append_only("seal_check_append_only")

    def __str__(self) -> str:
        return f"{self.seen_number or '—'} {self.get_result_display()}"


class CustomsWord(models.Model):
    """What customs wrote on a seal that stopped a case (海关处理意见): go on, or it ends here.

    `new_seal` is the number of the seal that customs put on instead; it is checked anew.
    """

    class Says(models.TextChoices):
        RESUME = "resume", _("继续办理")
        END = "end", _("终止办理")

    seal_check = models.OneToOneField(SealCheck, models.PROTECT, related_name="customs_word")
    says = models.CharField(_("处理"), max_length=8, choices=Says.choices)
    number = models.CharField(_("海关文号"), max_length=100)
    new_seal = models.CharField(_("重新加封编号"), max_length=60, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("海关处理意见")
        verbose_name_plural = _("海关处理意见")
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") & Q(says__in=["resume", "end"]),
                name="customs_word_has_a_number",
            ),
        ]
        triggers = append_only("customs_word_append_only")


class Violation(models.Model):
    """A step of R-TEMP-01 that was left out: the privilege of re-exit is lost (R-TEMP-02, 03)."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="entry_violations")
    rule = models.CharField(_("依据"), max_length=20)
    what = models.CharField(_("缺少的步骤"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("进境违规记录")
        verbose_name_plural = _("进境违规记录")
        ordering = ["pk"]
        triggers = append_only("entry_violation_append_only")

    def __str__(self) -> str:
        return self.what
