"""Is this the object that was registered: photographs, measures, marks and seals side by side."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComparisonsConfig(AppConfig):
    name = "relics.comparisons"
    label = "comparisons"
    verbose_name = _("实物比对")

    def ready(self) -> None:
        from .kinds import register

        register()
