"""Addresses of the gate."""

from django.urls import path

from .views import gate

urlpatterns = [
    path("", gate.gate_page, name="gate"),
    path("release/", gate.release_objects, name="gate_release"),
    path("marks/<int:pk>/", gate.sight_mark, name="gate_mark"),
]
