"""Verification for everybody, by code or by file: the same answers as the public page."""

from django.http import HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from approvals.certificates.public import look_up, look_up_file
from approvals.certificates.quarantine import LARGEST_UPLOAD

router = Router(tags=["verification"])


class ListedObject(Schema):
    sequence: int
    name: str
    age: str | None = None
    material: str | None = None
    size: str | None = None
    quantity: int
    unit: str
    mark: str | None = None


class VerdictOut(Schema):
    """Valid, revoked, superseded, expired, altered or unknown; nothing personal."""

    verdict: str
    checked_at: str
    title: str
    number: str | None = None
    reference: str | None = None
    office: str | None = None
    issued: str | None = None
    valid_until: str | None = None
    objects: list[ListedObject]
    reasons: list[str]


@router.get("/{code}", response=VerdictOut, auth=None, summary="Verify a paper by its code")
def verify_code(request: HttpRequest, code: str) -> dict[str, object]:
    """The answer for the random code in the paper's QR address. Wrong and unknown are alike."""
    return look_up(code).as_json()


@router.post("/", response=VerdictOut, auth=None, summary="Verify an uploaded paper")
def verify_file(request: HttpRequest, file: UploadedFile = File(...)) -> dict[str, object]:  # type: ignore[type-arg]
    """The answer for a PDF: first its seal, then the status of its paper here."""
    return look_up_file(file.read(LARGEST_UPLOAD + 1)).as_json()
