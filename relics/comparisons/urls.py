"""The addresses of this room."""

from django.urls import path

from .views import desk, files

app_name = "comparisons"
urlpatterns = [
    path("desk/comparisons/", desk.comparison_list, name="comparison_list"),
    path("desk/comparisons/<int:pk>/", desk.comparison, name="comparison"),
    path("desk/references/<int:pk>.jpg", files.reference_photo, name="reference_photo"),
    path(
        "desk/references/<int:pk>/thumb.jpg",
        files.reference_photo,
        {"size": "thumb"},
        name="reference_thumb",
    ),
    path("desk/presented/<int:pk>.jpg", files.presented_photo, name="presented_photo"),
    path("desk/evidence/<int:pk>/", files.evidence, name="evidence"),
]
