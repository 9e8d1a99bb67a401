"""What the authorities ask of each other, and the interface they ask through."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "approvals.exchange"
    label = "exchange"
    verbose_name = _("共享交换")
