"""A guarantee that customs holds for an enterprise (担保), and its machine (§10.10)."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.status import StatusField, StatusModel, moves, status_constraint

KEPT = """
IF NEW.required IS DISTINCT FROM OLD.required AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'guarantee_kept: what is locked is kept by the holds'
        USING ERRCODE = 'check_violation';
END IF;
IF OLD.status <> 'draft' AND (
    (NEW.holder_id, NEW.customs_id, NEW.form, NEW.document_no, NEW.face, NEW.valid_from,
     NEW.guarantor, NEW.parties, NEW.obligation, NEW.liability, NEW.other_terms, NEW.sealed_on)
    IS DISTINCT FROM
    (OLD.holder_id, OLD.customs_id, OLD.form, OLD.document_no, OLD.face, OLD.valid_from,
     OLD.guarantor, OLD.parties, OLD.obligation, OLD.liability, OLD.other_terms, OLD.sealed_on)
    OR ((NEW.amount, NEW.valid_to) IS DISTINCT FROM (OLD.amount, OLD.valid_to)
        AND pg_trigger_depth() < 2)) THEN
    RAISE EXCEPTION 'guarantee_kept: what was submitted changes by a change only'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class GuaranteeForm(models.TextChoices):
    """R-GUAR-01: 1 and 2 of the customs' own code, the policy, and who need not give any."""

    DEPOSIT = "deposit", _("保证金")
    LETTER = "letter", _("保函")
    INSURANCE = "insurance", _("关税保证保险")
    EXEMPTION = "exemption", _("免除担保")


class GuaranteeStatus(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已提交，待海关审核")
    REFUSED = "refused", _("不予接受")
    ACCEPTED = "accepted", _("已接受，待生效")
    ACTIVE = "active", _("有效")
    INSUFFICIENT = "insufficient", _("担保不足")
    EXPIRING = "expiring", _("即将到期")
    CALLED = "called", _("已追偿")
    UNCLAIMED = "unclaimed", _("待退还")
    NOTICE = "notice", _("已公告")
    TREASURY = "treasury", _("已上缴国库")
    RELEASED = "released", _("已解除")


LIVE = (GuaranteeStatus.ACTIVE, GuaranteeStatus.INSUFFICIENT, GuaranteeStatus.EXPIRING)
"""It answers for goods; only the first takes new ones."""

OPEN = (*LIVE, GuaranteeStatus.CALLED)
"""Goods may still stand under it."""

_S = GuaranteeStatus


class Guarantee(StatusModel):
    """A deposit, letter or policy in customs' hands, or customs' leave to give none (R-GUAR).

    `amount` is what it covers now: the `face` and every change granted since. `required` is the
    sum of what is locked. Both are kept by the database, from `Change` and `Hold`; yuan, to the
    cent. The six statements of R-GUAR-03 are never empty. A renewed guarantee is active again.
    """

    machine = "§10.10"
    Form = GuaranteeForm
    Status = GuaranteeStatus

    holder = models.ForeignKey(Party, models.PROTECT, related_name="guarantees")
    customs = models.ForeignKey(Party, models.PROTECT, related_name="guarantees_held")
    form = models.CharField(_("担保方式"), max_length=12, choices=GuaranteeForm.choices)
    is_general = models.BooleanField(_("总担保"), default=True)
    document_no = models.CharField(_("保函（保证金）编号"), max_length=64)
    guarantor = models.CharField(_("担保人"), max_length=200)
    parties = models.CharField(_("被担保人、担保人和受益人"), max_length=500)
    obligation = models.CharField(_("被担保的法律义务"), max_length=500)
    face = models.DecimalField(_("担保金额"), max_digits=16, decimal_places=2)
    valid_from = models.DateField(_("担保期限自"))
    valid_to = models.DateField(_("担保期限至"))
    liability = models.CharField(_("担保责任"), max_length=500)
    other_terms = models.CharField(_("需要说明的其他事项"), max_length=500)
    sealed_on = models.DateField(_("签章日期"))
    receiving_account = models.CharField(_("收款单位、开户行和账号"), max_length=200, blank=True)
    paying_account = models.CharField(_("缴款单位、开户行和账号"), max_length=200, blank=True)

    amount = models.DecimalField(_("现有金额"), max_digits=16, decimal_places=2, editable=False)
    required = models.DecimalField(
        _("已锁定"), max_digits=16, decimal_places=2, default=Decimal(0), editable=False
    )
    status = StatusField(_("状态"), default=_S.DRAFT, choices=_S.choices)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    decide_by = models.DateField(_("海关应于此日前决定"), null=True, editable=False)
    cleared_on = models.DateField(_("税费手续办结日"), null=True, editable=False)
    noticed_on = models.DateField(_("公告日"), null=True, editable=False)

    class Meta:
        verbose_name = _("担保")
        verbose_name_plural = _("担保")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["holder", "customs"], name="guarantee_of_holder")]
        constraints = [
            status_constraint("guarantee_status_known", GuaranteeStatus),
            models.CheckConstraint(
                condition=Q(form__in=GuaranteeForm.values), name="guarantee_form_known"
            ),
            models.CheckConstraint(
                condition=~Q(parties="")
                & ~Q(obligation="")
                & ~Q(liability="")
                & ~Q(other_terms="")
                & ~Q(guarantor="")
                & ~Q(document_no=""),
                name="guarantee_six_statements",
            ),
            models.CheckConstraint(
                condition=Q(face__gt=0, amount__gte=0, required__gte=0),
                name="guarantee_sums_possible",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="guarantee_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[str(one) for one in OPEN]) | Q(required=0),
                name="guarantee_nothing_locked_when_over",
            ),
            models.UniqueConstraint(
                fields=["customs", "document_no"],
                condition=~Q(status__in=["draft", "refused"]),
                name="guarantee_one_per_document",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(submitted_at__isnull=False),
                name="guarantee_submitted_first",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["unclaimed", "notice", "treasury"])
                | Q(cleared_on__isnull=False, form="deposit"),
                name="guarantee_unclaimed_is_money",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="guarantee_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="guarantee_kept",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=KEPT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.document_no}"

    @property
    def chain(self) -> str:
        """The chain of the trail that its acts stand in."""
        return f"guarantee:{self.pk}"

    @moves(status, source=_S.DRAFT, target=_S.SUBMITTED)
    def submit(self) -> None:
        """The holder hands it in; customs has 5 or 10 working days (R-GUAR-04)."""

    @moves(status, source=_S.SUBMITTED, target=_S.ACCEPTED)
    def accept(self) -> None:
        """Customs takes it."""

    @moves(status, source=_S.SUBMITTED, target=_S.REFUSED)
    def refuse(self) -> None:
        """Customs does not take it, in writing and with reasons (R-GUAR-04)."""

    @moves(status, source=_S.ACCEPTED, target=_S.ACTIVE)
    def activate(self) -> None:
        """The money has come in, or the original is in customs' hands."""

    @moves(status, source=[_S.ACTIVE, _S.EXPIRING], target=_S.INSUFFICIENT)
    def fall_short(self) -> None:
        """What is locked is more than it covers (R-GUAR-05, case 30)."""

    @moves(status, source=_S.INSUFFICIENT, target=_S.ACTIVE)
    def recover(self) -> None:
        """It covers what is locked again: topped up, renewed, or objects came back."""

    @moves(status, source=_S.ACTIVE, target=_S.EXPIRING)
    def near_end(self) -> None:
        """No show could end early enough before its last day (R-GUAR-11)."""

    @moves(status, source=_S.EXPIRING, target=_S.ACTIVE)
    def renew(self) -> None:
        """It lasts longer by a change that customs granted."""

    @moves(status, source=LIVE, target=_S.CALLED)
    def call(self) -> None:
        """Customs takes from it what is owed."""

    @moves(status, source=[*LIVE, _S.CALLED, _S.UNCLAIMED, _S.NOTICE], target=_S.RELEASED)
    def release(self) -> None:
        """Nothing is owed, and the holder has it back (R-GUAR-06)."""

    @moves(status, source=[*LIVE, _S.CALLED], target=_S.UNCLAIMED)
    def clear(self) -> None:
        """Nothing is owed, and the holder was told to fetch its money."""

    @moves(status, source=_S.UNCLAIMED, target=_S.NOTICE)
    def give_notice(self) -> None:
        """Nobody came in three months (R-GUAR-06)."""

    @moves(status, source=_S.NOTICE, target=_S.TREASURY)
    def forfeit(self) -> None:
        """Nobody came in the year after the notice (R-GUAR-06)."""
