"""Papers: kinds, rendering, seal and verification."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "approvals.certificates"
    label = "certificates"
    verbose_name = _("证书")

    def ready(self) -> None:
        from .kinds import register

        register()
