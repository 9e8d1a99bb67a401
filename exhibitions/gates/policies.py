"""What customs may decide of its gate; the rules fix none of the figures."""

from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Policy, Words


def _number(
    key: str, title: Words, rule: str, default: int, unit: Words, *, least: int = 0, most: int = 100
) -> Policy:
    return Policy(
        f"gates.{key}", title, rule, "D", default, "number", unit=unit, least=least, most=most
    )


TOLERANCE = _number("tolerance", _("地磅重量允许误差（占申报总重）"), "R-GATE-02", 3, "%", most=20)
HISTORY = _number("history", _("近期每有一次卡口异常或逾期回区，查验比例增加"), "R-CRED", 10, "%")
HISTORY_DAYS = _number(
    "history_days", _("近期记录的天数"), "R-CRED", 365, _("天"), least=1, most=1825
)
VALUE = _number("value", _("高价值核放单查验比例增加"), "R-CRED", 10, "%")
HIGH_VALUE = _number(
    "high_value",
    _("高价值的界限（人民币税款估算）"),
    "R-CRED",
    1_000_000,
    _("元"),
    most=1_000_000_000,
)
CHANCE = _number("chance", _("纯随机查验的比例"), "R-CRED", 2, "%")
ANOMALY_DAYS = _number(
    "anomaly_days", _("卡口异常的处理期限"), "R-GATE-02", 3, _("天"), least=1, most=60
)
POLICIES = (TOLERANCE, HISTORY, HISTORY_DAYS, VALUE, HIGH_VALUE, CHANCE, ANOMALY_DAYS)
