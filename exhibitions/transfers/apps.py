"""Zone-to-zone transfer (区间流转): each side files its list, the system matches them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransfersConfig(AppConfig):
    name = "exhibitions.transfers"
    label = "transfers"
    verbose_name = _("区间流转")

    def ready(self) -> None:
        from .kinds import register

        register()
