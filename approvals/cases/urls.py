"""Addresses of the officers' inbox and of the public progress page."""

from django.urls import path

from . import tracking, views

app_name = "cases"
urlpatterns = [
    path("track/", tracking.track, name="track"),
    path("desk/inbox/", views.inbox, name="inbox"),
    path("desk/turns/<uuid:pk>/<slug:node>/take/", views.take, name="take"),
    path("desk/turns/<uuid:pk>/<slug:node>/release/", views.release, name="release"),
]
