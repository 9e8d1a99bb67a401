"""What a stranger is told of a paper: its verdict and its identity, and nothing personal."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from .models import Certificate, CertificateStatus, Inspection
from .quarantine import verify_upload
from .trust import TrustFolder
from .verdicts import Answer, Verdict

BY_STATUS = {
    CertificateStatus.VALID: Answer.VALID,
    CertificateStatus.REVOKED: Answer.REVOKED,
    CertificateStatus.VOIDED: Answer.REVOKED,
    CertificateStatus.SUPERSEDED: Answer.SUPERSEDED,
    CertificateStatus.SUSPENDED: Answer.SUSPENDED,
    CertificateStatus.EXPIRED: Answer.EXPIRED,
}


@dataclass(frozen=True)
class Found:
    """A public answer. Everything but the verdict is empty where nothing was found."""

    verdict: Answer
    checked_at: datetime
    title: str = ""
    title_en: str = ""
    number: str = ""
    reference: str = ""
    office: str = ""
    issued: date | None = None
    valid_until: date | None = None
    objects: tuple[dict[str, Any], ...] = ()
    looks: int = 0
    reasons: tuple[str, ...] = ()
    demo: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "verdict": str(self.verdict),
            "checked_at": self.checked_at.isoformat(),
            "title": self.title,
            "number": self.number or None,
            "reference": self.reference or None,
            "office": self.office or None,
            "issued": self.issued.isoformat() if self.issued else None,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "objects": list(self.objects),
            "reasons": list(self.reasons),
        }


def _in_public() -> QuerySet[Certificate]:
    """The papers that are or were in force; one that is only prepared is nobody's yet."""
    return Certificate.objects.exclude(status=CertificateStatus.PREPARED)


def look_up(code: str, *, way: str = "code") -> Found:
    """The answer for the random code of a paper. Wrong and unknown codes are alike."""
    certificate = _in_public().filter(code=code[:32]).first()
    if certificate is None:
        return Found(Answer.UNKNOWN, timezone.now())
    return _told(certificate, way)


def look_up_file(data: bytes) -> Found:
    """The answer for an uploaded file: first its seal, then the status of its paper here."""
    verdict = verify_upload(data, TrustFolder(settings.VAR / "trust"))
    if verdict.verdict not in (Answer.VALID, Answer.EXPIRED):
        return Found(verdict.verdict, timezone.now(), reasons=verdict.sentences)
    certificate = _in_public().filter(reference=verdict.reference or "").first()
    if certificate is None:
        return _from_file(verdict)
    genuine = replace(verdict, reasons=tuple(r for r in verdict.reasons if r != "status_unchecked"))
    return _told(certificate, "file", genuine.sentences)


def _from_file(verdict: Verdict) -> Found:
    """A genuine paper that this installation does not keep: its status is unchecked."""
    return Found(
        verdict.verdict,
        timezone.now(),
        number=verdict.number or "",
        reference=verdict.reference or "",
        issued=date.fromisoformat(verdict.issued) if verdict.issued else None,
        reasons=verdict.sentences,
    )


def _told(certificate: Certificate, way: str, reasons: tuple[str, ...] = ()) -> Found:
    answer = BY_STATUS[CertificateStatus(certificate.status)]
    last_day = certificate.valid_until
    if answer is Answer.VALID and last_day and last_day < timezone.localdate():
        answer = Answer.EXPIRED
    Inspection.objects.create(certificate=certificate, way=way, verdict=str(answer))
    paper = json.loads(certificate.snapshot)
    return Found(
        verdict=answer,
        checked_at=timezone.now(),
        title=paper["title"],
        title_en=paper["title_en"],
        number=certificate.number or "",
        reference=certificate.reference,
        office=paper["office"]["name"],
        issued=certificate.issued_on,
        valid_until=certificate.valid_until,
        objects=tuple(
            {
                key: thing.get(key)
                for key in (
                    "sequence",
                    "name",
                    "age",
                    "material",
                    "size",
                    "quantity",
                    "unit",
                    "mark",
                )
            }
            for thing in paper.get("objects", [])
        ),
        looks=certificate.inspections.count(),
        reasons=reasons,
        demo=paper["demo"],
    )
