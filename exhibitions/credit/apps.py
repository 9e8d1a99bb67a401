"""The customs credit tier of an enterprise by date (企业信用等级), and what it opens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CreditConfig(AppConfig):
    name = "exhibitions.credit"
    label = "credit"
    verbose_name = _("企业信用")

    def ready(self) -> None:
        from .kinds import register

        register()
