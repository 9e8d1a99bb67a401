"""What each book says of a difference, in words."""

from typing import Any

from django.utils.translation import gettext as _

from exhibitions.books.models import Account
from exhibitions.exhibits.models import ExhibitStatus
from exhibitions.permits.models import PermitStatus

from .checks import BY_KEY
from .models import Difference


def sentence_of(one: Difference) -> str:
    check = BY_KEY.get(one.check_key)
    return str(check.sentence) if check else one.check_key


def rule_of(one: Difference) -> str:
    check = BY_KEY.get(one.check_key)
    return check.rule if check else ""


def facts_of(one: Difference) -> list[tuple[str, str]]:
    """Account book, custody, showroom and guarantee, each with what it said."""
    said: dict[str, Any] = one.facts
    status, account, permit = said.get("status"), said.get("account"), said.get("permit")
    place = said.get("place") or _("没有位置记录")
    custody = f"{ExhibitStatus(status).label} · {place}" if status else _("不是展品")
    return [
        (_("电子账册"), str(Account(account).label) if account else _("没有账册行")),
        (_("展品监管"), custody),
        (_("展示许可"), str(PermitStatus(permit).label) if permit else _("没有展示许可")),
        (_("展期占用"), _("占用中") if said.get("holds") else _("未占用")),
        (_("担保"), _("已锁定") if said.get("covered") else _("未锁定")),
    ]
