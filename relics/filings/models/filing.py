"""One filing of one object (电子备案)."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case
from approvals.parties.models import Port, Zone
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.register.models import Kind, RelicObject


class Status(models.TextChoices):
    DRAFT = "draft", _("草稿")
    FILED = "filed", _("已提交，待审查")
    RETURNED = "returned_for_fix", _("退回补正")
    ACTIVE = "active", _("备案有效")
    CHANGED = "changed", _("变更待确认")
    IN_DISPLAY = "in_display", _("展示中")
    LINE2_REQUESTED = "line2_requested", _("申请二线出区")
    APPROVAL_OK = "approval_ok", _("已有省级批准，待海关放行")
    RELEASED = "released", _("已放行进入境内")
    REEXPORTED = "reexported", _("已复出境")
    CANCELLED = "cancelled", _("已注销")
    REFUSED = "refused", _("不予备案")
    STOPPED = "stopped", _("已终止，改走其他渠道")


ENDED = (Status.RELEASED, Status.REEXPORTED, Status.CANCELLED, Status.REFUSED, Status.STOPPED)
LIVE = tuple(one for one in Status if one not in ENDED)
HELD = (Status.ACTIVE, Status.IN_DISPLAY)
"""Statuses in which the filing may be relied upon."""


class Purpose(models.TextChoices):
    """What a filing is for (用途); research to charity are not commercial (R-ART-07)."""

    STORAGE = "storage", _("保税存储")
    SHOW = "show", _("展示")
    SALE = "sale", _("销售")
    DOMESTIC = "domestic", _("二线出区进入境内")
    EXIT = "exit", _("出境")
    RESEARCH = "research", _("科研")
    TEACHING = "teaching", _("教学")
    MUSEUM = "museum", _("博物馆收藏")
    CHARITY = "charity", _("公益展览")


class Origin(models.TextChoices):
    ABROAD = "abroad", _("境外")
    DOMESTIC = "domestic", _("境内")


CONTENT: dict[str, str | Promise] = {
    "kind": _("种类"),
    "purposes": _("用途"),
    "origin": _("来源"),
    "source_place": _("来源地"),
    "title": _("名称"),
    "author": _("作者"),
    "medium": _("材质与技法"),
    "size": _("尺寸"),
    "year": _("创作年代"),
    "edition_no": _("版号"),
    "edition_total": _("总版数"),
    "declared_value": _("申报价值"),
    "currency": _("币种"),
    "hs_code": _("商品编号"),
    "unit": _("计量单位"),
    "materials": _("材料申报"),
    "operator_number": _("艺术品经营单位备案号"),
}
"""What a version holds, in the words of the trade (R-ART-05, rules §9.9)."""


class Filing(StatusModel):
    """The electronic filing of one object in a zone (综保区电子备案, §10.7).

    The object's record is the register's; here stands what the filing says of it (§9.9). Every
    submitted state is kept as a `FilingVersion`; holder, authority and number are the case's.
    `approval_row` is the line of the provincial approval on which it may cross line 2.
    """

    machine = "§10.7"

    Status = Status

    case = models.OneToOneField(Case, models.PROTECT, related_name="filing")
    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="filings")
    zone = models.ForeignKey(
        Zone, models.PROTECT, related_name="filings", verbose_name=_("综合保税区")
    )
    status = StatusField(_("状态"), default=Status.DRAFT, choices=Status.choices)
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices)
    purposes: Any = ArrayField(
        models.CharField(max_length=10, choices=Purpose.choices), verbose_name=_("用途"), size=9
    )
    origin = models.CharField(_("来源"), max_length=8, choices=Origin.choices, blank=True)
    source_place = models.CharField(_("来源地"), max_length=100, blank=True)
    title = models.CharField(_("名称"), max_length=200)
    author = models.CharField(_("作者"), max_length=300, blank=True)
    medium = models.CharField(_("材质与技法"), max_length=300, blank=True)
    size = models.CharField(_("尺寸"), max_length=1000, blank=True)
    year = models.CharField(_("创作年代"), max_length=200, blank=True)
    edition_no = models.PositiveIntegerField(_("版号"), null=True, blank=True)
    edition_total = models.PositiveIntegerField(_("总版数"), null=True, blank=True)
    declared_value = models.DecimalField(
        _("申报价值"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("币种"), max_length=3, blank=True)
    hs_code = models.CharField(_("商品编号"), max_length=13, blank=True)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    materials = models.CharField(_("材料申报"), max_length=500, blank=True)
    operator_number = models.CharField(_("艺术品经营单位备案号"), max_length=60, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    port = models.ForeignKey(
        Port, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("口岸")
    )
    approval_row = models.ForeignKey(
        "AnnexRow", models.PROTECT, null=True, blank=True, related_name="filings"
    )

    class Meta:
        verbose_name = _("电子备案")
        verbose_name_plural = _("电子备案")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["zone", "status"], name="filing_by_zone")]
        constraints = [
            status_constraint("filing_status_known", Status),
            models.UniqueConstraint(
                fields=["object"], condition=Q(status__in=LIVE), name="filing_one_live_per_object"
            ),
            models.UniqueConstraint(
                fields=["approval_row"],
                condition=Q(status=Status.APPROVAL_OK),
                name="filing_annex_row_used_once",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.APPROVAL_OK, Status.RELEASED])
                | Q(approval_row__isnull=False),
                name="filing_line_two_only_with_approval",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT)
                | Q(status=Status.CANCELLED)
                | (~Q(materials="") & ~Q(origin="")),
                name="filing_materials_declared",
            ),
            models.CheckConstraint(
                condition=Q(edition_no__isnull=True)
                | Q(edition_total__isnull=True)
                | Q(edition_no__lte=models.F("edition_total")),
                name="filing_edition_in_its_total",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.title}"

    @property
    def purpose_words(self) -> str:
        return "、".join(str(Purpose(one).label) for one in self.purposes)

    @moves(status, source=Status.DRAFT, target=Status.FILED)
    def file(self) -> None:
        """Handed in to be examined."""

    @moves(status, source=Status.DRAFT, target=Status.ACTIVE)
    def file_lightly(self) -> None:
        """For storage only: a receipt at once, nobody approves (R-ART-08)."""

    @moves(status, source=Status.FILED, target=Status.RETURNED)
    def return_for_fix(self) -> None:
        """One list of everything that is missing (R-GEN-03)."""

    @moves(status, source=Status.RETURNED, target=Status.FILED)
    def answer(self) -> None:
        """Put right and handed in again."""

    @moves(status, source=Status.FILED, target=Status.ACTIVE)
    def activate(self) -> None:
        """Examined and taken on file."""

    @moves(status, source=Status.FILED, target=Status.REFUSED)
    def refuse(self) -> None:
        """Not taken on file: in writing, with ground and rights (R-GEN-10)."""

    @moves(status, source=Status.ACTIVE, target=Status.CHANGED)
    def change(self) -> None:
        """A change or a supplement waits to be confirmed."""

    @moves(status, source=Status.CHANGED, target=Status.ACTIVE)
    def settle_change(self) -> None:
        """The change is confirmed, or what stood before holds again."""

    @moves(status, source=Status.ACTIVE, target=Status.IN_DISPLAY)
    def begin_display(self) -> None:
        """It is on show."""

    @moves(status, source=Status.IN_DISPLAY, target=Status.ACTIVE)
    def end_display(self) -> None:
        """It is back from the show."""

    @moves(status, source=[Status.ACTIVE, Status.IN_DISPLAY], target=Status.LINE2_REQUESTED)
    def request_line_two(self) -> None:
        """It shall leave the zone for the domestic market (R-ART-08, R-BOND-13)."""

    @moves(status, source=[Status.LINE2_REQUESTED, Status.APPROVAL_OK], target=Status.ACTIVE)
    def give_up_line_two(self) -> None:
        """It stays in the zone after all."""

    @moves(
        status,
        source=Status.LINE2_REQUESTED,
        target=Status.APPROVAL_OK,
        conditions=[lambda filing: filing.approval_row_id is not None],
    )
    def approve(self) -> None:
        """The province's approval covers it, line by line (R-ART-03, R-ART-06)."""

    @moves(status, source=Status.APPROVAL_OK, target=Status.RELEASED)
    def release(self) -> None:
        """Customs has let it into the country."""

    @moves(status, source=Status.ACTIVE, target=Status.REEXPORTED)
    def reexport(self) -> None:
        """Customs has let it go abroad again (R-BOND-12)."""

    @moves(
        status,
        source=[Status.DRAFT, Status.FILED, Status.RETURNED, Status.ACTIVE],
        target=Status.CANCELLED,
    )
    def cancel(self) -> None:
        """Taken off the file by its holder, with the reason."""

    @moves(status, source=[one for one in LIVE if one != Status.DRAFT], target=Status.STOPPED)
    def stop(self) -> None:
        """It proved to be of another kind: this track ends, another begins (edge case 20)."""
