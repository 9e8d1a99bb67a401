"""The account book (电子账册): one object, one line, every quantity posted twice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BooksConfig(AppConfig):
    name = "exhibitions.books"
    label = "books"
    verbose_name = _("电子账册")

    def ready(self) -> None:
        from .kinds import register

        register()
