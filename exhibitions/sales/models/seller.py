"""Who may trade relics (R-TRADE-01, R-TRADE-02): licences of sellers, and foreign shares."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.models import append_only


class SellerKind(models.TextChoices):
    SHOP = "shop", _("文物销售许可证")
    AUCTION = "auction", _("文物拍卖许可证")


class SellerLicence(models.Model):
    """A unit may sell relics, or auction them, never both (R-TRADE-01). Append-only."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="seller_licences")
    kind = models.CharField(_("种类"), max_length=8, choices=SellerKind.choices)
    number = models.CharField(_("编号"), max_length=100)
    issuer = models.CharField(_("发证机关"), max_length=200)
    valid_from = models.DateField(_("有效期起"))
    valid_to = models.DateField(_("有效期止"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("文物经营许可证")
        verbose_name_plural = _("文物经营许可证")
        ordering = ["party", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SellerKind.values) & ~Q(number="") & ~Q(issuer=""),
                name="seller_licence_says_what",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="seller_licence_ends_after_start"
            ),
            models.UniqueConstraint(fields=["issuer", "number"], name="seller_licence_once"),
            ExclusionConstraint(
                name="seller_licence_never_both_kinds",
                expressions=[
                    ("party", RangeOperators.EQUAL),
                    ("kind", RangeOperators.NOT_EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        triggers = append_only("seller_licence_append_only")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class ForeignShare(models.Model):
    """How much of an enterprise foreigners hold from a day on (外资比例). Append-only.

    Above nothing it may not trade relics (R-TRADE-02, edge case 44); the newest row governs.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="foreign_shares")
    percent = models.DecimalField(_("外资比例"), max_digits=5, decimal_places=2)
    valid_from = models.DateField(_("自"))
    source = models.CharField(_("依据"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("外资比例")
        verbose_name_plural = _("外资比例")
        ordering = ["party", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100) & ~Q(source=""),
                name="foreign_share_is_a_share",
            )
        ]
        triggers = append_only("foreign_share_append_only")

    def __str__(self) -> str:
        return f"{self.percent} %"
