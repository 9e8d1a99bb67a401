"""Sessions, seats and bookings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "relics.appointments"
    label = "appointments"
    verbose_name = _("预约")

    def ready(self) -> None:
        from .kinds import register

        register()
