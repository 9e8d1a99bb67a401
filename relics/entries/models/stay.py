"""One object that entered temporarily, from its registration to its end (rules §10.3)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, Party, User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.register.models import RelicObject
from relics.reviews.models import Review, ReviewItem


class StayStatus(models.TextChoices):
    REGISTERED = "registered", _("已登记，待签发")
    IN_COUNTRY = "in_country", _("在境")
    EXTENSION_PENDING = "extension_pending", _("延期审批中")
    REEXIT_PENDING = "reexit_pending", _("复出境办理中")
    SALE_PENDING = "sale_pending", _("境内销售办理中")
    OVERDUE = "overdue", _("已逾期")
    INCIDENT = "incident", _("遗失或损毁，待处理")
    LEFT = "left", _("已复出境")
    EXIT_CASE = "exit_case", _("转出境审核")
    SETTLED_DOMESTIC = "settled_domestic", _("已在境内结案")
    DUTY_SETTLED = "customs_duty_settled", _("税款已处理结案")


S = StayStatus


class Stay(StatusModel):
    """An object in the country for a time (暂时进境在境文物, §10.3).

    `privileged` says that every step of R-TEMP-01 was done: only then may it leave without the
    year lines (R-TEMP-02). `why_not` says what was left out. An object has one open stay.
    """

    Status = StayStatus
    OPEN = (
        S.REGISTERED,
        S.IN_COUNTRY,
        S.EXTENSION_PENDING,
        S.REEXIT_PENDING,
        S.SALE_PENDING,
        S.OVERDUE,
        S.INCIDENT,
    )

    item = models.OneToOneField(ReviewItem, models.PROTECT, related_name="stay")
    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="stays")
    office = models.ForeignKey(Office, models.PROTECT, related_name="stays")
    zone = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="stays")
    status = StatusField(_("状态"), default=S.REGISTERED, choices=S.choices)
    privileged = models.BooleanField(_("享有复出境便利"))
    why_not = models.CharField(_("不享有的原因"), max_length=300, blank=True)
    registered_on = models.DateField(_("登记日期"))
    exit_review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="stays_converted"
    )

    class Meta:
        verbose_name = _("暂时进境在境文物")
        verbose_name_plural = _("暂时进境在境文物")
        ordering = ["pk"]
        constraints = [
            status_constraint("stay_status_known", StayStatus),
            models.UniqueConstraint(
                fields=["object"],
                condition=Q(
                    status__in=[
                        "registered",
                        "in_country",
                        "extension_pending",
                        "reexit_pending",
                        "sale_pending",
                        "overdue",
                        "incident",
                    ]
                ),
                name="stay_one_open_for_an_object",
            ),
            models.CheckConstraint(
                condition=Q(privileged=True, why_not="") | (Q(privileged=False) & ~Q(why_not="")),
                name="stay_without_privilege_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.object)

    @moves(status, source=S.REGISTERED, target=S.IN_COUNTRY)
    def enter(self) -> None:
        """The register of entry was issued."""

    @moves(status, source=S.IN_COUNTRY, target=S.EXTENSION_PENDING)
    def ask_extension(self) -> None:
        """An extension was asked for before the deadline (§10.4)."""

    @moves(status, source=S.EXTENSION_PENDING, target=S.IN_COUNTRY)
    def answer_extension(self) -> None:
        """Both authorities have spoken, or the request was taken back."""

    @moves(status, source=S.IN_COUNTRY, target=S.REEXIT_PENDING)
    def begin_reexit(self) -> None:
        """Its re-exit was applied for (§10.5)."""

    @moves(status, source=S.REEXIT_PENDING, target=S.IN_COUNTRY)
    def call_off_reexit(self) -> None:
        """That application ended without it."""

    @moves(status, source=S.REEXIT_PENDING, target=S.LEFT)
    def leave(self) -> None:
        """Customs let it go on the permit of its re-exit."""

    @moves(status, source=S.IN_COUNTRY, target=S.SALE_PENDING)
    def begin_sale(self) -> None:
        """To be sold in China: tax, licence and mark are to be settled (R-TEMP-13)."""

    @moves(status, source=S.SALE_PENDING, target=S.IN_COUNTRY)
    def call_off_sale(self) -> None:
        """Not sold after all."""

    @moves(status, source=S.SALE_PENDING, target=S.SETTLED_DOMESTIC)
    def settle(self) -> None:
        """Customs released it, the sale is licensed, the office took its mark (R-TEMP-13)."""

    @moves(status, source=[S.IN_COUNTRY, S.SALE_PENDING], target=S.OVERDUE)
    def fall_overdue(self) -> None:
        """An officer signed that the term is over: the privilege is lost (R-TEMP-05)."""

    @moves(status, source=[S.OVERDUE, S.IN_COUNTRY], target=S.EXIT_CASE)
    def convert(self) -> None:
        """The ordinary exit review is its only way out (R-TEMP-02, R-TEMP-05)."""

    @moves(status, source=[S.IN_COUNTRY, S.SALE_PENDING, S.OVERDUE], target=S.INCIDENT)
    def report_incident(self) -> None:
        """Lost or damaged."""

    @moves(status, source=S.INCIDENT, target=S.DUTY_SETTLED)
    def settle_duty(self) -> None:
        """Customs settled the duty of what is lost."""


class Settlement(models.Model):
    """On whose numbers a stay ended in China (境内结案, R-TEMP-13). Append-only."""

    stay = models.OneToOneField(Stay, models.PROTECT, related_name="settlement")
    customs_release = models.CharField(_("海关放行编号"), max_length=60)
    licence = models.CharField(_("文物销售许可编号"), max_length=60)
    new_owner = models.CharField(_("买受人"), max_length=200)
    mark_removed = models.BooleanField(_("临时进境标识已由机构收回"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("境内结案")
        verbose_name_plural = _("境内结案")
        constraints = [
            models.CheckConstraint(
                condition=~Q(customs_release="") & ~Q(licence="") & Q(mark_removed=True),
                name="settlement_stands_on_its_numbers",
            ),
        ]
        triggers = append_only("settlement_append_only")


class Incident(models.Model):
    """What was lost or damaged, and the number on which customs settled the duty (§10.3)."""

    class Kind(models.TextChoices):
        LOST = "lost", _("遗失")
        DAMAGED = "damaged", _("损毁")

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="incidents")
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices)
    told = models.CharField(_("经过"), max_length=1000)
    duty_number = models.CharField(_("海关税款处理编号"), max_length=60, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("遗失损毁记录")
        verbose_name_plural = _("遗失损毁记录")
        ordering = ["pk"]
        triggers = append_only("stay_incident_append_only")
