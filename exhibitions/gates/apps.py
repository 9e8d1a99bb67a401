"""The gate between the zone and the showroom: passes, barriers, inspection (卡口核放)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatesConfig(AppConfig):
    name = "exhibitions.gates"
    label = "gates"
    verbose_name = _("卡口核放")

    def ready(self) -> None:
        from .kinds import register

        register()
