"""What the law leaves to an authority: dated policies, each with its rule."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "approvals.policies"
    label = "policies"
    verbose_name = _("办理政策")
