"""The rule book as dated data."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "relics.standards"
    label = "standards"
    verbose_name = "审核标准"
