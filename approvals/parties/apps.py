"""Organisations, people, roles and mandates; offices, zones and ports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "approvals.parties"
    label = "parties"
    verbose_name = _("当事人与机构")
