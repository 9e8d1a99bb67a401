"""The files behind a version and a check: to be kept, never opened on our pages."""

from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from relics.standards.models import ListVersion, TextCheck

from .desk import for_authorities


@for_authorities
@require_safe
def version_file(_request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a list as it was loaded."""
    found = get_object_or_404(ListVersion.objects.only("file", "filename", "key"), pk=pk)
    ending = found.filename.rpartition(".")[2].lower()
    known = ending if ending in {"csv", "xlsx", "toml"} else "bin"
    return _answer(found.file, "application/octet-stream", f"{found.key}.{known}")


@for_authorities
@require_safe
def check_file(_request: HttpRequest, pk: int) -> HttpResponse:
    """The official text that a citation was held against."""
    found = get_object_or_404(TextCheck, pk=pk)
    ending = found.media_type.rpartition("/")[2]
    return _answer(found.file, found.media_type, f"{found.citation}.{ending}")


def _answer(file: FieldFile, media_type: str, name: str) -> HttpResponse:
    with file.open("rb") as stream:
        answer = HttpResponse(stream.read(), content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
