"""The addresses of this room: each side brings its own list."""

from django.urls import include, path

app_name = "reviews"
urlpatterns = [
    path("", include("relics.reviews.application_urls")),
    path("", include("relics.reviews.office_urls")),
    path("gate/", include("relics.reviews.gate_urls")),
]
