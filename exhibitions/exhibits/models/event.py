"""Events of custody: every move of an exhibit or a case, written once and never changed."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only

from .exhibit import Exhibit, ExhibitStatus
from .place import Place


class Verb(models.TextChoices):
    """What happened (流转环节)."""

    ENTER = "enter", _("纳入展品监管")
    REQUEST_OUT = "request_out", _("申请出区")
    CALL_OFF_OUT = "call_off_out", _("撤销出区")
    PASS_OUT = "pass_out", _("过卡出区")
    INSTALL = "install", _("上展")
    MOVE = "move", _("移位")
    REQUEST_RETURN = "request_return", _("申请回区")
    CALL_OFF_RETURN = "call_off_return", _("撤销回区")
    PASS_IN = "pass_in", _("过卡回区")
    STORE = "store", _("入库")
    RESERVE = "reserve", _("预订")
    SELL = "sell", _("签订销售")
    VERIFY_LICENCE = "verify_licence", _("核验许可")
    DECLARE = "declare", _("申报")
    PAY_TAX = "pay_tax", _("缴税")
    DELIVER = "deliver", _("交付")
    CANCEL_SALE = "cancel_sale", _("撤销销售")
    AMEND_SALE = "amend_sale", _("海关更正退货")
    LOSE = "lose", _("灭失或失窃")
    DAMAGE = "damage", _("损坏")
    SEIZE = "seize", _("查扣")


class Event(models.Model):
    """One move of an exhibit, or of a case with all that is in it (流转记录).

    `before` and `after` are the exhibit's statuses; `origin` and `place` where it went from and
    to. `at` is when it was written, `happened_at` when it happened: a device without a network
    tells later. `key` makes a message sent twice one event.
    """

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, null=True, related_name="events")
    case = models.ForeignKey(Place, models.PROTECT, null=True, related_name="events")
    verb = models.CharField(_("环节"), max_length=16, choices=Verb.choices)
    before = models.CharField(_("原状态"), max_length=24, blank=True)
    after = models.CharField(_("现状态"), max_length=24, blank=True)
    origin = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="arrivals")
    reason = models.CharField(_("事由"), max_length=300, blank=True)
    carrier = models.CharField(_("承运或经手"), max_length=100, blank=True)
    seal = models.CharField(_("封志"), max_length=60, blank=True)
    document = models.CharField(_("单证"), max_length=64, blank=True)
    planned_return = models.DateField(_("计划回区日期"), null=True, blank=True)
    key = models.CharField(_("幂等键"), max_length=64, unique=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField(_("发生时间"))
    at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("流转记录")
        verbose_name_plural = _("流转记录")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["exhibit", "happened_at"], name="event_by_exhibit"),
            models.Index(fields=["case", "happened_at"], name="event_by_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(exhibit__isnull=False, case__isnull=True)
                | Q(exhibit__isnull=True, case__isnull=False),
                name="event_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(exhibit__isnull=True, before="", after="")
                | Q(after__in=ExhibitStatus.values),
                name="event_status_known",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("at")), name="event_happened_before_it_was_written"
            ),
        ]
        triggers = [
            *append_only("event_append_only"),
            pgtrigger.Trigger(
                name="event_follows_the_last",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.exhibit_id IS NOT NULL"),
                func="""
                IF NEW.before IS DISTINCT FROM COALESCE(
                    (SELECT event.after FROM exhibits_event AS event
                      WHERE event.exhibit_id = NEW.exhibit_id ORDER BY event.id DESC LIMIT 1), '')
                THEN
                    RAISE EXCEPTION 'event_follows_the_last: it begins where the last did not end'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d %H:%M}"


class EventPhoto(models.Model):
    """A photograph of the condition at a move (状况照片)."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="photos")
    image = models.ImageField(
        _("照片"), upload_to="exhibits/%Y/%m/", width_field="width", height_field="height"
    )
    thumb = models.ImageField(_("缩略图"), upload_to="exhibits/%Y/%m/")
    width = models.PositiveIntegerField(_("宽"))
    height = models.PositiveIntegerField(_("高"))
    sha256 = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("状况照片")
        verbose_name_plural = _("状况照片")
        ordering = ["event", "pk"]
        triggers = append_only("event_photo_append_only")
