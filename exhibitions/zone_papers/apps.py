"""Papers of customs' zone system (金关二期单证), written, read and checked by field tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ZonePapersConfig(AppConfig):
    name = "exhibitions.zone_papers"
    label = "zone_papers"
    verbose_name = _("金关二期单证")
