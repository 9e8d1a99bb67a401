"""Temporary exit and exhibitions abroad: approval, term, recall, return."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoansConfig(AppConfig):
    name = "relics.loans"
    label = "loans"
    verbose_name = _("临时出境与出境展览")

    def ready(self) -> None:
        from .kinds import register

        register()
