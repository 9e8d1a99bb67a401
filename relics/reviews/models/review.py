"""The application for review."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.parties.models import Party, Port, User
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.reviews.registry import procedure_of

from .status import ReviewStatus


class Review(StatusModel):
    """An application for review (文物进出境审核申请, forms 56020-a to e; R-EXIT-01).

    The statutory fields of `rules.md` §9.2 stand here; office, applicant and agent are the
    case's. `procedure` says under which procedure it runs and is its case's kind. The status is
    what the application legally is (§10.1); `follows` is the application that this one takes
    up again after it was withdrawn or not accepted.
    """

    Status = ReviewStatus

    case = models.OneToOneField(Case, models.PROTECT, related_name="review")
    procedure = models.CharField(_("程序"), max_length=24, default="exit_review")
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    status = StatusField(_("状态"), default=ReviewStatus.DRAFT, choices=ReviewStatus.choices)
    port = models.ForeignKey(
        Port, models.PROTECT, null=True, blank=True, verbose_name=_("进出境口岸")
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
        verbose_name = _("进出境审核申请")
        verbose_name_plural = _("进出境审核申请")
        constraints = [
            status_constraint("review_status_known", ReviewStatus),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(status="withdrawn", submitted_at__isnull=True)
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

    @property
    def rules(self) -> Any:
        """The procedure it runs under: a `relics.reviews.procedures.Procedure`."""
        return procedure_of(self.procedure)

    @moves(status, source=Status.DRAFT, target=Status.SUBMITTED)
    def submit(self) -> None:
        """The applicant hands the file in; the clock starts (R-EXIT-02)."""

    @moves(status, source=[Status.SUBMITTED, Status.BOOKED], target=Status.DRAFT)
    def retract(self) -> None:
        """Taken back by the applicant before the office looked at it; a new round follows."""

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

    @moves(status, source=Status.ACCEPTED, target=Status.HALTED)
    def halt(self) -> None:
        """The customs seal is broken or another one: customs is called, nothing is registered."""

    @moves(status, source=Status.HALTED, target=Status.ACCEPTED)
    def resume(self) -> None:
        """Customs has dealt with it in writing: people and objects may be checked in again."""

    @moves(status, source=Status.HALTED, target=Status.CLOSED)
    def end_halted(self) -> None:
        """Customs has taken the matter over; nothing was registered."""

    @moves(status, source=Status.APPRAISING, target=Status.LABELLED)
    def register_all(self) -> None:
        """Every object present is marked, photographed and registered (R-TEMP-01)."""

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
            Status.HALTED,
            Status.APPRAISING,
            Status.PENDING_APPROVAL,
        ],
        target=Status.WITHDRAWN,
    )
    def withdraw(self) -> None:
        """Withdrawn by the applicant before the decision (edge case 48)."""
