"""The addresses of custody."""

from django.urls import path

from .views import board, counts, exhibit, places

app_name = "exhibits"
urlpatterns = [
    path("exhibits/", board.board, name="board"),
    path("exhibits/returns/", board.returns, name="returns"),
    path("exhibits/places/", places.places, name="places"),
    path("exhibits/<int:pk>/", exhibit.exhibit, name="exhibit"),
    path("exhibits/<int:pk>/photo.jpg", exhibit.photo, name="photo"),
    path("exhibits/sites/<int:site>/counts/", counts.count_list, name="counts"),
    path("exhibits/counts/<int:pk>/", counts.count, name="count"),
    path("exhibits/counts/<int:pk>/scans/", counts.scans, name="scans"),
]
