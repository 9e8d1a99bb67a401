"""A likeness that the machine found, and what two people say of it."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.register.models import RelicObject

from .listing import ListedObject

TWO_PEOPLE = """
SELECT count(DISTINCT officer_id) INTO people FROM watchlists_candidateverdict
WHERE candidate_id = NEW.id AND says = NEW.status;
IF NEW.status IN ('confirmed', 'dismissed') AND people < 2 THEN
    RAISE EXCEPTION 'candidate_two_people: % needs two people', NEW.status
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class CandidateStatus(models.TextChoices):
    WAITING = "waiting", _("待核实")
    DISPUTED = "disputed", _("意见不一，待审批人认定")
    CONFIRMED = "confirmed", _("认定属实")
    DISMISSED = "dismissed", _("已排除")


class Candidate(StatusModel):
    """An object of the register that is like an entry of a list (疑似条目): a hint, no finding.

    `reasons` are the signals with their figures (`wording.reasons_in_words`); `score` orders
    the inbox. One for each object as it was (`digest`) and each entry.
    """

    Status = CandidateStatus

    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="list_candidates")
    entry = models.ForeignKey(ListedObject, models.PROTECT, related_name="candidates")
    office = models.ForeignKey(Office, models.PROTECT, related_name="list_candidates")
    digest = models.CharField(_("比对特征摘要"), max_length=64)
    score = models.PositiveSmallIntegerField(_("相近分值"))
    reasons = models.JSONField(_("相近之处"), default=list)
    status = StatusField(
        _("状态"), default=CandidateStatus.WAITING, choices=CandidateStatus.choices
    )
    found_at = models.DateTimeField(_("发现时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("疑似条目")
        verbose_name_plural = _("疑似条目")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["object", "entry", "digest"], name="candidate_once"),
            status_constraint("candidate_status_known", CandidateStatus),
        ]
        triggers = [
            pgtrigger.Protect(name="candidate_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="candidate_two_people",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                declare=[("people", "integer")],
                func=TWO_PEOPLE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object} ≈ {self.entry}"

    @moves(
        status,
        source=[CandidateStatus.WAITING, CandidateStatus.DISPUTED],
        target=CandidateStatus.CONFIRMED,
    )
    def confirm(self) -> None:
        """Two officers say that it is the listed object: it is frozen (R-TEMP-07)."""

    @moves(
        status,
        source=[CandidateStatus.WAITING, CandidateStatus.DISPUTED],
        target=CandidateStatus.DISMISSED,
    )
    def dismiss(self) -> None:
        """Two officers say that it is not."""

    @moves(status, source=CandidateStatus.WAITING, target=CandidateStatus.DISPUTED)
    def dispute(self) -> None:
        """Two officers differ: it stays open and an approver says the third word."""


class CandidateVerdict(models.Model):
    """One officer's word on a candidate, with a reason (核实意见). Append-only."""

    class Says(models.TextChoices):
        CONFIRMED = "confirmed", _("属实")
        DISMISSED = "dismissed", _("排除")

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="verdicts")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    says = models.CharField(_("意见"), max_length=10, choices=Says.choices)
    reason = models.CharField(_("理由"), max_length=1000)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("核实意见")
        verbose_name_plural = _("核实意见")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "officer"], name="candidate_verdict_once_per_officer"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & Q(says__in=["confirmed", "dismissed"]),
                name="candidate_verdict_with_a_reason",
            ),
        ]
        triggers = append_only("candidate_verdict_append_only")
