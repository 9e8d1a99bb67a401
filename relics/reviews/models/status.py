"""What an application and each of its objects can be, in the law's eyes (rules §10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewStatus(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待预约")
    BOOKED = "booked", _("预约待确认")
    APPOINTED = "appointed", _("待受理")
    CORRECTION = "correction", _("待补正")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    ACCEPTED = "accepted", _("已受理")
    HALTED = "halted", _("已中止")
    APPRAISING = "appraising", _("实物审核中")
    PENDING_APPROVAL = "pending_approval", _("待审批")
    DECIDED = "decided", _("已决定")
    LABELLED = "labelled", _("已加标识")
    ISSUED = "issued", _("已签发")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


class ItemOutcome(models.TextChoices):
    PENDING = "pending", _("待审核")
    PERMIT = "permit", _("准予出境")
    PROHIBITED = "prohibited", _("禁止出境")
    REPLICA = "replica", _("复仿制品")
    NOT_RELIC = "not_relic", _("非文物")
    REGISTERED = "registered", _("已登记")
    REFERRED = "referred", _("转出境审核")
    FROZEN = "frozen", _("手续暂停")
    HANDED_OVER = "handed_over", _("已移交")
    ABSENT = "absent", _("未到场")
    LEFT = "left", _("未审结退出")
    SPLIT = "split", _("已拆分")
    PERMIT_ISSUED = "permit_issued", _("许可证已签发")
    RELEASED = "released", _("已放行出境")
    RETURNED = "returned", _("已退还")
    VOIDED = "voided", _("许可已失效")
