"""Objects that come back the way they went: re-exit after temporary entry, held to the record."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReturnsConfig(AppConfig):
    name = "relics.returns"
    label = "returns"
    verbose_name = _("复出境")

    def ready(self) -> None:
        from .kinds import register

        register()
