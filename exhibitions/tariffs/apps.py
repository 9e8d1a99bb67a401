"""Rates of duty, tax and exchange by date (税率与汇率), and the most tax an object may owe."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TariffsConfig(AppConfig):
    name = "exhibitions.tariffs"
    label = "tariffs"
    verbose_name = _("税率与汇率")

    def ready(self) -> None:
        from .kinds import register

        register()
