"""The composition root as an application: it holds the system checks and the demo world."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "系统"
