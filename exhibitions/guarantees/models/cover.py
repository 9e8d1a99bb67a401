"""What a guarantee covers: each lock, release and revaluation, and how they stand now."""

from decimal import Decimal

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.record.models import append_only
from relics.register.models import RelicObject

from .guarantee import Guarantee

EACH = """
IF NEW.kind = 'lock' THEN
    INSERT INTO guarantees_coverage (guarantee_id, object_id, what_for, amount, basis, locked_at)
    VALUES (NEW.guarantee_id, NEW.object_id, NEW.what_for, NEW.amount, NEW.basis, NEW.at);
ELSE
    UPDATE guarantees_coverage
    SET amount = CASE NEW.kind WHEN 'release' THEN amount ELSE NEW.amount END,
        released_at = CASE NEW.kind WHEN 'release' THEN NEW.at END
    WHERE guarantee_id = NEW.guarantee_id AND object_id = NEW.object_id
        AND what_for = NEW.what_for AND released_at IS NULL
        AND amount + NEW.delta = NEW.amount;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'hold_fits_coverage: nothing of that amount is locked for object %',
            NEW.object_id USING ERRCODE = 'check_violation';
    END IF;
END IF;
RETURN NEW;
"""
"""An object's own row first; the guarantee's, which everybody wants, at the statement's end."""

TOGETHER = """
    FOR part IN
        SELECT guarantee_id, sum(delta) AS change, bool_or(kind = 'lock') AS locks
        FROM brought GROUP BY guarantee_id ORDER BY guarantee_id
    LOOP
        UPDATE guarantees_guarantee SET required = required + part.change
        WHERE id = part.guarantee_id RETURNING amount, required, status INTO kept;
        IF part.locks AND kept.status <> 'active' THEN
            RAISE EXCEPTION 'guarantee_active_for_locks: it is %', kept.status
                USING ERRCODE = 'check_violation';
        END IF;
        IF part.locks AND kept.required > kept.amount THEN
            RAISE EXCEPTION 'guarantee_never_over: % short', kept.required - kept.amount
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NULL;
"""


class Coverage(models.Model):
    """An object that a guarantee answers for under one permit (担保占用).

    Kept by the database from the holds: nobody writes it. `what_for` is the key of the permit,
    in the words of the room that locks; `basis` is what its tax is estimated from each night.
    An object stands under one guarantee at a time.
    """

    guarantee = models.ForeignKey(Guarantee, models.PROTECT, related_name="coverages")
    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="coverages")
    what_for = models.CharField(_("所用许可"), max_length=64)
    amount = models.DecimalField(_("锁定金额"), max_digits=16, decimal_places=2)
    basis = models.JSONField(_("测算依据"), null=True, encoder=DjangoJSONEncoder)
    locked_at = models.DateTimeField(_("锁定时间"))
    released_at = models.DateTimeField(_("释放时间"), null=True)

    class Meta:
        verbose_name = _("担保占用")
        verbose_name_plural = _("担保占用")
        ordering = ["-amount", "pk"]
        indexes = [
            models.Index(
                fields=["guarantee", "-amount", "id"],
                condition=Q(released_at__isnull=True),
                name="coverage_open_dearest",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["object"],
                condition=Q(released_at__isnull=True),
                name="coverage_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="coverage_amount_possible"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="coverage_from_holds",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'coverage_from_holds: what is covered is kept by the holds'
        USING ERRCODE = 'check_violation';
END IF;
RETURN COALESCE(NEW, OLD);
""",
            )
        ]


class Hold(models.Model):
    """One lock, release or revaluation of an object under a guarantee (锁定、释放、重估).

    Append-only. `delta` is what it adds to what is locked, `amount` what stands for the object
    afterwards. The database adds it up and refuses a lock over the guarantee's amount by a cent,
    whatever runs beside it (R-GUAR-09, cases 27 and 28).
    """

    class Kind(models.TextChoices):
        LOCK = "lock", _("锁定")
        RELEASE = "release", _("释放")
        REVALUE = "revalue", _("重估")

    guarantee = models.ForeignKey(Guarantee, models.PROTECT, related_name="holds")
    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="holds")
    what_for = models.CharField(_("所用许可"), max_length=64)
    kind = models.CharField(_("行为"), max_length=8, choices=Kind.choices)
    delta = models.DecimalField(_("增减"), max_digits=16, decimal_places=2)
    amount = models.DecimalField(_("现为"), max_digits=16, decimal_places=2)
    basis = models.JSONField(_("测算依据"), null=True, encoder=DjangoJSONEncoder)
    by = models.CharField(_("办理人"), max_length=150)
    reason = models.CharField(_("事由"), max_length=200, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("担保锁定记录")
        verbose_name_plural = _("担保锁定记录")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="lock", delta__gt=0, amount=models.F("delta"))
                | Q(kind="release", delta__lte=0, amount=0)
                | (Q(kind="revalue", amount__gte=0) & ~Q(delta=Decimal(0))),
                name="hold_adds_up",
            ),
            models.CheckConstraint(condition=~Q(what_for=""), name="hold_for_something"),
        ]
        triggers = [
            *append_only("hold_append_only"),
            pgtrigger.Trigger(
                name="hold_each",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=EACH,
            ),
            pgtrigger.Trigger(
                name="hold_together",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="brought"),
                declare=[("part", "record"), ("kept", "record")],
                func=TOGETHER,
            ),
        ]
