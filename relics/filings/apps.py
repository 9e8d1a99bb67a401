"""Electronic filing of relics and artworks in the zone."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilingsConfig(AppConfig):
    name = "relics.filings"
    label = "filings"
    verbose_name = _("电子备案")

    def ready(self) -> None:
        from .kinds import register

        register()
