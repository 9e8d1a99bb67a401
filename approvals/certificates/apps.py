"""Papers: kinds, rendering, seal and verification."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "approvals.certificates"
    label = "certificates"
    verbose_name = "证书"
