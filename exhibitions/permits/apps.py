"""Showrooms and display permits (保税展示交易): who is asked, who decides."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PermitsConfig(AppConfig):
    name = "exhibitions.permits"
    label = "permits"
    verbose_name = _("展示许可")

    def ready(self) -> None:
        from .kinds import register

        register()
