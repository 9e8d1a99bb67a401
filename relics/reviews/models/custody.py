"""On the day and after: attendance, marks, hand-back, and release at the port."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, Port, User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.appointments.models import Booking

from .item import ReviewItem
from .review import Review


class Attendance(models.Model):
    """The on-site record: who came, with what, before which two officers (R-GEN-06)."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="attendances")
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="attendance")
    at = models.DateTimeField(_("到场时间"), auto_now_add=True)
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    identity_checked = models.BooleanField(_("已核验携运人证件"))
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("到场记录")
        verbose_name_plural = _("到场记录")
        constraints = [
            models.CheckConstraint(
                condition=~Q(officer=F("second_officer")), name="attendance_two_officers"
            ),
            models.CheckConstraint(
                condition=Q(identity_checked=True), name="attendance_identity_checked"
            ),
        ]
        triggers = append_only("attendance_append_only")


class MarkStatus(models.TextChoices):
    BLANK = "blank", _("空白")
    BOUND = "bound", _("已加贴")
    DAMAGED = "damaged", _("损坏")
    MISSING = "missing", _("缺失")
    REMOVED = "removed", _("已由机构收回")
    VOID = "void", _("作废")
    DESTROYED = "destroyed", _("已注销更换")


class Mark(StatusModel):
    """A mark of the office's stock (出境标识或临时进境标识, §9.16). Never reused (R-EXIT-12).

    Numbers come from the authority's series and are entered, never invented (R-EXIT-19).
    """

    Status = MarkStatus

    class Medium(models.TextChoices):
        WAX = "wax", _("火漆")
        RFID = "rfid", _("电子标签")
        LABEL = "label", _("标签")

    class Kind(models.TextChoices):
        EXIT = "exit", _("出境标识")
        ENTRY = "entry", _("临时进境标识")

    office = models.ForeignKey(Office, models.PROTECT, related_name="marks")
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices, default=Kind.EXIT)
    number = models.CharField(_("标识编号"), max_length=60)
    medium = models.CharField(_("形式"), max_length=8, choices=Medium.choices)
    status = StatusField(_("状态"), default=Status.BLANK, choices=Status.choices)
    custodian = models.ForeignKey(User, models.PROTECT, related_name="+")
    item = models.OneToOneField(
        ReviewItem, models.PROTECT, null=True, blank=True, related_name="mark"
    )
    bound_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    bound_at = models.DateTimeField(_("加贴时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("标识")
        verbose_name_plural = _("标识")
        constraints = [
            models.UniqueConstraint(fields=["number"], name="mark_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=["blank", "destroyed"], item__isnull=True)
                | Q(status="void")
                | Q(status__in=["bound", "damaged", "missing", "removed"], item__isnull=False),
                name="mark_in_use_is_on_an_object",
            ),
            status_constraint("mark_status_known", MarkStatus),
        ]

    def __str__(self) -> str:
        return self.number

    @moves(status, source=Status.BLANK, target=Status.BOUND)
    def bind(self) -> None:
        """Put on an object that may leave."""

    @moves(status, source=[Status.BOUND, Status.MISSING], target=Status.DAMAGED)
    def report_damaged(self) -> None:
        """Seen damaged: no release (edge case 14)."""

    @moves(status, source=[Status.BOUND, Status.DAMAGED], target=Status.MISSING)
    def report_missing(self) -> None:
        """Not on the object: no release (edge case 14)."""

    @moves(status, source=[Status.BOUND, Status.DAMAGED, Status.MISSING], target=Status.REMOVED)
    def remove(self) -> None:
        """Taken off by the office itself: nobody else may (R-EXIT-12)."""

    @moves(status, source=Status.BLANK, target=Status.VOID)
    def void(self) -> None:
        """Spoiled before use."""

    @moves(status, source=[Status.BOUND, Status.DAMAGED, Status.MISSING], target=Status.DESTROYED)
    def destroy(self) -> None:
        """Another one of the office's took its place; its number never comes back (R-EXIT-12)."""


class MarkReplacement(models.Model):
    """A mark that took the place of a damaged or lost one; the office alone may (R-EXIT-12)."""

    class Seen(models.TextChoices):
        DAMAGED = "damaged", _("损坏")
        MISSING = "missing", _("缺失")

    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="mark_replacements")
    former = models.OneToOneField(Mark, models.PROTECT, related_name="replaced_by")
    successor = models.OneToOneField(Mark, models.PROTECT, related_name="replacement_of")
    seen = models.CharField(_("标识状况"), max_length=8, choices=Seen.choices)
    reason = models.TextField(_("更换原因"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("更换时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("标识更换")
        verbose_name_plural = _("标识更换")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="mark_replacement_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(former=F("successor")), name="mark_replacement_by_another"
            ),
        ]
        triggers = append_only("mark_replacement_append_only")

    def __str__(self) -> str:
        return f"{self.former} → {self.successor}"


class MarkSighting(models.Model):
    """What customs saw of a mark at the port (标识查验)."""

    class Seen(models.TextChoices):
        INTACT = "intact", _("完好")
        DAMAGED = "damaged", _("损坏")
        MISSING = "missing", _("缺失")

    mark = models.ForeignKey(Mark, models.PROTECT, related_name="sightings")
    seen = models.CharField(_("状况"), max_length=8, choices=Seen.choices)
    port = models.ForeignKey(Port, models.PROTECT, related_name="+")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("标识查验")
        verbose_name_plural = _("标识查验")
        ordering = ["pk"]
        triggers = append_only("mark_sighting_append_only")


class HandBack(models.Model):
    """A refused object returned to the party against signature (退还, R-EXIT-09)."""

    item = models.OneToOneField(ReviewItem, models.PROTECT, related_name="hand_back_record")
    received_by = models.CharField(_("领取人"), max_length=100)
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("退还时间"))
    signature = models.CharField(_("签收摘要"), max_length=64)

    class Meta:
        verbose_name = _("退还签收")
        verbose_name_plural = _("退还签收")
        constraints = [
            models.CheckConstraint(condition=~Q(received_by=""), name="hand_back_is_signed"),
        ]
        triggers = append_only("hand_back_append_only")


class Release(models.Model):
    """One object released at a designated port on its permit (放行). Once only (R-EXIT-08)."""

    item = models.OneToOneField(ReviewItem, models.PROTECT, related_name="release_record")
    port = models.ForeignKey(Port, models.PROTECT, related_name="+")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("放行时间"), auto_now_add=True)
    declaration = models.CharField(_("报关单号"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("放行记录")
        verbose_name_plural = _("放行记录")
        triggers = append_only("release_append_only")
