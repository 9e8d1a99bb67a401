"""Photographs are private: they are handed out after asking who looks."""

from typing import Any, Protocol

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from .queries import photos_seen_by

A_DAY = "private, max-age=86400"


class Picture(Protocol):
    """A row with a developed photograph, of this room or of another."""

    sha256: Any
    image: Any
    thumb: Any


@login_required
@require_GET
def photo(request: HttpRequest, pk: int, size: str = "main") -> HttpResponse:
    """One photograph, or its thumbnail; 404 for who may not see the object.

    A photograph never changes, so the browser may keep it for a day, and asks by its digest.
    """
    found = get_object_or_404(photos_seen_by(request.user), pk=pk)
    return picture_answer(request, found, size)


def picture_answer(request: HttpRequest, found: Picture, size: str) -> HttpResponse:
    """A photograph for who has been found to see it: `main`, or its `thumb`."""
    etag = f'"{found.sha256[:32]}-{size}"'
    answer: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponseNotModified()
    else:
        file = found.thumb if size == "thumb" else found.image
        with file.open("rb") as stream:
            answer = HttpResponse(stream.read(), content_type="image/jpeg")
        answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = A_DAY
    patch_vary_headers(answer, ["Cookie"])
    return answer
