"""Preparing and finishing papers.

`prepare` runs inside the deciding transaction and writes a row; `finish` draws and seals it
afterwards, in a worker, and may be run again after a crash: only one file enters into force.
"""

import glob
import hashlib
import json
import logging
import os
import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases.models import Case
from approvals.cases.services import next_number
from approvals.certificates.models import Certificate
from approvals.certificates.registry import kind_of
from approvals.certificates.render import render
from approvals.certificates.seal import configured_seal
from approvals.certificates.snapshot import canonical, digest, prepare_snapshot
from approvals.parties.models import User
from approvals.record.background import enqueue
from approvals.record.models import OutboxMessage
from approvals.record.refusals import Conflict, Refusal, Refused
from approvals.record.services import CLOCKWORK, post_outbox, write_trail
from approvals.record.status import can_proceed

log = logging.getLogger(__name__)


def prepare_certificate(
    case: Case,
    kind_key: str,
    content: Mapping[str, Any],
    *,
    by: User,
    number: str | None = None,
    pictures: Mapping[str, str] | None = None,
    version: int = 1,
) -> Certificate:
    """Freeze a paper inside the caller's transaction, and have it drawn and sealed after commit.

    `content` holds what the kind's template shows; office, case, reference, date and the
    address for verification are added here. Raises NotAcceptable when the content does not
    make a paper of this kind.
    """
    common = _common(case)
    snapshot = prepare_snapshot(kind_of(kind_key), {**common, "number": number, **content})
    frozen = canonical(snapshot)
    certificate = _insert(
        case=case,
        kind=kind_key,
        number=snapshot["number"],
        version=version,
        reference=snapshot["reference"],
        code=snapshot["verification"]["code"],
        snapshot=frozen.decode(),
        digest=digest(frozen),
        pictures=dict(pictures or {}),
        issued_on=_day(snapshot["issued"]),
        valid_until=_day(snapshot["valid_until"]),
        prepared_by=by,
    )
    write_trail(
        case.chain,
        "certificate.prepare",
        by=by,
        subject=f"certificate:{certificate.pk}",
        after={
            "kind": kind_key,
            "number": number,
            "reference": certificate.reference,
            "digest": certificate.digest,
        },
        acting_for=common["office"]["name"],
    )
    enqueue_finishing(certificate)
    return certificate


def _common(case: Case) -> dict[str, Any]:
    """What every paper of a case says: its own reference and code, office, case and date."""
    office = case.office
    if office is None:
        raise ValueError("a paper needs an office")
    code = secrets.token_urlsafe(12)
    received = case.received_at and timezone.localdate(case.received_at).isoformat()
    return {
        "reference": f"{case.number}-{next_number(f'paper:{case.pk}'):02d}",
        "issued": timezone.localdate().isoformat(),
        "office": {"name": office.name, "name_en": office.name_en or None},
        "case": {"number": case.number, "subject": case.title, "received": received},
        "demo": settings.DEMO,
        "verification": {
            "url": settings.SITE_URL + reverse("certificates:public", args=[code]),
            "code": code,
        },
        "rulebook": case.rule_version or None,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def enqueue_finishing(certificate: Certificate) -> None:
    """Have a prepared paper drawn and sealed after the caller's transaction, by a worker.

    Raises AlreadyEnqueued when a job for it waits already.
    """
    name = f"certificate:{certificate.pk}"
    enqueue("certificates.finish", lock=name, queueing_lock=name, certificate_id=certificate.pk)


def _insert(**fields: Any) -> Certificate:
    """The row of a paper; a number of the authority stands on one paper only (R-EXIT-19)."""
    try:
        with transaction.atomic():
            return Certificate.objects.create(**fields)
    except IntegrityError as error:
        if "certificate_number_given_once" not in str(error):
            raise
        raise Conflict(
            Refusal(
                "number_used",
                _("证照编号 %(number)s 已使用。") % {"number": fields["number"]},
                "R-EXIT-19",
                _("请核对编号。"),
            )
        ) from error


def finish_certificate(certificate_id: int) -> Certificate:
    """Draw, seal and put a prepared paper into force; a paper in force already is left alone.

    Rendering and sealing happen outside any transaction. Where that cannot be done (no signer, a
    character without a glyph), the paper stays prepared and the row keeps the reason (`failure`).
    """
    certificate = Certificate.objects.get(pk=certificate_id)
    if certificate.status != Certificate.Status.PREPARED:
        return certificate
    try:
        sealed = configured_seal().apply(_drawn(certificate))
    except Exception as error:
        still = Certificate.objects.filter(pk=certificate_id, status=Certificate.Status.PREPARED)
        still.update(failure=_reason(error))
        log.warning("paper %s not issued: %s", certificate.reference, error)
        raise
    file_digest = hashlib.sha256(sealed).hexdigest()
    place = _keep_file(certificate, sealed, file_digest)
    with transaction.atomic():
        held = Certificate.objects.select_for_update().get(pk=certificate_id)
        if not can_proceed(held.enter_into_force, check_conditions=False):
            transaction.on_commit(lambda: _keep_only_file_of(held))
            return held
        held.file, held.file_digest, held.finished_at = place, file_digest, timezone.now()
        held.failure = ""
        held.enter_into_force()
        held.save()
        paper = json.loads(held.snapshot)
        write_trail(
            held.case.chain,
            "certificate.issue_inside" if kind_of(held.kind).office_only else "certificate.issue",
            by=CLOCKWORK,
            subject=f"certificate:{held.pk}",
            before={"status": "prepared"},
            after={
                "status": "valid",
                "file_digest": file_digest,
                "paper": paper["title"],
                "paper_en": paper["title_en"],
            },
        )
        tell_recipients(held, "certificate.issued")
        transaction.on_commit(lambda: _keep_only_file_of(held))
    return held


def _reason(error: Exception) -> str:
    """Why a paper could not be finished, for the row: a refusal's own sentence, or the accident."""
    if isinstance(error, Refused):
        return str(error)
    return _("制发时发生意外，系统将再次尝试：%(error)s") % {"error": type(error).__name__}


def _drawn(certificate: Certificate) -> bytes:
    """The unsigned paper, from the frozen snapshot alone."""
    photos = {
        sha256: (Path(settings.MEDIA_ROOT) / place).read_bytes()
        for sha256, place in certificate.pictures.items()
    }
    return render(kind_of(certificate.kind), json.loads(certificate.snapshot), photos)


def _keep_file(certificate: Certificate, sealed: bytes, file_digest: str) -> str:
    """Write the sealed file whole or not at all; the name carries its own digest."""
    place = f"papers/{certificate.issued_on:%Y/%m}/{certificate.reference}-{file_digest[:12]}.pdf"
    target = Path(settings.MEDIA_ROOT) / place
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it names people
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    return place


def _keep_only_file_of(certificate: Certificate) -> None:
    """Remove what a crash or a second worker left: a sealed paper not in force is nobody's."""
    place = Path(settings.MEDIA_ROOT) / certificate.file
    for other in place.parent.glob(f"{glob.escape(certificate.reference)}-*.pdf"):
        if other.name != place.name:
            other.unlink(missing_ok=True)


def tell_recipients(certificate: Certificate, event: str) -> None:
    """Leave a message for each authority that the kind is of interest to, or that had one."""
    subject = f"certificate:{certificate.pk}"
    told = OutboxMessage.objects.filter(subject=subject).values_list("recipient", flat=True)
    for recipient in dict.fromkeys([*kind_of(certificate.kind).recipients, *told]):
        post_outbox(
            recipient,
            event,
            subject=subject,
            payload={
                "kind": certificate.kind,
                "number": certificate.number,
                "reference": certificate.reference,
                "status": certificate.status,
                "issued": certificate.issued_on,
                "digest": certificate.digest,
            },
        )


def read_paper(certificate: Certificate) -> bytes:
    """The sealed file of a paper in force or once in force."""
    return (Path(settings.MEDIA_ROOT) / certificate.file).read_bytes()
