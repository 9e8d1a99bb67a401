"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "returns"
urlpatterns = [
    path("desk/cases/<uuid:pk>/comparisons/", views.compare, name="compare"),
    path(
        "desk/cases/<uuid:pk>/comparisons/<int:item>/set-apart/",
        views.set_apart_page,
        name="set_apart",
    ),
]
