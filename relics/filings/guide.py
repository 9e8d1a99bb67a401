"""The guide of three questions: what is it, where does it go, what for (办事指南).

One table answers every combination. A term is named only where its text was read ([V]);
everything else is told as the authority's own practice.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Purpose

Words = str | Promise

THINGS: dict[str, Words] = {
    "relic": _("文物"),
    "artwork": _("艺术品"),
    "replica": _("复仿制品"),
    "ordinary": _("一般物品"),
    "unsure": _("不确定"),
}
WAYS: dict[str, Words] = {
    "in": _("境外进入综保区"),
    "out": _("综保区运往境外"),
    "line2": _("综保区进入境内"),
    "domestic_in": _("境内进入综保区"),
    "show_outside": _("到区外展示"),
}
AIMS: dict[str, Words] = {
    "storage": _("存储"),
    "show": _("展示"),
    "sale": _("销售"),
    "exit": _("出境"),
    "study": _("科研、教学、收藏或公益"),
}


@dataclass(frozen=True)
class Procedure:
    """One procedure: who decides, what to bring, how long, and where it begins.

    `term` is empty where no text that was read sets one. `citation` is the ground of the term.
    `how` tells what is done elsewhere than on our pages.
    """

    key: str
    title: Words
    decides: Words
    bring: tuple[Words, ...]
    term: Words = ""
    citation: str = ""
    url_name: str = "filings:new"
    query: str = ""
    how: Words = ""


MATERIALS = (_("作者、名称、图片等备案内容"), _("材料申报（是否含濒危动植物等禁限材料）"))
PROCEDURES: dict[str, Procedure] = {
    one.key: one
    for one in (
        Procedure(
            "appraise",
            _("先请文物进出境审核机构鉴别是否文物"),
            _("文物进出境审核机构"),
            (_("实物"), _("照片和来源说明")),
            url_name="reviews:application_new",
            query="procedure=exit_review",
        ),
        Procedure(
            "relic_filing",
            _("文物电子备案"),
            _("文物进出境审核机构（以综保区设定为准）"),
            (*MATERIALS, _("来源与流传说明")),
            query="kind=relic",
        ),
        Procedure(
            "artwork_filing",
            _("艺术品电子备案"),
            _("文化行政部门（以综保区设定为准）"),
            (*MATERIALS, _("营业执照")),
            query="kind=artwork",
        ),
        Procedure(
            "storage_filing",
            _("艺术品仅存储备案（简化）"),
            _("备案后即发回执，不作审查（以综保区设定为准）"),
            MATERIALS,
            query="kind=artwork&purpose=storage",
        ),
        Procedure(
            "replica_filing",
            _("复仿制品电子备案"),
            _("文化行政部门（以综保区设定为准）"),
            (*MATERIALS, _("复仿制品说明或证明")),
            query="kind=replica",
        ),
        Procedure(
            "ordinary_filing",
            _("一般物品电子备案"),
            _("文化行政部门（以综保区设定为准）"),
            MATERIALS,
            query="kind=ordinary",
        ),
        Procedure(
            "relic_entry",
            _("文物临时进境审核登记"),
            _("文物进出境审核机构，海关加封"),
            (_("海关关封完好的实物"), _("进境申报单证"), _("照片")),
            url_name="reviews:application_new",
            query="procedure=temporary_entry",
        ),
        Procedure(
            "exit_review",
            _("文物出境审核"),
            _("文物进出境审核机构"),
            (_("申报的全部文物原件"), _("文物出境申请表"), _("携运人身份证件")),
            _("自收到申请之日起15个工作日"),
            "《中华人民共和国文物保护法实施条例》第四十五条",
            url_name="reviews:application_new",
            query="procedure=exit_review",
        ),
        Procedure(
            "provincial_approval",
            _("艺术品进出口批准（省级文化行政部门）"),
            _("口岸所在地省级文化行政部门"),
            (_("申请表"), _("营业执照副本"), _("对外贸易资格文件"), _("艺术品进出口名录")),
            url_name="filings:list",
            how=_(
                "批准向省级文化行政部门申请。备案有效后，在备案页“申请二线出区”；批准由备案机构录入并逐项核对。"
            ),
        ),
        Procedure(
            "customs_release",
            _("海关放行"),
            _("海关"),
            (_("备案编号"), _("报关单证")),
            url_name="filings:list",
            how=_("放行由口岸海关在本系统登记，在备案页可以看到结果。"),
        ),
        Procedure(
            "foreign_show",
            _("境外艺术品在公共场所展销的申请"),
            _("省级文化行政部门"),
            (_("展览方案"), _("展品名录")),
            url_name="filings:list",
            how=_("向省级文化行政部门申请；展出时在备案页“登记使用”。"),
        ),
        Procedure(
            "outside_show",
            _("保税展示出区"),
            _("海关"),
            (_("担保"), _("展示场所和期限"), _("展品清单")),
            url_name="filings:list",
            how=_("向海关申请；展出时在备案页“登记使用”。"),
        ),
    )
}

FILING_OF = {
    "relic": "relic_filing",
    "artwork": "artwork_filing",
    "replica": "replica_filing",
    "ordinary": "ordinary_filing",
}


PURPOSES_OF = {
    "storage": Purpose.STORAGE,
    "show": Purpose.SHOW,
    "sale": Purpose.SALE,
    "exit": Purpose.EXIT,
    "study": Purpose.RESEARCH,
    "line2": Purpose.DOMESTIC,
    "out": Purpose.EXIT,
}


def purposes_for(way: str, aim: str) -> list[str]:
    """The purposes of a filing that the answers speak of."""
    return sorted({str(PURPOSES_OF[one]) for one in (way, aim) if one in PURPOSES_OF})


def procedures_for(thing: str, way: str, aim: str) -> list[Procedure]:
    """The procedures in their order; never none (R-ART-01, R-ART-08, R-EXIT-01, R-BOND-12, 13)."""
    if thing == "unsure":
        return [PROCEDURES["appraise"]]
    first = FILING_OF[thing]
    if thing == "artwork" and aim == "storage" and way in ("in", "domestic_in"):
        first = "storage_filing"
    keys = [first, *_then(thing, way, aim)]
    return [PROCEDURES[key] for key in keys]


def _then(thing: str, way: str, aim: str) -> list[str]:
    """What follows the filing."""
    after = {
        ("relic", "in"): ["relic_entry"],
        ("relic", "out"): ["exit_review", "customs_release"],
        ("relic", "line2"): ["relic_entry", "customs_release"],
        ("relic", "show_outside"): ["outside_show"],
        ("artwork", "out"): ["customs_release"],
        ("artwork", "line2"): ["provincial_approval", "customs_release"],
        ("artwork", "show_outside"): ["outside_show"],
    }
    then = after.get((thing, way))
    if then is None:
        general = {"out": ["customs_release"], "line2": ["customs_release"]}
        then = general.get(way, ["outside_show"] if way == "show_outside" else [])
    if thing == "artwork" and way == "show_outside" and aim in ("show", "sale"):
        return ["foreign_show", *then]
    if aim == "exit" and way in ("in", "domestic_in", "show_outside"):
        return [*then, "exit_review" if thing == "relic" else "customs_release"]
    return list(then)
