"""Entry and temporary entry: registration, the stay and its clocks, extension, re-exit."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntriesConfig(AppConfig):
    name = "relics.entries"
    label = "entries"
    verbose_name = _("进境与暂时进境")

    def ready(self) -> None:
        from .kinds import register

        register()
