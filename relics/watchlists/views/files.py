"""Photographs of lists and of what is like them, and the papers of instructions: for officers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from relics.register.views import picture_answer
from relics.watchlists.queries import (
    instructions_seen_by,
    listed_photos_seen_by,
    object_photos_seen_by,
)


@login_required
@require_GET
def listed_photo(request: HttpRequest, pk: int, size: str = "main") -> HttpResponse:
    """A photograph of an entry."""
    found = get_object_or_404(listed_photos_seen_by(request.user), pk=pk)
    return picture_answer(request, found, size)


@login_required
@require_GET
def object_photo(request: HttpRequest, pk: int, size: str = "main") -> HttpResponse:
    """A photograph of an object that is a candidate or frozen at the officer's office."""
    found = get_object_or_404(object_photos_seen_by(request.user), pk=pk)
    return picture_answer(request, found, size)


@login_required
@require_GET
def instruction(request: HttpRequest, pk: int) -> HttpResponse:
    """What the authority wrote, to be kept as a file and never opened on our pages."""
    found = get_object_or_404(instructions_seen_by(request.user), pk=pk)
    ending = "pdf" if found.media_type == "application/pdf" else "jpg"
    with found.file.open("rb") as stream:
        answer = HttpResponse(stream.read(), content_type=found.media_type)
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="instruction-{found.pk}.{ending}"'
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
