"""Organisations, people, roles and mandates; offices, zones and ports."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "approvals.parties"
    label = "parties"
    verbose_name = "当事人与机构"
