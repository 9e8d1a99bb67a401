"""Addresses of the register: its photographs, which no other address serves."""

from django.urls import path

from . import views

app_name = "register"
urlpatterns = [
    path("photos/<int:pk>.jpg", views.photo, name="photo"),
    path("photos/<int:pk>/thumb.jpg", views.photo, {"size": "thumb"}, name="thumb"),
]
