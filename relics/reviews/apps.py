"""The exit review of relics, from application to release."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "relics.reviews"
    label = "reviews"
    verbose_name = _("进出境审核")

    def ready(self) -> None:
        from .kinds import register

        register()
