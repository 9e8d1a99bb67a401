"""The object record, its photographs and its import."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    name = "relics.register"
    label = "register"
    verbose_name = _("文物登记")
