"""Which pages the bars at the top and at the left offer, and to whom."""

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Role

OFFICE = frozenset(
    {Role.INTAKE, Role.SCHEDULER, Role.APPRAISER, Role.APPROVER, Role.ISSUER},
)
AUTHORITIES = OFFICE | {Role.CUSTOMS, Role.TAX, Role.CULTURE}
COMPARERS = frozenset({Role.INTAKE, Role.APPRAISER, Role.APPROVER})
FILERS = frozenset({Role.INTAKE, Role.CULTURE, Role.CUSTOMS})
STANDARD_READERS = OFFICE | {Role.CUSTOMS, Role.CULTURE, Role.ADMINISTRATOR}
RATE_READERS = frozenset({Role.CUSTOMS, Role.TAX, Role.ADMINISTRATOR})
DEALERS = frozenset({Role.AGENT, Role.VIEWER})
SHOW_READERS = frozenset({Role.CUSTOMS, Role.CULTURE, Role.TAX, Role.APPROVER})
OPERATORS = frozenset({Role.OPERATOR})
SELLERS = frozenset({Role.OPERATOR})


@dataclass(frozen=True)
class Entry:
    """One line of a bar. No roles: for everybody. The bar at the top folds a group into one."""

    title: Promise
    icon: str
    url_name: str
    roles: frozenset[str] = frozenset()
    group: Promise | str = ""


@dataclass(frozen=True)
class Item:
    """An entry as one reader sees it on one page."""

    title: Promise
    icon: str
    url: str
    active: bool
    group: Promise | str = ""


TODAY, JUDGING = _("办理"), _("鉴定与比对")
GOODS, SHOW, RULES = _("文物与期限"), _("展示与保税"), _("规则与管理")
PUBLIC = (
    Entry(_("首页"), "home", "home"),
    Entry(_("我的申报"), "list-details", "reviews:application_list", DEALERS),
    Entry(_("我的备案"), "list-details", "filings:list", DEALERS, GOODS),
    Entry(_("暂时进境"), "clock", "entries:stays", DEALERS, GOODS),
    Entry(_("临时出境"), "clock", "loans:list", DEALERS, GOODS),
    Entry(_("我的担保"), "shield-check", "guarantees:list", OPERATORS, SHOW),
    Entry(_("保税展示厅"), "list-details", "permits:showrooms", OPERATORS, SHOW),
    Entry(_("展示许可"), "list-details", "permits:permits", OPERATORS, SHOW),
    Entry(_("展品看板"), "photo", "exhibits:board", OPERATORS, SHOW),
    Entry(_("电子账册"), "list-details", "books:list", OPERATORS, SHOW),
    Entry(_("展品销售"), "gavel", "sales:list", SELLERS, SHOW),
    Entry(_("区间流转"), "arrows-exchange", "transfers:list", OPERATORS, SHOW),
    Entry(_("三账比对"), "refresh", "matching:list", OPERATORS, SHOW),
    Entry(_("办事指南"), "list-details", "filings:guide"),
    Entry(_("进度查询"), "search", "cases:track"),
    Entry(_("证书核验"), "shield-check", "certificates:verify"),
)
WORK = (
    Entry(_("待办"), "inbox", "cases:inbox", AUTHORITIES, TODAY),
    Entry(_("受理"), "file-plus", "reviews:intake_list", frozenset({Role.INTAKE}), TODAY),
    Entry(_("预约日程"), "calendar-event", "appointments:schedule", OFFICE, TODAY),
    Entry(_("审批"), "gavel", "reviews:decision_list", frozenset({Role.APPROVER}), TODAY),
    Entry(_("签发"), "rubber-stamp", "reviews:issue_list", frozenset({Role.ISSUER}), TODAY),
    Entry(_("案件检索"), "search", "reviews:desk_list", OFFICE, TODAY),
    Entry(_("电子备案"), "list-details", "filings:desk_list", FILERS, TODAY),
    Entry(_("扫码核放"), "qrcode", "reviews:gate", frozenset({Role.CUSTOMS}), TODAY),
    Entry(_("实物审核"), "scale", "reviews:examination_list", frozenset({Role.APPRAISER}), JUDGING),
    Entry(_("实物比对"), "photo", "comparisons:comparison_list", COMPARERS, JUDGING),
    Entry(_("比对候选"), "alert-triangle", "watchlists:candidate_list", COMPARERS, JUDGING),
    Entry(_("鉴定人员"), "users", "appraisers:roster", OFFICE, JUDGING),
    Entry(_("提议鉴定组"), "user", "appraisers:panels", frozenset({Role.SCHEDULER}), JUDGING),
    Entry(_("暂时进境文物"), "clock", "entries:stays", OFFICE, GOODS),
    Entry(_("延期申请"), "calendar-event", "extensions:list", OFFICE | {Role.CUSTOMS}, GOODS),
    Entry(_("临时出境文物"), "clock", "loans:list", OFFICE, GOODS),
    Entry(_("冻结文物"), "lock", "watchlists:freeze_list", COMPARERS, GOODS),
    Entry(
        _("标识库存"),
        "flag",
        "reviews:mark_stock",
        frozenset({Role.INTAKE, Role.ISSUER}),
        GOODS,
    ),
    Entry(_("担保"), "shield-check", "guarantees:desk_list", frozenset({Role.CUSTOMS}), SHOW),
    Entry(_("电子账册"), "list-details", "books:list", frozenset({Role.CUSTOMS}), SHOW),
    Entry(_("集中申报"), "gavel", "declarations:list", frozenset({Role.CUSTOMS}), SHOW),
    Entry(_("区间流转"), "arrows-exchange", "transfers:list", frozenset({Role.CUSTOMS}), SHOW),
    Entry(_("展品看板"), "photo", "exhibits:board", frozenset({Role.CUSTOMS}), SHOW),
    Entry(_("三账比对"), "refresh", "matching:list", frozenset({Role.CUSTOMS}), SHOW),
    Entry(_("展示许可"), "gavel", "permits:permits", SHOW_READERS, SHOW),
    Entry(_("保税展示厅"), "building-store", "permits:showrooms", frozenset({Role.CUSTOMS}), SHOW),
    Entry(_("展品销售"), "gavel", "sales:desk", frozenset({Role.CUSTOMS}), SHOW),
    Entry(_("销售许可"), "rubber-stamp", "sales:licences", frozenset({Role.CUSTOMS}), SHOW),
    Entry(_("销售清单"), "list-details", "sales:statements", frozenset({Role.TAX}), SHOW),
    Entry(_("文物经营资格"), "users", "sales:sellers", frozenset({Role.CULTURE}), SHOW),
    Entry(_("追索名录"), "list-details", "watchlists:list_list", COMPARERS, RULES),
    Entry(_("规则与标准"), "list-details", "standards:standard_list", STANDARD_READERS, RULES),
    Entry(_("企业信用"), "users", "credit:desk_list", frozenset({Role.CUSTOMS}), RULES),
    Entry(_("税率与汇率"), "scale", "tariffs:table_list", RATE_READERS, RULES),
    Entry(_("政策"), "settings", "policies:policy_list", AUTHORITIES | {Role.ADMINISTRATOR}, RULES),
    Entry(_("证书核验"), "shield-check", "certificates:verify", group=RULES),
    Entry(_("系统管理"), "settings", "admin:index", frozenset({Role.ADMINISTRATOR}), RULES),
)


FIRST_PAGES = (
    (AUTHORITIES - {Role.CUSTOMS}, "cases:inbox"),
    (frozenset({Role.CUSTOMS}), "reviews:gate"),
    (DEALERS, "reviews:application_list"),
    (OPERATORS, "permits:permits"),
)
"""Where each is taken on signing in: the first line that fits a role the person holds."""


@cache
def address(url_name: str) -> str | None:
    """The address of a page, or None while no room offers that page in this installation."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def items(entries: tuple[Entry, ...], roles: set[str], path: str) -> list[Item]:
    """The entries open to `roles`; the one whose address fits `path` most closely is active."""
    open_to = [entry for entry in entries if not entry.roles or entry.roles & roles]
    addressed = [(entry, url) for entry in open_to if (url := address(entry.url_name))]
    fitting = [
        url for _entry, url in addressed if path == url or (url != "/" and path.startswith(url))
    ]
    nearest = max(fitting, key=len, default=None)
    return [Item(e.title, e.icon, url, url == nearest, e.group) for e, url in addressed]
