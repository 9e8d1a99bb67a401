"""The application for exit review and its items."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.parties.models import Party, Port, User
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.register.models import RelicObject

from .permit_rule import permit_refusal, unanimity_triggers


class ReviewStatus(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待预约")
    BOOKED = "booked", _("预约待确认")
    APPOINTED = "appointed", _("待受理")
    CORRECTION = "correction", _("待补正")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    ACCEPTED = "accepted", _("已受理")
    APPRAISING = "appraising", _("实物审核中")
    PENDING_APPROVAL = "pending_approval", _("待审批")
    DECIDED = "decided", _("已决定")
    LABELLED = "labelled", _("已加标识")
    ISSUED = "issued", _("已签发")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


class Review(StatusModel):
    """An application for exit review (文物出境审核申请, form 56020-a; R-EXIT-01).

    The statutory fields of `rules.md` §9.2 stand here; office, applicant and agent are the
    case's. The status is what the application legally is (§10.1).
    """

    Status = ReviewStatus

    case = models.OneToOneField(Case, models.PROTECT, related_name="review")
    status = StatusField(_("状态"), default=ReviewStatus.DRAFT, choices=ReviewStatus.choices)
    port = models.ForeignKey(
        Port, models.PROTECT, null=True, blank=True, verbose_name=_("出境口岸")
    )
    destination = models.CharField(_("出境目的地"), max_length=50, blank=True)
    carrier = models.CharField(_("携运人"), max_length=20, blank=True)
    nationality = models.CharField(_("国籍"), max_length=2, blank=True)
    identity_kind = models.CharField(
        _("证件类型"), max_length=12, choices=Party.IdentityKind.choices, blank=True
    )
    identity_number = models.CharField(_("证件号码"), max_length=50, blank=True)
    phone = models.CharField(_("联系方式"), max_length=40, blank=True)
    address = models.CharField(_("住所"), max_length=200, blank=True)
    special_approval = models.CharField(
        _("国务院或展览批准文号"),
        max_length=100,
        blank=True,
        help_text=_("国有文物、珍贵文物出境须有批准文号（文物保护法第七十七条）。"),
    )
    approval_seen_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("批准文件核验人"),
    )
    national_number = models.CharField(_("国家平台编号"), max_length=60, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("出境审核申请")
        verbose_name_plural = _("出境审核申请")
        constraints = [
            status_constraint("review_status_known", ReviewStatus),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (Q(submitted_at__isnull=False) & Q(port__isnull=False) & ~Q(carrier="")),
                name="review_submitted_is_filled",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def seated(self) -> list[Any]:
        """The members of the panel who sit now; who has left it does not count."""
        return [member for member in self.panel.all() if member.left_at is None]

    @moves(status, source=Status.DRAFT, target=Status.SUBMITTED)
    def submit(self) -> None:
        """The applicant hands the file in; the clock starts (R-EXIT-02)."""

    @moves(status, source=Status.SUBMITTED, target=Status.BOOKED)
    def book(self) -> None:
        """A session is asked for."""

    @moves(status, source=Status.BOOKED, target=Status.APPOINTED)
    def appoint(self) -> None:
        """The office confirms the session: it can seat a lawful panel (R-APPT-04)."""

    @moves(
        status,
        source=[Status.BOOKED, Status.APPOINTED, Status.ACCEPTED],
        target=Status.SUBMITTED,
    )
    def unbook(self) -> None:
        """Refused, cancelled or missed: another session is needed, never a refusal (R-APPT-07)."""

    @moves(status, source=Status.APPOINTED, target=Status.CORRECTION)
    def send_back(self) -> None:
        """One notice lists everything that is missing (R-GEN-03)."""

    @moves(status, source=Status.CORRECTION, target=Status.APPOINTED)
    def answer(self) -> None:
        """The applicant answered the notice."""

    @moves(status, source=[Status.APPOINTED, Status.CORRECTION], target=Status.NOT_ACCEPTED)
    def decline(self) -> None:
        """Not accepted, in writing, with its ground (R-GEN-05)."""

    @moves(status, source=Status.APPOINTED, target=Status.ACCEPTED)
    def accept(self) -> None:
        """Accepted, in writing (R-GEN-05)."""

    @moves(status, source=Status.ACCEPTED, target=Status.APPRAISING)
    def begin_appraisal(self) -> None:
        """People and objects are here and a lawful panel sits (R-EXIT-03)."""

    @moves(status, source=Status.APPRAISING, target=Status.PENDING_APPROVAL)
    def conclude_appraisal(self) -> None:
        """Every member has given an opinion on every object present."""

    @moves(status, source=Status.PENDING_APPROVAL, target=Status.APPRAISING)
    def reopen_appraisal(self) -> None:
        """A member was replaced before the decision: its objects are judged again (edge case 5)."""

    @moves(status, source=Status.PENDING_APPROVAL, target=Status.DECIDED)
    def decide(self) -> None:
        """The approver has decided on every object."""

    @moves(status, source=Status.DECIDED, target=Status.LABELLED)
    def label(self) -> None:
        """Every permitted object bears its mark (R-EXIT-08)."""

    @moves(status, source=[Status.DECIDED, Status.LABELLED], target=Status.ISSUED)
    def issue(self) -> None:
        """The papers are issued."""

    @moves(status, source=Status.ISSUED, target=Status.CLOSED)
    def close(self) -> None:
        """Papers out and refused objects handed back."""

    @moves(
        status,
        source=[
            Status.DRAFT,
            Status.SUBMITTED,
            Status.BOOKED,
            Status.APPOINTED,
            Status.CORRECTION,
            Status.ACCEPTED,
            Status.APPRAISING,
            Status.PENDING_APPROVAL,
        ],
        target=Status.WITHDRAWN,
    )
    def withdraw(self) -> None:
        """Withdrawn by the applicant before the decision (edge case 48)."""


class ItemOutcome(models.TextChoices):
    PENDING = "pending", _("待审核")
    PERMIT = "permit", _("准予出境")
    PROHIBITED = "prohibited", _("禁止出境")
    ABSENT = "absent", _("未到场")
    SPLIT = "split", _("已拆分")
    PERMIT_ISSUED = "permit_issued", _("许可证已签发")
    RELEASED = "released", _("已放行出境")
    RETURNED = "returned", _("已退还")
    VOIDED = "voided", _("许可已失效")


class ReviewItem(StatusModel):
    """One object under review; the outcome is per object (R-EXIT-10)."""

    Outcome = ItemOutcome

    review = models.ForeignKey(Review, models.PROTECT, related_name="items")
    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="review_items")
    sequence = models.PositiveSmallIntegerField(_("序号"))
    status = StatusField(_("结论"), default=Outcome.PENDING, choices=Outcome.choices)
    added_on_site = models.BooleanField(_("现场补录"), default=False)
    finding = models.JSONField(_("年代线提示"), default=dict)
    reason = models.TextField(_("不予许可的理由"), blank=True)

    class Meta:
        verbose_name = _("审核文物")
        verbose_name_plural = _("审核文物")
        ordering = ["review", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["review", "object"], name="review_item_once"),
            models.UniqueConstraint(fields=["review", "sequence"], name="review_item_sequence"),
            models.UniqueConstraint(
                fields=["object"],
                condition=Q(status__in=["pending", "permit", "permit_issued"]),
                name="review_item_object_in_one_live_case",
            ),
            status_constraint("review_item_outcome_known", ItemOutcome),
            models.CheckConstraint(
                condition=~Q(status="prohibited") | ~Q(reason=""),
                name="review_item_refusal_has_a_reason",
            ),
        ]
        triggers = unanimity_triggers()

    def __str__(self) -> str:
        return f"{self.sequence} {self.object}"

    def rule_allows(self) -> bool:
        """The legal rule of a permit, read from rows (R-EXIT-03, 04, 13)."""
        return permit_refusal(self) is None

    @moves(status, source=Outcome.PENDING, target=Outcome.PERMIT, conditions=[rule_allows])
    def permit(self) -> None:
        """May leave: every responsible appraiser of a lawful panel agrees (R-EXIT-04)."""

    @moves(status, source=Outcome.PENDING, target=Outcome.PROHIBITED)
    def prohibit(self) -> None:
        """May not leave; it is handed back (R-EXIT-09)."""

    @moves(status, source=Outcome.PENDING, target=Outcome.ABSENT)
    def mark_absent(self) -> None:
        """Not presented on the day: neither permitted nor prohibited."""

    @moves(status, source=Outcome.PENDING, target=Outcome.SPLIT)
    def split(self) -> None:
        """A lot that turned out to be several objects; they follow as items of their own."""

    @moves(status, source=Outcome.PERMIT, target=Outcome.PERMIT_ISSUED)
    def issue(self) -> None:
        """Stands on an issued permit."""

    @moves(status, source=Outcome.PERMIT_ISSUED, target=Outcome.RELEASED)
    def release(self) -> None:
        """Left through a designated port; once (R-EXIT-08)."""

    @moves(status, source=Outcome.PERMIT_ISSUED, target=Outcome.VOIDED)
    def void(self) -> None:
        """Its permit was revoked (R-GEN-12)."""

    @moves(status, source=Outcome.PROHIBITED, target=Outcome.RETURNED)
    def hand_back(self) -> None:
        """Returned to the party against signature (R-EXIT-09)."""


class Correction(models.Model):
    """The one correction notice of a case (材料补正一次性告知, R-GEN-03)."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="correction")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("告知时间"), auto_now_add=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("补正告知")
        verbose_name_plural = _("补正告知")


class CorrectionPoint(models.Model):
    """One point of the notice, and its answer."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="points")
    item = models.ForeignKey(
        ReviewItem, models.PROTECT, null=True, blank=True, related_name="correction_points"
    )
    text = models.TextField(_("需补正的内容"), validators=[MaxLengthValidator(500)])
    answer = models.TextField(_("答复"), blank=True, validators=[MaxLengthValidator(500)])

    class Meta:
        verbose_name = _("补正事项")
        verbose_name_plural = _("补正事项")
        ordering = ["pk"]
