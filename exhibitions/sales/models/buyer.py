"""Who buys: kept sealed, and every reading of it noted (R-TRADE-06, R-TRADE-08, R-DATA-01)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only

HOME = "CN"


class Buyer(models.Model):
    """The buyer of one sale (买受人). Name, address and identity lie in `sealed` only.

    `hint` is what pages show: the first letter of the name, or nothing at all for who asked an
    auctioneer to be kept secret (R-TRADE-08).
    """

    sealed = models.TextField(_("加密内容"))
    hint = models.CharField(_("掩码姓名"), max_length=12)
    country = models.CharField(_("国籍（地区）"), max_length=2, default=HOME)
    is_secret = models.BooleanField(_("要求保密"), default=False)
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("买受人")
        verbose_name_plural = _("买受人")
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed__startswith="gAAAA"), name="buyer_kept_sealed"
            ),
        ]
        triggers = append_only("buyer_append_only")

    def __str__(self) -> str:
        return self.hint

    @property
    def is_foreign(self) -> bool:
        """Of another country or customs territory: what it buys may leave (R-TRADE-03)."""
        return self.country != HOME


class BuyerReading(models.Model):
    """Somebody read a buyer in clear, for a purpose (查阅记录, R-DATA-03)."""

    buyer = models.ForeignKey(Buyer, models.PROTECT, related_name="readings")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    purpose = models.CharField(_("查阅目的"), max_length=200)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("买受人信息查阅记录")
        verbose_name_plural = _("买受人信息查阅记录")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="buyer_reading_has_a_purpose")
        ]
        triggers = append_only("buyer_reading_append_only")
