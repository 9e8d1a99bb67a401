"""Sessions, seats and bookings."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "relics.appointments"
    label = "appointments"
    verbose_name = "预约"
