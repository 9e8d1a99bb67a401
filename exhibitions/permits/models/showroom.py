"""A showroom and the place where it stands: approved by customs as one fixed place (R-BOND-03)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.parties.models import Party, User, Zone
from approvals.record.status import StatusField, StatusModel, moves, status_constraint


class Showroom(models.Model):
    """A showroom outside the zone (保税展示厅), of one operator, under the customs of one zone.

    Where it stands is a `Site`; it has at most one that is approved. Another place is another
    site with an approval of its own (edge case 37).
    """

    operator = models.ForeignKey(
        Party, models.PROTECT, related_name="showrooms", verbose_name=_("经营单位")
    )
    zone = models.ForeignKey(
        Zone, models.PROTECT, related_name="showrooms", verbose_name=_("综合保税区")
    )
    customs = models.ForeignKey(
        Party, models.PROTECT, related_name="showrooms_kept", verbose_name=_("主管海关")
    )
    name = models.CharField(_("展厅名称"), max_length=100)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("保税展示厅")
        verbose_name_plural = _("保税展示厅")
        ordering = ["operator", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "zone", "name"], name="showroom_named_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="showroom_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def site(self) -> "Site | None":
        """The approved place where it stands now, or None."""
        return next((one for one in self.sites.all() if one.status == SiteStatus.APPROVED), None)


class SiteStatus(models.TextChoices):
    DRAFT = "draft", _("填写中")
    SUBMITTED = "submitted", _("海关审核中")
    RETURNED = "returned", _("退回补正")
    APPROVED = "approved", _("已核准")
    REFUSED = "refused", _("不予核准")
    WITHDRAWN = "withdrawn", _("已撤回")
    ENDED = "ended", _("已停用")


S = SiteStatus


class Site(StatusModel):
    """One fixed place of a showroom (展示场所): address, plan, security and climate.

    An application of the operator that customs approves under its own number. `plan` is
    ``{"width": m, "depth": m, "booths": [{"code", "name", "x", "y", "width", "depth"}]}``.
    """

    machine = "§10.8"
    Status = SiteStatus

    case = models.OneToOneField(Case, models.PROTECT, related_name="site")
    showroom = models.ForeignKey(Showroom, models.PROTECT, related_name="sites")
    status = StatusField(_("状态"), default=S.DRAFT, choices=S.choices)
    address = models.CharField(_("展示场所地址"), max_length=300)
    plan: Any = models.JSONField(_("平面图"), default=dict, blank=True)
    security = models.CharField(_("安防"), max_length=500, blank=True)
    climate = models.CharField(_("温湿度控制"), max_length=500, blank=True)
    approval_number = models.CharField(_("海关核准编号"), max_length=64, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    ended_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("展示场所")
        verbose_name_plural = _("展示场所")
        ordering = ["-pk"]
        constraints = [
            status_constraint("site_status_known", SiteStatus),
            models.UniqueConstraint(
                fields=["showroom"], condition=Q(status=S.APPROVED), name="site_one_approved"
            ),
            models.UniqueConstraint(
                fields=["showroom"],
                condition=Q(status__in=[S.DRAFT, S.SUBMITTED, S.RETURNED]),
                name="site_one_asked_for",
            ),
            models.CheckConstraint(condition=~Q(address=""), name="site_has_an_address"),
            models.CheckConstraint(
                condition=~Q(status__in=[S.APPROVED, S.ENDED])
                | (~Q(approval_number="") & Q(decided_on__isnull=False)),
                name="site_approved_under_a_number",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def booths(self) -> list[dict[str, Any]]:
        """The booths of the plan, in its order."""
        return list(self.plan.get("booths", []))

    @moves(status, source=[S.DRAFT, S.RETURNED], target=S.SUBMITTED)
    def submit(self) -> None:
        """Handed in to customs."""

    @moves(status, source=S.SUBMITTED, target=S.RETURNED)
    def give_back(self) -> None:
        """Customs says once what is missing (R-GEN-03)."""

    @moves(status, source=S.SUBMITTED, target=S.APPROVED)
    def approve(self) -> None:
        """Customs approves the place (海关法 art. 38, R-BOND-03)."""

    @moves(status, source=S.SUBMITTED, target=S.REFUSED)
    def refuse(self) -> None:
        """An officer of customs signed the refusal (R-GEN-10)."""

    @moves(status, source=[S.DRAFT, S.SUBMITTED, S.RETURNED], target=S.WITHDRAWN)
    def withdraw(self) -> None:
        """The operator took it back."""

    @moves(status, source=S.APPROVED, target=S.ENDED)
    def end(self) -> None:
        """Another place was approved in its stead, or the showroom closed (edge case 37)."""
