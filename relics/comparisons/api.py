"""The interface of the comparison: to look, and to present what instruments at the desk give.

Signatures and findings are people's own acts, each in a session of their own: not here.
"""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Router
from ninja.files import UploadedFile

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.signed_in import person

from .models import Comparison, ReferencePhoto
from .queries import comparisons_of, whole
from .schemas import ComparisonOut, MarksIn, MeasuresIn, comparison_out
from .services import present_photo, record_marks, record_measures

router = Router(tags=["comparisons"])
Answer = tuple[int, dict[str, object]]


def _comparison(request: HttpRequest, pk: int) -> Comparison:
    """The comparison, if it is of the client's own office; else 404."""
    return get_object_or_404(whole(comparisons_of(person(request))), pk=pk)


@router.get(
    "/{int:pk}",
    auth=SystemAuth("decisions"),
    response=ComparisonOut,
    summary="Read a comparison",
)
def read(request: HttpRequest, pk: int) -> dict[str, object]:
    return comparison_out(_comparison(request, pk))


@router.post(
    "/{int:pk}/views/{int:view}",
    auth=SystemAuth("decisions"),
    response={201: ComparisonOut},
    summary="Present a photograph of a view",
)
@idempotent
def photograph(
    request: HttpRequest,
    pk: int,
    view: int,
    file: UploadedFile = File(...),  # type: ignore[type-arg]
) -> Answer:
    """The object as it is now, from the view of a photograph on record; the latest counts."""
    comparison = _comparison(request, pk)
    answers = get_object_or_404(ReferencePhoto, pk=view, reference=comparison.reference_id)
    present_photo(comparison, answers, file, by=person(request))
    return 201, comparison_out(_comparison(request, pk))


@router.post(
    "/{int:pk}/measures",
    auth=SystemAuth("decisions"),
    response={201: ComparisonOut},
    summary="Record measures taken now",
)
@idempotent
def measure(request: HttpRequest, pk: int, payload: MeasuresIn) -> Answer:
    """Only what was measured at entry (R-TEMP-06)."""
    record_measures(_comparison(request, pk), payload.measures, by=person(request))
    return 201, comparison_out(_comparison(request, pk))


@router.post(
    "/{int:pk}/marks",
    auth=SystemAuth("decisions"),
    response={201: ComparisonOut},
    summary="Record how mark and seal were found",
)
@idempotent
def sight(request: HttpRequest, pk: int, payload: MarksIn) -> Answer:
    """A number that is not the recorded one is another mark, whatever is said of it."""
    record_marks(_comparison(request, pk), **payload.dict(), by=person(request))
    return 201, comparison_out(_comparison(request, pk))
