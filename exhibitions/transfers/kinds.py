"""What this room registers: its policies and the words of its verbs."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.wording import register_sentences
from approvals.policies.registry import register_policy

from .policies import POLICIES

TOLD = {
    "transfers.file": _("提交流转核注清单"),
    "transfers.correct": _("更正流转核注清单"),
    "transfers.differ": _("自动对碰不符，货物未动"),
    "transfers.stand_alone": _("对方清单已撤回或失效，待对碰"),
    "transfers.match": _("自动对碰一致，双方账册已核增核减"),
    "transfers.withdraw": _("撤回流转核注清单"),
    "transfers.warn": _("流转核注清单即将到期"),
    "transfers.lapse": _("流转核注清单到期失效"),
}


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for one in POLICIES:
        register_policy(one)
    register_sentences(TOLD, bad=("transfers.differ", "transfers.lapse"))
