"""Exhibits in custody (展品): where each is, in whose hands, and every move it made."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExhibitsConfig(AppConfig):
    name = "exhibitions.exhibits"
    label = "exhibits"
    verbose_name = _("展品监管")

    def ready(self) -> None:
        from .kinds import register

        register()
