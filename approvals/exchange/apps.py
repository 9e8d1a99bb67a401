"""What the authorities ask of each other, and the interface they ask through."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "approvals.exchange"
    label = "exchange"
    verbose_name = "共享交换"
