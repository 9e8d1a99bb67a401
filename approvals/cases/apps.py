"""Cases, whose turn it is, and the clocks."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "approvals.cases"
    label = "cases"
    verbose_name = "案件"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the checks
