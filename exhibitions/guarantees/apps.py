"""Guarantees (担保): what is covered, what is locked, what is short."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuaranteesConfig(AppConfig):
    name = "exhibitions.guarantees"
    label = "guarantees"
    verbose_name = _("担保")

    def ready(self) -> None:
        from .kinds import register

        register()
