"""What changes a guarantee after it was submitted, and what customs signed against a holder."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only

from .guarantee import Guarantee

APPLIED = """
IF NEW.outcome = 'granted' AND (TG_OP = 'INSERT' OR OLD.outcome <> 'granted') THEN
    UPDATE guarantees_guarantee
    SET amount = amount + COALESCE(NEW.amount, 0), valid_to = COALESCE(NEW.valid_to, valid_to)
    WHERE id = NEW.guarantee_id;
END IF;
RETURN NEW;
"""
SETTLED = """
IF OLD.outcome <> 'open' OR (NEW.guarantee_id, NEW.kind, NEW.document_no, NEW.asked_at)
    IS DISTINCT FROM (OLD.guarantee_id, OLD.kind, OLD.document_no, OLD.asked_at)
    OR (NEW.amount, NEW.valid_to) IS DISTINCT FROM (OLD.amount, OLD.valid_to) THEN
    RAISE EXCEPTION 'change_settled_once: a change is decided once and never reworded'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Change(models.Model):
    """A larger sum, a later end, or what customs took from it (担保变更).

    Asked by the holder before the guarantee ends and decided by customs in five working days
    (R-GUAR-04), or recorded by customs at once. The database applies it when it is granted.
    """

    class Kind(models.TextChoices):
        TOP_UP = "top_up", _("增加金额")
        RENEWAL = "renewal", _("延长期限")
        CALL = "call", _("追偿")

    class Outcome(models.TextChoices):
        OPEN = "open", _("待决定")
        GRANTED = "granted", _("已同意")
        DECLINED = "declined", _("未同意")

    guarantee = models.ForeignKey(Guarantee, models.PROTECT, related_name="changes")
    kind = models.CharField(_("变更"), max_length=8, choices=Kind.choices)
    amount = models.DecimalField(_("金额增减"), max_digits=16, decimal_places=2, null=True)
    valid_to = models.DateField(_("期限延至"), null=True)
    document_no = models.CharField(_("文书编号"), max_length=64)
    outcome = models.CharField(
        _("结果"), max_length=8, choices=Outcome.choices, default=Outcome.OPEN
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    decide_by = models.DateField(_("海关应于此日前决定"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True)

    class Meta:
        verbose_name = _("担保变更")
        verbose_name_plural = _("担保变更")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="top_up", amount__gt=0, valid_to__isnull=True)
                | Q(kind="renewal", amount__isnull=True, valid_to__isnull=False)
                | Q(kind="call", amount__lt=0, valid_to__isnull=True, outcome="granted"),
                name="change_says_what",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at__isnull=True, decided_by__isnull=True)
                | Q(
                    outcome__in=["granted", "declined"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="change_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(document_no=""), name="change_has_its_document"),
        ]
        triggers = [
            pgtrigger.Protect(name="change_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="change_settled_once",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=SETTLED,
            ),
            pgtrigger.Trigger(
                name="change_applied",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=APPLIED,
            ),
        ]


class Ruling(models.Model):
    """What an officer signed against the holder, in writing (不利决定, R-GUAR-04, R-GEN-10).

    Append-only; the reason, the ground in law and the holder's rights are never empty.
    """

    class Kind(models.TextChoices):
        REFUSAL = "refusal", _("不予接受担保")
        DECLINED = "declined", _("不同意变更")
        CALL = "call", _("追偿")
        NOTICE = "notice", _("公告")
        TREASURY = "treasury", _("上缴国库")

    guarantee = models.ForeignKey(Guarantee, models.PROTECT, related_name="rulings")
    kind = models.CharField(_("决定"), max_length=10, choices=Kind.choices)
    reason = models.TextField(_("理由"), max_length=1000)
    ground = models.CharField(_("依据"), max_length=300)
    rights = models.TextField(_("救济途径"), max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("担保不利决定")
        verbose_name_plural = _("担保不利决定")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(ground="") & ~Q(rights=""),
                name="ruling_says_why",
            )
        ]
        triggers = append_only("ruling_append_only")
