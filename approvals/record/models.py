"""Append-only tables: the trail (留痕) and the outbox (待发消息)."""

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse every change to rows already written, TRUNCATE included."""
    return [
        pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{name}_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=f"RAISE EXCEPTION 'pgtrigger: {name}: rows are append-only';",
        ),
    ]


class TrailHead(models.Model):
    """The last link of a chain; its row is locked while a link is added, so links never fork.

    It also tells a chain that lost its newest links from one that never had them.
    """

    chain = models.CharField(_("链"), max_length=64, primary_key=True)
    seq = models.PositiveBigIntegerField(_("末号"), default=0)
    hash = models.CharField(_("末端摘要"), max_length=64, default="")

    class Meta:
        verbose_name = _("留痕链")
        verbose_name_plural = _("留痕链")


class TrailEntry(models.Model):
    """One act (一次办理行为): who did what, when, before and after.

    `chain` names what the act belongs to (``case:<id>``, ``office:<id>``). `hash` is the
    SHA-256 over the canonical JSON of all other columns and the hash before it.
    """

    chain = models.CharField(_("链"), max_length=64)
    seq = models.PositiveBigIntegerField(_("序号"))
    at = models.DateTimeField(_("时间"))
    actor = models.CharField(_("办理人"), max_length=150)
    actor_name = models.CharField(_("姓名"), max_length=150)
    acting_for = models.CharField(_("所代表单位"), max_length=200, blank=True)
    verb = models.CharField(_("行为"), max_length=64)
    subject = models.CharField(_("对象"), max_length=128)
    before = models.JSONField(_("之前"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("之后"), default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("理由"), blank=True)
    previous_hash = models.CharField(_("前摘要"), max_length=64, blank=True)
    hash = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("留痕")
        verbose_name_plural = _("留痕")
        ordering = ["chain", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="trail_one_link_per_place"),
        ]
        triggers = append_only("trail_append_only")


class OutboxStream(models.Model):
    """The messages of one subject to one recipient; its row is locked while one is numbered."""

    recipient = models.CharField(_("接收方"), max_length=32)
    subject = models.CharField(_("对象"), max_length=128)
    seq = models.PositiveBigIntegerField(_("末号"), default=0)

    class Meta:
        verbose_name = _("消息流")
        verbose_name_plural = _("消息流")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "subject"], name="outbox_one_stream"),
        ]


class OutboxMessage(models.Model):
    """A message to another authority, written in the transaction of the act that causes it.

    Numbered per recipient and subject, so that each recipient can take them in order.
    """

    recipient = models.CharField(_("接收方"), max_length=32)
    subject = models.CharField(_("对象"), max_length=128)
    seq = models.PositiveBigIntegerField(_("序号"))
    kind = models.CharField(_("类型"), max_length=64)
    schema_version = models.PositiveSmallIntegerField(_("格式版本"), default=1)
    idempotency_key = models.CharField(_("幂等键"), max_length=64, unique=True)
    payload = models.JSONField(_("内容"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("摘要"), max_length=64)
    created_at = models.DateTimeField(_("产生时间"))

    class Meta:
        verbose_name = _("待发消息")
        verbose_name_plural = _("待发消息")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "subject", "seq"], name="outbox_one_message_per_place"
            ),
        ]
        triggers = append_only("outbox_append_only")
