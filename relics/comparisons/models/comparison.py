"""One object held against its reference (实物比对)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.certificates.models import Certificate
from approvals.parties.models import User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint

from .reference import Reference, ReferencePhoto

TWO_PEOPLE = """
IF NEW.status IN ('matched', 'mismatch') AND OLD.status = 'open' THEN
    SELECT coalesce(max(signers), 0) INTO people FROM (
        SELECT count(DISTINCT officer_id) AS signers FROM comparisons_signature
        WHERE comparison_id = NEW.id AND (NEW.status = 'mismatch' OR says = 'match')
        GROUP BY content) AS signed;
ELSIF NEW.status IN ('explained', 'swapped', 'unexplained') THEN
    SELECT count(*) INTO people FROM comparisons_verdict
    WHERE agrees AND finding_id = (
        SELECT max(id) FROM comparisons_finding
        WHERE comparison_id = NEW.id AND outcome = NEW.status);
ELSE
    RETURN NEW;
END IF;
IF people < 2 THEN
    RAISE EXCEPTION 'comparison_two_people: % needs two people', NEW.status
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Status(models.TextChoices):
    OPEN = "open", _("比对中")
    MATCHED = "matched", _("相符")
    MISMATCH = "mismatch", _("不符，暂停")
    EXPLAINED = "explained", _("差异已说明")
    SWAP_SUSPECTED = "swap_suspected", _("疑似调换")
    SWAPPED = "swapped", _("认定调换")
    UNEXPLAINED = "unexplained", _("差异未说明，按普通出境审核")


class MarkSeen(models.TextChoices):
    """How the office's own mark was found (标识状况)."""

    INTACT = "intact", _("完好")
    DAMAGED = "damaged", _("损坏")
    MISSING = "missing", _("缺失")
    DIFFERENT = "different", _("编号不同")


class SealSeen(models.TextChoices):
    """How the seal of customs was found (关封状况); `none` where there was none to look for."""

    INTACT = "intact", _("完好")
    BROKEN = "broken", _("破损")
    MISSING = "missing", _("缺失")
    DIFFERENT = "different", _("编号不同")
    NONE = "none", _("无须查验")


class Comparison(StatusModel):
    """One object held against its reference in a case of its return (R-TEMP-06, §10.5, §10.6).

    `tolerances` pins the policies of the day it was begun. What was presented may be corrected
    while it is open; a signature holds only for the content that was signed. `sheet` is the latest
    comparison sheet (比对表).
    """

    Status = Status

    case = models.ForeignKey(Case, models.PROTECT, related_name="comparisons")
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="comparisons")
    status = StatusField(_("状态"), default=Status.OPEN, choices=Status.choices)
    tolerances = models.JSONField(_("容差"), default=dict)
    measures = models.JSONField(_("现测尺寸与质量"), default=dict)
    mark_seen = models.CharField(_("标识状况"), max_length=10, choices=MarkSeen.choices, blank=True)
    mark_number = models.CharField(_("所见标识编号"), max_length=60, blank=True)
    seal_seen = models.CharField(_("关封状况"), max_length=10, choices=SealSeen.choices, blank=True)
    seal_number = models.CharField(_("所见关封编号"), max_length=60, blank=True)
    sheet = models.ForeignKey(Certificate, models.PROTECT, null=True, blank=True, related_name="+")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("开始时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("实物比对")
        verbose_name_plural = _("实物比对")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "reference"], name="comparison_once_in_a_case"),
            models.CheckConstraint(
                condition=~Q(status="matched") | Q(mark_seen="intact"),
                name="comparison_matched_with_its_mark",
            ),
            models.CheckConstraint(
                condition=~Q(status="explained") | Q(mark_seen="intact"),
                name="comparison_explained_with_its_mark",
            ),
            status_constraint("comparison_status_known", Status),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="comparison_two_people",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                declare=[("people", "integer")],
                func=TWO_PEOPLE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference.object}"

    @moves(status, source=Status.OPEN, target=Status.MATCHED)
    def match(self) -> None:
        """Two people have signed that it is the object (R-TEMP-06)."""

    @moves(status, source=Status.OPEN, target=Status.MISMATCH)
    def differ(self) -> None:
        """Two people have signed, one of them or both that it differs: suspended (§10.5)."""

    @moves(status, source=Status.MISMATCH, target=Status.EXPLAINED)
    def explain(self) -> None:
        """Two people accept the explanation and its evidence (edge case 13)."""

    @moves(status, source=Status.MISMATCH, target=Status.SWAP_SUSPECTED)
    def suspect(self) -> None:
        """One officer suspects another object in its place."""

    @moves(status, source=Status.SWAP_SUSPECTED, target=Status.MISMATCH)
    def clear(self) -> None:
        """An officer does not share the suspicion; what differs still suspends."""

    @moves(status, source=Status.SWAP_SUSPECTED, target=Status.SWAPPED)
    def confirm_swap(self) -> None:
        """Two people confirm it: the object is frozen and reported (R-TEMP-07)."""

    @moves(status, source=Status.MISMATCH, target=Status.UNEXPLAINED)
    def leave_unexplained(self) -> None:
        """Two people leave it so: the object goes to the ordinary exit review (§10.5)."""


def _presented_path(photo: "PresentedPhoto", _filename: str) -> str:
    return f"comparisons/{photo.comparison_id}/{photo.sha256[:24]}.jpg"


def _presented_thumb(photo: "PresentedPhoto", _filename: str) -> str:
    return f"comparisons/{photo.comparison_id}/{photo.sha256[:24]}-thumb.jpg"


class PresentedPhoto(models.Model):
    """The object photographed again from the view of a reference photograph (现场照片).

    The latest one of each view counts. `distance` is a hint and decides nothing; it is empty
    where the reference is a stand-in.
    """

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="photos")
    answers = models.ForeignKey(ReferencePhoto, models.PROTECT, related_name="answers")
    image = models.FileField(_("照片"), upload_to=_presented_path, max_length=120)
    thumb = models.FileField(_("缩略图"), upload_to=_presented_thumb, max_length=120)
    sha256 = models.CharField(_("摘要"), max_length=64)
    fingerprint = models.CharField(_("图像特征"), max_length=64)
    distance = models.PositiveSmallIntegerField(_("图像距离"), null=True, blank=True)
    width = models.PositiveSmallIntegerField(_("宽（像素）"))
    height = models.PositiveSmallIntegerField(_("高（像素）"))
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("拍摄时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("现场照片")
        verbose_name_plural = _("现场照片")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "sha256"], name="presented_photo_once"),
        ]
        triggers = append_only("presented_photo_append_only")
