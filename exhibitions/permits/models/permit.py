"""A display permit and its items (rules §10.8)."""

from decimal import Decimal
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from exhibitions.guarantees.models import Guarantee

from .asking import Part
from .showroom import Showroom, Site


class PermitStatus(models.TextChoices):
    DRAFT = "draft", _("填写中")
    SUBMITTED = "submitted", _("征求意见中")
    UNDER_REVIEW = "under_review", _("海关审核中")
    RETURNED = "returned", _("退回补正")
    REFUSED = "refused", _("不予许可")
    WITHDRAWN = "withdrawn", _("已撤回")
    APPROVED = "approved", _("已许可，待担保")
    GUARANTEED = "guaranteed", _("已担保，待开展")
    ACTIVE = "active", _("展示中")
    SUSPENDED = "suspended", _("已暂停")
    REVOKED = "revoked", _("已撤销")
    CLOSING = "closing", _("收展中")
    CLOSED = "closed", _("已结案")


S = PermitStatus
RUNNING = (S.ACTIVE, S.SUSPENDED)
GRANTED = (S.APPROVED, S.GUARANTEED, *RUNNING, S.REVOKED, S.CLOSING, S.CLOSED)
LIVE = (S.APPROVED, S.GUARANTEED, *RUNNING)
"""Permits that hold: an event at their place, guarantee or operator concerns them."""

NEEDS_EVERY_YES = """
IF EXISTS (
    SELECT 1 FROM permits_consultation AS asked
    LEFT JOIN permits_answer AS said ON said.consultation_id = asked.id
    WHERE asked.permit_id = NEW.id AND asked.round = NEW.round
      AND asked.part = 'answers' AND said.agrees IS NOT TRUE)
THEN RAISE EXCEPTION 'permit % lacks a yes', NEW.id USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class DisplayPermit(StatusModel):
    """Leave to show bonded objects at one approved place for a time (保税展示交易许可).

    Customs of the zone decides, under its own number and the number of its business
    declaration of type C (R-BOND-01, rules §0.2, §6.3). `cover_needed` is the most tax that
    the items may owe, as estimated when it was handed in (R-GUAR-02). `round` counts the
    times that it was handed in. `policy` keeps the values it was judged by (R-GEN-01).
    """

    machine = "§10.8"
    Status = PermitStatus

    case = models.OneToOneField(Case, models.PROTECT, related_name="display_permit")
    showroom = models.ForeignKey(
        Showroom, models.PROTECT, related_name="permits", verbose_name=_("展厅")
    )
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="permits", verbose_name=_("展示场所")
    )
    status = StatusField(_("状态"), default=S.DRAFT, choices=S.choices)
    title = models.CharField(_("展览名称"), max_length=200, blank=True)
    starts_on = models.DateField(_("展示起"), null=True, blank=True)
    ends_on = models.DateField(_("展示止"), null=True, blank=True)
    relic_filing = models.CharField(_("文物进境展览备案表文号"), max_length=100, blank=True)
    art_approval = models.CharField(_("境外艺术品展销批准文号"), max_length=100, blank=True)
    art_applied_on = models.DateField(_("展销申请日期"), null=True, blank=True)
    guarantee = models.ForeignKey(
        Guarantee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="permits",
        verbose_name=_("担保"),
    )
    cover_needed = models.DecimalField(
        _("所需担保"), max_digits=18, decimal_places=2, default=Decimal(0)
    )
    round = models.PositiveSmallIntegerField(_("提交次数"), default=0)
    policy: Any = models.JSONField(_("所用政策取值"), default=dict, blank=True)
    customs_number = models.CharField(_("海关许可编号"), max_length=64, blank=True)
    business_number = models.CharField(_("业务申报表编号（C）"), max_length=64, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    opened_on = models.DateField(_("开展日期"), null=True, blank=True)
    closed_on = models.DateField(_("结案日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("展示许可")
        verbose_name_plural = _("展示许可")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "ends_on"], name="permit_by_end")]
        constraints = [
            status_constraint("permit_status_known", PermitStatus),
            models.CheckConstraint(
                condition=Q(status__in=[S.DRAFT, S.WITHDRAWN])
                | (~Q(title="") & Q(starts_on__isnull=False, ends_on__isnull=False)),
                name="permit_says_what_and_when",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="permit_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=GRANTED)
                | (~Q(customs_number="") & ~Q(business_number="") & Q(decided_on__isnull=False)),
                name="permit_granted_under_its_numbers",
            ),
            models.UniqueConstraint(
                fields=["showroom", "customs_number"],
                condition=~Q(customs_number=""),
                name="permit_number_given_once",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="permit_needs_every_yes",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__status="approved", old__status="under_review"),
                func=NEEDS_EVERY_YES,
            )
        ]

    def __str__(self) -> str:
        return self.customs_number or str(self.case)

    @property
    def cover_key(self) -> str:
        """How the guarantee's locks name this permit (`Coverage.what_for`)."""
        return f"display:{self.pk}"

    def all_answered(self) -> bool:
        """Everybody who is asked in this round has spoken."""
        return all(hasattr(one, "answer") for one in self.asked_now())

    def all_agree(self) -> bool:
        """Everybody who is asked in this round has said yes."""
        return all(hasattr(one, "answer") and one.answer.agrees for one in self.asked_now())

    def asked_now(self) -> list[Any]:
        """Whose answers are needed in this round."""
        asked = self.consultations.select_related("authority", "answer__by")
        return list(asked.filter(round=self.round, part=Part.ANSWERS))

    @moves(status, source=[S.DRAFT, S.RETURNED], target=S.SUBMITTED)
    def submit(self) -> None:
        """Handed in: the authorities that are asked answer side by side."""

    @moves(status, source=S.SUBMITTED, target=S.UNDER_REVIEW, conditions=[all_answered])
    def begin_review(self) -> None:
        """All have spoken: customs decides."""

    @moves(status, source=S.UNDER_REVIEW, target=S.RETURNED)
    def give_back(self) -> None:
        """Customs says once what is missing (R-GEN-03)."""

    @moves(status, source=S.UNDER_REVIEW, target=S.REFUSED)
    def refuse(self) -> None:
        """An officer of customs signed the refusal (R-GEN-10)."""

    @moves(status, source=S.UNDER_REVIEW, target=S.APPROVED, conditions=[all_agree])
    def approve(self) -> None:
        """Customs grants it under its own numbers (R-BOND-01)."""

    @moves(status, source=S.APPROVED, target=S.GUARANTEED)
    def secure(self) -> None:
        """The cover is as large as what may be owed (R-BOND-04)."""

    @moves(status, source=S.GUARANTEED, target=S.ACTIVE)
    def open(self) -> None:
        """The show begins: objects may leave the zone under it."""

    @moves(status, source=S.ACTIVE, target=S.SUSPENDED)
    def suspend(self) -> None:
        """Customs signed that nothing more goes out under it."""

    @moves(status, source=S.SUSPENDED, target=S.ACTIVE)
    def resume(self) -> None:
        """The ground of the suspension is gone."""

    @moves(status, source=LIVE, target=S.REVOKED)
    def revoke(self) -> None:
        """Customs signed its revocation; what is out must come back."""

    @moves(status, source=RUNNING, target=S.CLOSING)
    def begin_closing(self) -> None:
        """The show is over: everything comes back or is released."""

    @moves(status, source=[S.CLOSING, S.REVOKED], target=S.CLOSED)
    def close(self) -> None:
        """All is back or released, declared, and the guarantee free (§10.8)."""

    @moves(
        status,
        source=[
            S.DRAFT,
            S.SUBMITTED,
            S.UNDER_REVIEW,
            S.RETURNED,
            S.APPROVED,
            S.GUARANTEED,
        ],
        target=S.WITHDRAWN,
    )
    def withdraw(self) -> None:
        """The operator gave it up before anything went out."""
