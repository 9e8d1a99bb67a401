"""Lists of stolen and lost objects, the check against them, and the freezing of an object."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WatchlistsConfig(AppConfig):
    name = "relics.watchlists"
    label = "watchlists"
    verbose_name = _("被盗与追索名录")

    def ready(self) -> None:
        from .kinds import register

        register()
