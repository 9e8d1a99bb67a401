"""The object record, its photographs and its import."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "relics.register"
    label = "register"
    verbose_name = "文物登记"
