"""What leaves for a time: the plan it was approved by, and the way of each object."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.register.models import RelicObject
from relics.reviews.models import Review, ReviewItem


def _approval_path(plan: "LoanPlan", filename: str) -> str:
    return f"loans/{plan.review_id}/{plan.approval_sha256[:24]}{filename[-4:]}"


class LoanPlan(models.Model):
    """What an application for temporary exit is for (临时出境计划, form 56020-d, rules §9.5).

    The number of the approval is the application's `special_approval`; here stand who gave it,
    the paper itself, and the term that it sets.
    """

    class Purpose(models.TextChoices):
        EXHIBITION = "exhibition", _("出境展览")
        RESEARCH = "research", _("科研")
        REPAIR = "repair", _("修复")
        OTHER = "other", _("其他临时出境")

    class Authority(models.TextChoices):
        ADMINISTRATION = "administration", _("国家文物局")
        STATE_COUNCIL = "state_council", _("国务院")

    review = models.OneToOneField(Review, models.PROTECT, related_name="loan_plan")
    purpose = models.CharField(_("目的"), max_length=12, choices=Purpose.choices)
    exhibition = models.CharField(_("展览名称"), max_length=200, blank=True)
    organiser = models.CharField(_("承办单位"), max_length=200, blank=True)
    venue = models.CharField(_("境外展览或存放地点"), max_length=200)
    authority = models.CharField(_("批准机关"), max_length=16, choices=Authority.choices)
    approval_file = models.FileField(_("批准文件"), upload_to=_approval_path, max_length=160)
    approval_sha256 = models.CharField(_("批准文件摘要"), max_length=64)
    starts_on = models.DateField(_("期限起"))
    ends_on = models.DateField(_("期限止"))

    class Meta:
        verbose_name = _("临时出境计划")
        verbose_name_plural = _("临时出境计划")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="loan_plan_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(purpose="exhibition") | ~Q(exhibition=""),
                name="loan_plan_exhibition_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.exhibition or str(self.review)


class LoanStatement(models.Model):
    """What the applicant states of one object for an exhibition abroad (出展文物说明)."""

    item = models.OneToOneField(ReviewItem, models.CASCADE, related_name="loan_statement")
    is_sole_specimen = models.BooleanField(_("孤品"), default=False)
    is_fragile = models.BooleanField(_("易损品"), default=False)
    was_shown = models.BooleanField(_("曾在国内正式展出"), default=False)

    class Meta:
        verbose_name = _("出展文物说明")
        verbose_name_plural = _("出展文物说明")


class ApprovalCheck(models.Model):
    """Two officers held the objects against the approval (批准文件核对, R-GEN-06)."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="approval_check")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.CharField(_("核对情况"), max_length=500)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("批准文件核对")
        verbose_name_plural = _("批准文件核对")
        constraints = [
            models.CheckConstraint(
                condition=~Q(officer=F("second_officer")), name="approval_check_two_officers"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="approval_check_is_worded"),
        ]
        triggers = append_only("approval_check_append_only")


class LoanStatus(models.TextChoices):
    REVIEWED = "reviewed", _("已审核，待出境")
    LEFT = "left", _("已出境")
    ON_SHOW = "on_show", _("境外展出中")
    RECALLED = "recalled", _("已要求召回")
    RETURNING = "returning", _("已申请复进境")
    REENTERED = "reentered", _("已复进境，待比对")
    MATCHED = "matched", _("已归还，比对相符")
    MISMATCHED = "mismatched", _("比对不符，已报告")
    CANCELLED = "cancelled", _("未出境，已取消")


class Loan(StatusModel):
    """One object abroad for a time (临时出境文物, §10.6). `due_on` is the last lawful day abroad.

    The date is not rolled over a holiday: relying on that could lose the way back (R-GEN-14).
    """

    Status = LoanStatus
    OPEN = (
        LoanStatus.REVIEWED,
        LoanStatus.LEFT,
        LoanStatus.ON_SHOW,
        LoanStatus.RECALLED,
        LoanStatus.RETURNING,
        LoanStatus.REENTERED,
    )
    ABROAD = (LoanStatus.LEFT, LoanStatus.ON_SHOW, LoanStatus.RECALLED)

    item = models.OneToOneField(ReviewItem, models.PROTECT, related_name="loan")
    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="loans")
    office = models.ForeignKey(Office, models.PROTECT, related_name="loans")
    status = StatusField(_("状态"), default=Status.REVIEWED, choices=Status.choices)
    due_on = models.DateField(_("期限止"))
    left_on = models.DateField(_("出境日期"), null=True, blank=True)
    back_on = models.DateField(_("复进境日期"), null=True, blank=True)
    return_case = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="returning_loans"
    )

    class Meta:
        verbose_name = _("临时出境文物")
        verbose_name_plural = _("临时出境文物")
        ordering = ["due_on", "pk"]
        constraints = [
            status_constraint("loan_status_known", LoanStatus),
            models.UniqueConstraint(
                fields=["object"],
                condition=Q(
                    status__in=["reviewed", "left", "on_show", "recalled", "returning", "reentered"]
                ),
                name="loan_one_open_for_an_object",
            ),
        ]

    def __str__(self) -> str:
        return str(self.object)

    @moves(status, source=Status.REVIEWED, target=Status.LEFT)
    def leave(self) -> None:
        """Released by customs at the port."""

    @moves(status, source=Status.REVIEWED, target=Status.CANCELLED)
    def cancel(self) -> None:
        """Its permit was revoked before it left."""

    @moves(status, source=Status.LEFT, target=Status.ON_SHOW)
    def show(self) -> None:
        """The exhibition abroad has begun."""

    @moves(status, source=[Status.LEFT, Status.ON_SHOW], target=Status.RECALLED)
    def recall(self) -> None:
        """Called back before its time: unsafe, or by order of the authority."""

    @moves(status, source=list(ABROAD), target=Status.RETURNING)
    def announce_return(self) -> None:
        """An application for its re-entry was handed in."""

    @moves(status, source=Status.RETURNING, target=Status.LEFT)
    def call_off_return(self) -> None:
        """That application ended without it; it is abroad as before."""

    @moves(status, source=Status.RETURNING, target=Status.RECALLED)
    def call_off_return_of_recalled(self) -> None:
        """That application ended without it; it is still called back."""

    @moves(status, source=Status.RETURNING, target=Status.REENTERED)
    def reenter(self) -> None:
        """Before the original office again, to be compared."""

    @moves(status, source=Status.REENTERED, target=Status.MATCHED)
    def match(self) -> None:
        """It is the object that left."""

    @moves(status, source=Status.REENTERED, target=Status.MISMATCHED)
    def mismatch(self) -> None:
        """It is not, or not as it was: reported to the administration."""


class LoanExtension(models.Model):
    """The one extension of a term, on the administration's own number (展期, 条例 art. 49)."""

    loan = models.OneToOneField(Loan, models.PROTECT, related_name="extension")
    until = models.DateField(_("延至"))
    approval_number = models.CharField(_("批准文号"), max_length=100)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("展期")
        verbose_name_plural = _("展期")
        constraints = [
            models.CheckConstraint(condition=~Q(approval_number=""), name="extension_has_a_number"),
        ]
        triggers = append_only("loan_extension_append_only")


class Recall(models.Model):
    """Why an object was called back, on whose number (召回)."""

    loan = models.OneToOneField(Loan, models.PROTECT, related_name="recall_record")
    reason = models.CharField(_("事由"), max_length=500)
    instruction = models.CharField(_("文号"), max_length=100)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("召回")
        verbose_name_plural = _("召回")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(instruction=""), name="recall_says_why"
            ),
        ]
        triggers = append_only("loan_recall_append_only")
