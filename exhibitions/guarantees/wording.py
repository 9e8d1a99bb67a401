"""How the states look, and the words of this room's verbs."""

from django.utils.translation import gettext_lazy as _

from .models import GuaranteeStatus

TONES = {
    GuaranteeStatus.DRAFT: "waiting",
    GuaranteeStatus.SUBMITTED: "review",
    GuaranteeStatus.REFUSED: "refused",
    GuaranteeStatus.ACCEPTED: "accepted",
    GuaranteeStatus.ACTIVE: "approved",
    GuaranteeStatus.INSUFFICIENT: "refused",
    GuaranteeStatus.EXPIRING: "correction",
    GuaranteeStatus.CALLED: "refused",
    GuaranteeStatus.UNCLAIMED: "correction",
    GuaranteeStatus.NOTICE: "correction",
    GuaranteeStatus.TREASURY: "waiting",
    GuaranteeStatus.RELEASED: "waiting",
}
TOLD = {
    "guarantee.draft": _("登记担保"),
    "guarantee.fill": _("修改担保内容"),
    "guarantee.submit": _("提交担保"),
    "guarantee.accept": _("海关接受担保"),
    "guarantee.refuse": _("海关不予接受担保"),
    "guarantee.activate": _("担保生效"),
    "guarantee.lock": _("锁定担保"),
    "guarantee.free": _("释放担保"),
    "guarantee.revalue": _("按当日税率重估"),
    "guarantee.fall_short": _("担保不足"),
    "guarantee.recover": _("担保恢复充足"),
    "guarantee.near_end": _("担保即将到期"),
    "guarantee.renew": _("担保续期"),
    "guarantee.ask_change": _("申请变更担保"),
    "guarantee.grant_top_up": _("同意增加金额"),
    "guarantee.grant_renewal": _("同意延长期限"),
    "guarantee.decline_change": _("不同意变更"),
    "guarantee.call": _("追偿"),
    "guarantee.clear": _("税费办结，通知领回"),
    "guarantee.notice": _("公告催领"),
    "guarantee.forfeit": _("上缴国库"),
    "guarantee.release": _("解除担保"),
}
BAD = (
    "guarantee.refuse",
    "guarantee.decline_change",
    "guarantee.call",
    "guarantee.fall_short",
    "guarantee.forfeit",
)


def tone_of(status: str) -> str:
    """The colour of a state; the word stands beside it."""
    return TONES[GuaranteeStatus(status)]
