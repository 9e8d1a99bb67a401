"""What was declared to customs before the office saw anything (rules §9.4)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party
from relics.reviews.models import Review


def _customs_path(entry: "EntryDeclaration", filename: str) -> str:
    return f"entries/{entry.review_id}/customs-{entry.customs_sha256[:24]}{filename[-4:]}"


def _filing_path(entry: "EntryDeclaration", filename: str) -> str:
    return f"entries/{entry.review_id}/filing-{entry.filing_sha256[:24]}{filename[-4:]}"


class EntryDeclaration(models.Model):
    """The particulars of an entry (进境申报, forms 56020-b; R-TEMP-01, R-TEMP-08, R-TEMP-12).

    `regime` says whether the goods are bonded in a zone or temporarily imported, which decides
    whether a clock of customs runs (R-TEMP-11). `zone` is empty outside every zone.
    """

    class Purpose(models.TextChoices):
        COLLECTION = "collection", _("收藏")
        AUCTION = "auction", _("拍卖")
        SALE = "sale", _("销售")
        REPAIR = "repair", _("修复")
        RESEARCH = "research", _("科研")
        EXHIBITION = "exhibition", _("展览")
        OTHER = "other", _("其他")

    class Regime(models.TextChoices):
        BONDED = "bonded", _("保税")
        TEMPORARY = "temporary", _("暂时进境")
        IMPORTED = "imported", _("一般进口")

    review = models.OneToOneField(Review, models.PROTECT, related_name="entry")
    purpose = models.CharField(_("进境目的"), max_length=12, choices=Purpose.choices)
    entered_on = models.DateField(_("进境时间"))
    customs = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("进境海关"))
    regime = models.CharField(_("海关监管方式"), max_length=10, choices=Regime.choices)
    zone = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("所在综合保税区"),
    )
    customs_number = models.CharField(_("海关单证编号"), max_length=60)
    customs_file = models.FileField(_("海关单证"), upload_to=_customs_path, max_length=160)
    customs_sha256 = models.CharField(_("海关单证摘要"), max_length=64)
    seal_number = models.CharField(
        _("单证所载关封编号"),
        max_length=60,
        blank=True,
        help_text=_("没有关封的，登记后不享有复出境便利。"),
    )
    exhibition = models.CharField(_("展览名称"), max_length=200, blank=True)
    term_from = models.DateField(_("展期起"), null=True, blank=True)
    term_to = models.DateField(_("展期止"), null=True, blank=True)
    declared_by = models.CharField(_("申报单位"), max_length=200, blank=True)
    supervised_by = models.CharField(_("主管单位"), max_length=200, blank=True)
    organiser = models.CharField(_("承办单位"), max_length=200, blank=True)
    operator = models.CharField(_("负责人"), max_length=100, blank=True)
    overseas = models.CharField(_("境外机构"), max_length=200, blank=True)
    venue = models.CharField(_("展览地点"), max_length=200, blank=True)
    origin = models.CharField(_("展品来源地"), max_length=100, blank=True)
    filing_number = models.CharField(_("备案文号"), max_length=100, blank=True)
    filing_file = models.FileField(
        _("备案文件"), upload_to=_filing_path, max_length=160, blank=True
    )
    filing_sha256 = models.CharField(_("备案文件摘要"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("进境申报")
        verbose_name_plural = _("进境申报")
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose="exhibition")
                | (
                    ~Q(exhibition="")
                    & ~Q(declared_by="")
                    & ~Q(filing_number="")
                    & ~Q(filing_file="")
                    & Q(term_from__isnull=False, term_to__isnull=False)
                ),
                name="entry_exhibition_is_filed",
            ),
            models.CheckConstraint(
                condition=Q(term_to__isnull=True) | Q(term_to__gte=F("term_from")),
                name="entry_exhibition_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(regime="bonded") | Q(zone__isnull=False),
                name="entry_bonded_goods_are_in_a_zone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.customs_number}"

    @property
    def for_sale(self) -> bool:
        """Whether the purpose opens the way of a sale in China (R-TEMP-12)."""
        return self.purpose in (self.Purpose.AUCTION, self.Purpose.SALE)
