"""What must hold before a sum is estimated, and under which heading art may stand."""

import re
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.parties.models import User
from approvals.record.refusals import Refusal

from .queries import keeps_tariffs

MOST = Decimal(10) ** 14


class ArtKind(models.TextChoices):
    """What an object is, before anybody asks how old it is (税则第九十七章)."""

    PAINTING = "painting", gettext_lazy("绘画")
    COLLAGE = "collage", gettext_lazy("拼贴、镶嵌画")
    PRINT = "print", gettext_lazy("雕版画、印制画、石印画原本")
    SCULPTURE = "sculpture", gettext_lazy("雕塑品原件")
    STAMP = "stamp", gettext_lazy("邮票、印花税票及类似品")
    COLLECTION = "collection", gettext_lazy("收集品及珍藏品")
    OTHER = "other", gettext_lazy("其他")


HEADINGS = {
    ArtKind.PAINTING: "9701",
    ArtKind.COLLAGE: "9701",
    ArtKind.PRINT: "9702",
    ArtKind.SCULPTURE: "9703",
    ArtKind.STAMP: "9704",
    ArtKind.COLLECTION: "9705",
}
ANTIQUES = "9706"


def plain_code(hs_code: str) -> str:
    """The digits of a code that may be written with points or blanks."""
    return re.sub(r"[.\s]", "", hs_code)


def heading_refusal(kind: str, hs_code: str) -> Refusal | None:
    """Why the heading does not take an object of this kind, whatever its age (chapter 97).

    9706 takes no object that 9701 to 9705 take, however old: kind is asked before age. `kind`
    is a value of `ArtKind`; of any other nothing is known and nothing refused.
    """
    heading = HEADINGS.get(kind)  # type: ignore[call-overload]
    code = plain_code(hs_code)
    if heading is None or code[:4] == heading or not code.startswith("97"):
        return None
    told = {"kind": ArtKind(kind).label, "heading": heading, "code": code}
    return Refusal(
        "heading_wrong",
        _("%(kind)s归入 %(heading)s，不归入 %(code)s，与年代无关。") % told,
        "R-TAX-01",
        _("请改填 %(heading)s 项下的商品编号。") % told,
    )


def selective_duty_refusal() -> Refusal:
    """Why goods on display do not choose how they are assessed (选择性征收关税)."""
    return Refusal(
        "selective_duty_closed",
        _("展示货物未在区内加工，不适用内销选择性征收关税。"),
        "R-TAX-01",
        _("请按货物实际状态测算。"),
    )


def value_refusal(value: Decimal, hs_code: str) -> Refusal | None:
    """Why nothing can be estimated from the figures themselves."""
    if not value.is_finite() or not 0 < value < MOST:
        return Refusal(
            "value_impossible", _("价值须为大于零的数。"), "R-GUAR-02", _("请填写申报价值。")
        )
    if not re.fullmatch(r"[0-9]{6,10}", hs_code):
        return Refusal(
            "hs_code_impossible",
            _("商品编号须为六至十位数字。"),
            "R-TAX-01",
            _("请填写税则的商品编号。"),
        )
    return None


def keeper_refusal(user: User) -> Refusal | None:
    """Rates are loaded and put in force by officers of customs."""
    if keeps_tariffs(user):
        return None
    return Refusal(
        "no_right",
        _("只有海关关员可以导入税率和汇率。"),
        "R-TAX-01",
        _("请由海关办理。"),
    )
