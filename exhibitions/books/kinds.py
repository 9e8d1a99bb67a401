"""What this room registers: its policies and the words of its verbs."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.wording import register_sentences
from approvals.policies.registry import register_policy

from .models import Move
from .policies import POLICIES

TOLD = {
    **{f"books.{move}": move.label for move in Move},
    "books.open": _("设立账册"),
    "books.close": _("停用账册"),
    "books.choose_cycle": _("选定核销周期"),
    "books.open_lines": _("备案账册行"),
    "books.correct_line": _("更正账册行"),
    "books.report_cycle": _("核报本周期"),
    "books.settle": _("核销本周期"),
    "books.give_back": _("退回核报"),
}


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for one in POLICIES:
        register_policy(one)
    register_sentences(TOLD, bad=("books.give_back",))
