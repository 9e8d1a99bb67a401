"""An object that may not move until an outside authority has said what becomes of it."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.certificates.models import Certificate
from approvals.parties.models import Office, User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.register.models import RelicObject

from .candidate import Candidate

INSTRUCTED = """
IF NEW.status IN ('lifted', 'handed_over') AND NOT EXISTS (
    SELECT FROM watchlists_instruction WHERE freeze_id = NEW.id AND outcome = NEW.status) THEN
    RAISE EXCEPTION 'freeze_instructed: % needs an instruction from outside', NEW.status
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class FreezeStatus(models.TextChoices):
    FROZEN = "frozen", _("已冻结，待报告")
    REPORTED = "reported", _("已报告，待指令")
    LIFTED = "lifted", _("已解除")
    HANDED_OVER = "handed_over", _("已移交")


BARRING = (FreezeStatus.FROZEN, FreezeStatus.REPORTED, FreezeStatus.HANDED_OVER)
"""Whatever is handed over does not come back into anybody's case either."""


class Freeze(StatusModel):
    """An object is held where it is (冻结, R-TEMP-07, R-EXIT-16, R-TEMP-06).

    Two officers open it. It is reported, and what follows is what the number of an outside
    instruction says: nobody here lifts it. At most one that bars stands for an object; the
    SQL function `watchlists_is_frozen(object_id)` answers the same to triggers of other rooms.
    """

    class Ground(models.TextChoices):
        LISTED = "listed", _("列入被盗或追索名录")
        ILLEGAL_HOLDING = "illegal_holding", _("涉嫌非法持有")
        SWAPPED = "swapped", _("实物调换")
        OTHER = "other", _("其他")

    Status = FreezeStatus

    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="freezes")
    office = models.ForeignKey(Office, models.PROTECT, related_name="freezes")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="freezes")
    candidate = models.OneToOneField(
        Candidate, models.PROTECT, null=True, blank=True, related_name="freeze"
    )
    ground = models.CharField(_("事由"), max_length=16, choices=Ground.choices)
    facts = models.TextField(_("事实"), max_length=4000)
    status = StatusField(_("状态"), default=FreezeStatus.FROZEN, choices=FreezeStatus.choices)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    second = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("冻结时间"), auto_now_add=True)
    report = models.TextField(_("报告内容"), max_length=8000, blank=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(_("报告时间"), null=True, blank=True)
    paper = models.ForeignKey(Certificate, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("冻结")
        verbose_name_plural = _("冻结")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["object"],
                condition=Q(status__in=["frozen", "reported", "handed_over"]),
                name="freeze_one_per_object",
            ),
            models.CheckConstraint(
                condition=~Q(opened_by=F("second")), name="freeze_by_two_people"
            ),
            models.CheckConstraint(condition=~Q(facts=""), name="freeze_has_facts"),
            models.CheckConstraint(
                condition=Q(status="frozen", reported_at__isnull=True)
                | Q(reported_at__isnull=False, reported_by__isnull=False),
                name="freeze_reported_first",
            ),
            status_constraint("freeze_status_known", FreezeStatus),
        ]
        triggers = [
            pgtrigger.Protect(name="freeze_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="freeze_instructed",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                func=INSTRUCTED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.object}"

    @moves(status, source=FreezeStatus.FROZEN, target=FreezeStatus.REPORTED)
    def report_out(self) -> None:
        """The report is signed and sent (R-TEMP-07, R-EXIT-16)."""

    @moves(status, source=FreezeStatus.REPORTED, target=FreezeStatus.LIFTED)
    def lift(self) -> None:
        """The authority has written that the object is free again."""

    @moves(status, source=FreezeStatus.REPORTED, target=FreezeStatus.HANDED_OVER)
    def hand_over(self) -> None:
        """The authority has taken the object."""


def _file_path(instruction: "Instruction", _filename: str) -> str:
    return f"freezes/{instruction.freeze_id}/{instruction.sha256[:24]}"


class Instruction(models.Model):
    """What an outside authority wrote about a frozen object, by its number (处置指令)."""

    class Outcome(models.TextChoices):
        LIFTED = "lifted", _("解除冻结")
        HANDED_OVER = "handed_over", _("移交")
        KEPT = "kept", _("继续冻结")

    freeze = models.ForeignKey(Freeze, models.PROTECT, related_name="instructions")
    number = models.CharField(_("文号"), max_length=100)
    authority = models.CharField(_("发文单位"), max_length=200)
    outcome = models.CharField(_("处置"), max_length=12, choices=Outcome.choices)
    file = models.FileField(_("文件"), upload_to=_file_path, max_length=120)
    media_type = models.CharField(_("文件格式"), max_length=40)
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("录入时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("处置指令")
        verbose_name_plural = _("处置指令")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["freeze", "number"], name="instruction_number_once"),
            models.CheckConstraint(
                condition=~Q(number="")
                & ~Q(authority="")
                & Q(outcome__in=["lifted", "handed_over", "kept"]),
                name="instruction_has_its_number",
            ),
        ]
        triggers = append_only("instruction_append_only")
