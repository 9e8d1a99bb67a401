"""The addresses of the account books."""

from django.urls import path

from .views import books, lines

app_name = "books"
urlpatterns = [
    path("books/", books.book_list, name="list"),
    path("books/new/", books.book_new, name="new"),
    path("books/<int:pk>/", books.book, name="book"),
    path("books/<int:pk>/lines/new/", lines.lines_new, name="lines_new"),
    path("books/lines/<int:pk>/", lines.line, name="line"),
    path("books/lines/<int:pk>/photo.jpg", lines.photo, name="photo"),
]
