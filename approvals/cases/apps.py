"""Cases, whose turn it is, and the clocks."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "approvals.cases"
    label = "cases"
    verbose_name = "案件"
