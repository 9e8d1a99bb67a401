"""The roster of appraisers and the lawful panel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppraisersConfig(AppConfig):
    name = "relics.appraisers"
    label = "appraisers"
    verbose_name = _("鉴定人员")

    def ready(self) -> None:
        from .kinds import register

        register()
