"""The roster of appraisers and the lawful panel."""

from django.apps import AppConfig


class AppraisersConfig(AppConfig):
    name = "relics.appraisers"
    label = "appraisers"
    verbose_name = "鉴定人员"
