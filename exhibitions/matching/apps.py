"""The nightly match of the three books (三账比对): account book, custody, showroom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "exhibitions.matching"
    label = "matching"
    verbose_name = _("三账比对")

    def ready(self) -> None:
        from .kinds import register

        register()
