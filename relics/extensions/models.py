"""An application for a longer stay, what it is for, and what each authority answered (§10.4)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.parties.models import Party, User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.entries.models import Stay, StayClock
from relics.reviews.models import Review


def _consent_path(extension: "Extension", filename: str) -> str:
    return f"extensions/{extension.case_id}/consent-{extension.consent_sha256[:24]}{filename[-4:]}"


class ExtensionStatus(models.TextChoices):
    DRAFT = "draft", _("填写中")
    SUBMITTED = "submitted", _("审批中")
    APPROVED = "approved", _("准予延期")
    REFUSED = "refused", _("不予延期")
    TAKEN_BACK = "taken_back", _("已撤回")


class Authority(models.TextChoices):
    OFFICE = "office", _("文物进出境审核机构")
    ADMINISTRATION = "administration", _("国家文物局")


class Extension(StatusModel):
    """An application to let objects of one entry stay longer (延期申请, R-TEMP-04, R-TEMP-08).

    The applicant of its case asks: the declarant of the entry, or another unit with the
    declarant's consent. `authority` and `asks_customs` are the zone's policies as they were on
    the day of the submission (R-TEMP-09). `is_late` says that the term was over by then.
    """

    Status = ExtensionStatus
    Authority = Authority

    case = models.OneToOneField(Case, models.PROTECT, related_name="extension")
    entry = models.ForeignKey(Review, models.PROTECT, related_name="extensions")
    status = StatusField(_("状态"), default=Status.DRAFT, choices=Status.choices)
    months = models.PositiveSmallIntegerField(_("申请延长的月数"), default=6)
    reason = models.CharField(_("延期事由"), max_length=1000, blank=True)
    change_number = models.CharField(_("变更备案表文号"), max_length=100, blank=True)
    consent_file = models.FileField(
        _("申报单位同意书"), upload_to=_consent_path, max_length=160, blank=True
    )
    consent_sha256 = models.CharField(_("同意书摘要"), max_length=64, blank=True)
    authority = models.CharField(
        _("决定机关"), max_length=16, choices=Authority.choices, default=Authority.OFFICE
    )
    asks_customs = models.BooleanField(_("须海关同意"), default=True)
    is_late = models.BooleanField(_("期限届满后提出"), default=False)
    policy = models.JSONField(_("所用政策取值"), default=dict, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("延期申请")
        verbose_name_plural = _("延期申请")
        ordering = ["-pk"]
        constraints = [
            status_constraint("extension_status_known", ExtensionStatus),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(is_late=False),
                name="extension_late_is_never_approved",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | (Q(submitted_at__isnull=False) & ~Q(reason="")),
                name="extension_submitted_says_why",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="extension_needs_every_yes",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__status="approved"),
                func="""
                    IF (SELECT count(*) FILTER (WHERE agrees) < 1 + NEW.asks_customs::int
                            OR bool_or(NOT agrees)
                        FROM extensions_extensionanswer WHERE extension_id = NEW.id)
                    THEN RAISE EXCEPTION 'extension % lacks a yes', NEW.id
                        USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def declarant(self) -> Party:
        """The party that declared the entry (原申报单位)."""
        return self.entry.case.applicant

    @property
    def by_another(self) -> bool:
        """Whether another unit than the declarant asks: it needs the declarant's consent."""
        return self.case.applicant_id != self.entry.case.applicant_id

    def answer_of(self, side: str) -> "ExtensionAnswer | None":
        return next((one for one in self.answers.all() if one.side == side), None)

    @property
    def sides(self) -> tuple[str, ...]:
        """Whose answers are needed."""
        return ("office", "customs") if self.asks_customs else ("office",)

    @property
    def granted(self) -> int:
        """The months to which every authority agreed: the fewest of theirs (R-TEMP-04 [D])."""
        said = [one.months for one in self.answers.all() if one.agrees and one.months]
        return min([self.months, *said])

    def all_agree(self) -> bool:
        """Every authority that is asked has said yes (edge case 11)."""
        answers = list(self.answers.all())
        said = {one.side for one in answers if one.agrees}
        return not self.is_late and said >= set(self.sides) and all(a.agrees for a in answers)

    def is_denied(self) -> bool:
        """It came too late, or one of the authorities said no."""
        return self.is_late or any(not one.agrees for one in self.answers.all())

    @moves(status, source=Status.DRAFT, target=Status.SUBMITTED)
    def submit(self) -> None:
        """The applicant's side hands it in."""

    @moves(status, source=Status.SUBMITTED, target=Status.APPROVED, conditions=[all_agree])
    def approve(self) -> None:
        """Both have said yes: the terms are longer (R-TEMP-04)."""

    @moves(status, source=Status.SUBMITTED, target=Status.REFUSED, conditions=[is_denied])
    def refuse(self) -> None:
        """An officer signed the refusal (R-GEN-10)."""

    @moves(status, source=Status.SUBMITTED, target=Status.TAKEN_BACK)
    def take_back(self) -> None:
        """The applicant's side takes it back before it is decided."""


class ExtensionStay(models.Model):
    """One object of the application, with the term that governed when it was handed in."""

    extension = models.ForeignKey(Extension, models.CASCADE, related_name="lines")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="extension_lines")
    kind = models.CharField(
        _("约束期限"), max_length=10, choices=StayClock.Kind.choices, blank=True
    )
    due_on = models.DateField(_("原届满日"), null=True, blank=True)

    class Meta:
        verbose_name = _("申请延期的文物")
        verbose_name_plural = _("申请延期的文物")
        ordering = ["stay__item__sequence", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["extension", "stay"], name="extension_stay_once"),
        ]


class ExtensionAnswer(models.Model):
    """What one authority said (答复): once, and never changed.

    The answer of the national administration is recorded under its number by an approver of the
    office; `number` of customs is that of its own paper, if it wrote one. `months` of a yes: the
    fewer months it grants; empty, all that were asked for (R-TEMP-04).
    """

    class Side(models.TextChoices):
        OFFICE = "office", _("文物部门")
        CUSTOMS = "customs", _("海关")

    extension = models.ForeignKey(Extension, models.PROTECT, related_name="answers")
    side = models.CharField(_("答复单位"), max_length=8, choices=Side.choices)
    agrees = models.BooleanField(_("同意延期"))
    months = models.PositiveSmallIntegerField(_("同意的月数"), null=True, blank=True)
    reason = models.CharField(_("意见"), max_length=1000, blank=True)
    number = models.CharField(_("文号"), max_length=100, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("延期答复")
        verbose_name_plural = _("延期答复")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["extension", "side"], name="extension_answered_once"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(reason=""), name="extension_no_says_why"
            ),
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(agrees=True, months__gte=1),
                name="extension_months_are_granted_by_a_yes",
            ),
            models.CheckConstraint(
                condition=Q(side__in=["office", "customs"]), name="extension_side_known"
            ),
        ]
        triggers = append_only("extension_answer_append_only")
