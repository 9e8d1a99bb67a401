"""The addresses of this room."""

from django.urls import path

from . import views

app_name = "guarantees"
urlpatterns = [
    path("guarantees/", views.own_list, name="list"),
    path("guarantees/new/", views.new, name="new"),
    path("guarantees/<int:pk>/", views.own, name="guarantee"),
    path("guarantees/<int:pk>/edit/", views.edit, name="edit"),
    path("guarantees/<int:pk>/meter/", views.meter, name="meter"),
    path("desk/guarantees/", views.desk_list, name="desk_list"),
    path("desk/guarantees/<int:pk>/", views.desk, name="desk"),
]
