"""The rule book as dated data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    name = "relics.standards"
    label = "standards"
    verbose_name = _("审核标准")

    def ready(self) -> None:
        from .kinds import register

        register()
