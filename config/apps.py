"""The composition root as an application: it holds the system checks and the demo world."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = _("系统")


class AdministrationConfig(AdminConfig):
    """Django's administration, on a site that shows only what the rooms present."""

    default_site = "config.administration.AdministrationSite"
