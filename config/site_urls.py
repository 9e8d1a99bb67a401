"""Addresses of the site as a whole: preferences, health, source, style guide."""

from django.urls import path

from . import views
from .demo.views import persona_login

urlpatterns = [
    path("", views.home, name="home"),
    path("preferences/", views.preferences, name="preferences"),
    path("healthz", views.healthz, name="healthz"),
    path("source/", views.source_page, name="source"),
    path("source/relicgate.tar.gz", views.source_archive, name="source_archive"),
    path("demo/login/", persona_login, name="persona_login"),
    path("style/", views.style_page, name="style_guide"),
]
