"""What this room registers: its policies and the words of its verbs."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.wording import register_sentences
from approvals.policies.registry import register_policy

from .policies import POLICIES

DESK = {
    "tariff.upload": _("上传税率表"),
    "tariff.put": _("税率表生效"),
    "tariff.drop": _("弃用税率表"),
}


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for one in POLICIES:
        register_policy(one)
    register_sentences({}, desk=DESK)
