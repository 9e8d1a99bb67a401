"""The sale of an exhibit (展品销售): reserved, licensed, declared, taxed, delivered, in turn."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    name = "exhibitions.sales"
    label = "sales"
    verbose_name = _("展品销售")

    def ready(self) -> None:
        from .kinds import register

        register()
