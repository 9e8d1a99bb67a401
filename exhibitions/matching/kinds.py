"""What this room registers: its policies and the words of its verbs."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.wording import register_sentences
from approvals.policies.registry import register_policy

from .policies import POLICIES

TOLD = {
    "matching.run": _("比对三账"),
    "matching.settle": _("海关了结账实差异"),
}


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for one in POLICIES:
        register_policy(one)
    register_sentences(TOLD)
