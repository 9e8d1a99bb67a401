"""What comes next for an exhibit, in words and in colour."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import ExhibitStatus

S = ExhibitStatus
NEXT: dict[str, str | Promise] = {
    S.IN_ZONE: _("申请核放单出区"),
    S.OUT_PENDING: _("过卡出区"),
    S.GATE_OUT: _("到展厅后登记上展"),
    S.ON_DISPLAY: _("移位、预订，或申请回区"),
    S.RETURN_PENDING: _("过卡回区"),
    S.GATE_IN: _("登记入库"),
    S.RESERVED: _("签订销售或撤销预订"),
    S.SOLD: _("向海关交验许可"),
    S.LICENSED: _("申报（单独或集中）"),
    S.DECLARED: _("缴纳税款"),
    S.TAX_PAID: _("交付买受人"),
    S.DELIVERED: _("已了结"),
    S.LOST: _("等待海关认定；找回后申请回区"),
    S.DAMAGED: _("等待海关认定，申请回区"),
    S.SEIZED: _("等待查扣机关处理"),
}
TONES: dict[str, str] = {
    S.IN_ZONE: "waiting",
    S.ON_DISPLAY: "approved",
    S.DELIVERED: "approved",
    S.LOST: "refused",
    S.DAMAGED: "refused",
    S.SEIZED: "refused",
    S.GATE_OUT: "review",
    S.RETURN_PENDING: "correction",
}


def tone_of(status: str) -> str:
    return TONES.get(status, "accepted")
