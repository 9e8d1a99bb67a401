"""Central declarations (集中申报): what was sold in a period, declared together and in time."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeclarationsConfig(AppConfig):
    name = "exhibitions.declarations"
    label = "declarations"
    verbose_name = _("集中申报")

    def ready(self) -> None:
        from .kinds import register

        register()
