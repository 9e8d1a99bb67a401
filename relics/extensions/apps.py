"""Extension of a stay: the application, the answers of two authorities, the decision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExtensionsConfig(AppConfig):
    name = "relics.extensions"
    label = "extensions"
    verbose_name = _("延期")

    def ready(self) -> None:
        from .kinds import register

        register()
