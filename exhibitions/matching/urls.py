"""The addresses of the match of the three books."""

from django.urls import path

from . import views

app_name = "matching"
urlpatterns = [
    path("matching/", views.difference_list, name="list"),
    path("matching/<int:pk>/", views.difference, name="difference"),
]
