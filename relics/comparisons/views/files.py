"""The photographs and the evidence: handed out to the officers of the office only."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from relics.comparisons.queries import (
    evidence_seen_by,
    presented_photos_seen_by,
    reference_photos_seen_by,
)
from relics.register.views import picture_answer


@login_required
@require_GET
def reference_photo(request: HttpRequest, pk: int, size: str = "main") -> HttpResponse:
    """A photograph of the record."""
    found = get_object_or_404(reference_photos_seen_by(request.user), pk=pk)
    return picture_answer(request, found, size)


@login_required
@require_GET
def presented_photo(request: HttpRequest, pk: int, size: str = "main") -> HttpResponse:
    """A photograph of the object as it was presented."""
    found = get_object_or_404(presented_photos_seen_by(request.user), pk=pk)
    return picture_answer(request, found, size)


@login_required
@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """What an explanation stands on, to be kept as a file and never opened on our pages."""
    found = get_object_or_404(evidence_seen_by(request.user), pk=pk)
    ending = "pdf" if found.media_type == "application/pdf" else "jpg"
    with found.evidence.open("rb") as stream:
        answer = HttpResponse(stream.read(), content_type=found.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="evidence-{found.pk}.{ending}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
