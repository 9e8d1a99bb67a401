"""Licences that open a sale, handed to customs before it (R-BOND-06), and what they were used for.

How much of one is used is counted by the database from the uses, so that what covers three
never lets a fourth go (edge case 33) and a cancelled sale gives back once (edge case 36).
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.register.models import Kind, RelicObject


class LicenceKind(models.TextChoices):
    """For what goods it is; the words are those of the register's kinds."""

    RELIC = Kind.RELIC.value, _("文物销售许可文件")
    ARTWORK = Kind.ARTWORK.value, _("艺术品进口批准文件")


class LicenceStatus(models.TextChoices):
    HANDED_IN = "handed_in", _("已交，待海关验核")
    VERIFIED = "verified", _("海关已验核")
    REJECTED = "rejected", _("海关未予认可")


S = LicenceStatus


def _path(licence: "SaleLicence", filename: str) -> str:
    return f"licences/{licence.operator_id}/{licence.sha256}.{filename.rpartition('.')[2]}"


class SaleLicence(StatusModel):
    """A licence of an operator, at the customs of its showrooms (销售许可证件).

    It covers the named `objects`, or where none is named any of its kind, up to `quantity`.
    """

    Status = LicenceStatus

    operator = models.ForeignKey(Party, models.PROTECT, related_name="sale_licences")
    customs = models.ForeignKey(Party, models.PROTECT, related_name="+")
    kind = models.CharField(_("种类"), max_length=8, choices=LicenceKind.choices)
    number = models.CharField(_("编号"), max_length=100)
    issuer = models.CharField(_("发证机关"), max_length=200)
    valid_from = models.DateField(_("有效期起"))
    valid_to = models.DateField(_("有效期止"))
    quantity = models.PositiveIntegerField(_("准予数量"))
    used = models.PositiveIntegerField(_("已用数量"), default=0)
    objects_covered = models.ManyToManyField(
        RelicObject, blank=True, related_name="sale_licences", verbose_name=_("所列物品")
    )
    file = models.FileField(_("证件扫描件"), upload_to=_path, max_length=160)
    media_type = models.CharField(_("格式"), max_length=40)
    sha256 = models.CharField(_("摘要"), max_length=64)
    status = StatusField(_("状态"), default=S.HANDED_IN, choices=S.choices)
    handed_in_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(_("交验时间"), auto_now_add=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("验核时间"), null=True, blank=True)
    answer = models.CharField(_("海关意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("销售许可证件")
        verbose_name_plural = _("销售许可证件")
        ordering = ["-pk"]
        constraints = [
            status_constraint("sale_licence_status_known", LicenceStatus),
            models.UniqueConstraint(
                fields=["operator", "issuer", "number"],
                condition=~Q(status="rejected"),
                name="sale_licence_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="sale_licence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(used__lte=F("quantity")), name="sale_licence_never_over"
            ),
            models.CheckConstraint(
                condition=Q(status="handed_in") | Q(answered_by__isnull=False),
                name="sale_licence_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(answer=""),
                name="sale_licence_rejected_with_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="sale_licence_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="sale_licence_counts_uses",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("used"),
                condition=pgtrigger.Q(old__used__df=pgtrigger.F("new__used")),
                func="""
                IF pg_trigger_depth() < 2 THEN
                    RAISE EXCEPTION 'sale_licence_counts_uses: used follows the uses'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def left(self) -> int:
        """How many more it lets go."""
        return int(self.quantity - self.used)

    @moves(status, source=S.HANDED_IN, target=S.VERIFIED)
    def verify(self) -> None:
        """Customs found it with its issuer (R-BOND-06)."""

    @moves(status, source=S.HANDED_IN, target=S.REJECTED)
    def reject(self) -> None:
        """Customs does not take it, with its reason."""


COUNTS = """
IF NEW.step = 'take' THEN
    UPDATE sales_salelicence AS licence SET used = used + 1
     WHERE licence.id = NEW.licence_id AND licence.status = 'verified'
       AND licence.used < licence.quantity
       AND NEW.on BETWEEN licence.valid_from AND licence.valid_to
       AND (NOT EXISTS (SELECT 1 FROM sales_salelicence_objects_covered AS named
                         WHERE named.salelicence_id = licence.id)
            OR EXISTS (SELECT 1 FROM sales_salelicence_objects_covered AS named
                         JOIN exhibits_exhibit AS exhibit
                           ON exhibit.object_id = named.relicobject_id
                         JOIN sales_sale AS sale ON sale.exhibit_id = exhibit.id
                        WHERE named.salelicence_id = licence.id AND sale.id = NEW.sale_id));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'licence_use_counts: the licence does not cover this sale'
            USING ERRCODE = 'check_violation';
    END IF;
ELSE
    IF NOT EXISTS (SELECT 1 FROM sales_licenceuse AS taken
        WHERE taken.sale_id = NEW.sale_id AND taken.licence_id = NEW.licence_id
          AND taken.step = 'take') THEN
        RAISE EXCEPTION 'licence_use_counts: nothing was taken'
            USING ERRCODE = 'check_violation';
    END IF;
    UPDATE sales_salelicence SET used = used - 1 WHERE id = NEW.licence_id;
END IF;
RETURN NEW;
"""


class LicenceUse(models.Model):
    """One piece of a licence taken by a sale, or given back by its cancelling. Append-only."""

    class Step(models.TextChoices):
        TAKE = "take", _("使用")
        GIVE_BACK = "give_back", _("退回")

    licence = models.ForeignKey(SaleLicence, models.PROTECT, related_name="uses")
    sale = models.ForeignKey("sales.Sale", models.PROTECT, related_name="licence_uses")
    step = models.CharField(_("环节"), max_length=9, choices=Step.choices)
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("许可使用记录")
        verbose_name_plural = _("许可使用记录")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=["take", "give_back"]), name="licence_use_step_known"
            ),
            models.UniqueConstraint(fields=["sale", "step"], name="licence_use_once"),
        ]
        triggers = [
            *append_only("licence_use_append_only"),
            pgtrigger.Trigger(
                name="licence_use_counts",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=COUNTS,
            ),
        ]
