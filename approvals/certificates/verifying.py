"""Verification 核验: is this the paper that the office sealed, and does it still stand?

Needs no database, no network and no settings. The file is judged as a stranger's: whatever is
not exactly as it was sealed by a key of the trust folder is altered or unknown.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from itertools import islice
from typing import Any

import asn1crypto.x509
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from approvals.certificates.seal_bytes import plain_form
from approvals.certificates.status_list import StatusList, StatusListRefused, read_status_list
from approvals.certificates.trust import TrustFolder
from approvals.certificates.verdicts import Answer, Verdict, unknown

LARGEST_FILE = 16 * 2**20
HEADER_WITHIN = 1024
MOST_SEALS = 8
ATTACHMENT_NAME = "certificate.json"
FALLEN = (Answer.REVOKED, Answer.SUPERSEDED, Answer.SUSPENDED, Answer.EXPIRED)
CHINA = timezone(timedelta(hours=8))  # the dates on a paper are dates there
CONTENTS = re.compile(rb"/Contents\s{0,4}<([0-9A-Fa-f]{200,40000})>")


def verify_pdf(data: bytes, trust: TrustFolder, status_list: bytes | None = None) -> Verdict:
    """Judge the bytes of a file in this process; never raises for what the file contains.

    For a stranger's upload use `approvals.certificates.quarantine.verify_upload`, which does
    this under limits of memory and time.
    """
    if len(data) > LARGEST_FILE:
        return unknown("too_large")
    if b"%PDF-" not in data[:HEADER_WITHIN]:
        return unknown("not_a_pdf")
    offices = trust.offices
    if not offices:
        return unknown("nobody_trusted")
    try:
        attached = _sealed_data(data, offices)
    except Exception:  # noqa: BLE001  a hostile file may raise anything in a parser
        attached = None
    if attached is None:
        return _without_proof(data, offices)
    return _judge(data, attached, trust, status_list)


def _sealed_data(data: bytes, offices: tuple[x509.Certificate, ...]) -> bytes | None:
    """The attached data when the seal proves the whole file, empty when nothing is attached."""
    reader = PdfFileReader(BytesIO(data))
    seals = reader.embedded_signatures
    if len(seals) != 1 or not _proves_whole_file(seals[0], data, offices):
        return None
    return _attachment(reader)


def _proves_whole_file(
    seal: EmbeddedPdfSignature, data: bytes, offices: tuple[x509.Certificate, ...]
) -> bool:
    """True for one certifying signature of a trusted office over all of the file."""
    roots = [asn1crypto.x509.Certificate.load(root.public_bytes(Encoding.DER)) for root in offices]
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = validate_pdf_signature(seal, signer_validation_context=context)
    return bool(
        status.bottom_line
        and status.trusted
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and seal.docmdp_level == MDPPerm.NO_CHANGES
        and _gap_is_exact(seal, data)
    )


def _gap_is_exact(seal: EmbeddedPdfSignature, data: bytes) -> bool:
    """The only bytes the seal cannot cover are its own: they must be written in one way only."""
    start, first, second, rest = (int(number) for number in seal.byte_range)
    der = plain_form(seal.pkcs7_content)
    gap = data[first:second]
    return (
        start == 0
        and second + rest == len(data)
        and gap == b"<" + der.hex().upper().encode().ljust(len(gap) - 2, b"0") + b">"
    )


def _attachment(reader: PdfFileReader) -> bytes:
    """The attached data; empty where there is none."""
    try:
        names = list(reader.root["/Names"]["/EmbeddedFiles"]["/Names"])
    except KeyError:
        return b""
    for name, specification in zip(names[::2], names[1::2], strict=True):
        if str(name) == ATTACHMENT_NAME:
            content: bytes = specification.get_object()["/EF"]["/F"].data
            return content
    return b""


def _without_proof(data: bytes, offices: tuple[x509.Certificate, ...]) -> Verdict:
    """Altered when a trusted office's certificate is in some seal of the file, else unknown."""
    seals = islice(CONTENTS.finditer(data), MOST_SEALS)
    signers = [signer for found in seals for signer in _signers(found[1])]
    if any(_issued_by(signer, office) for signer in signers for office in offices):
        return Verdict(Answer.ALTERED, ("changed_after_seal",))
    if signers:
        return unknown("unknown_seal")
    return unknown("no_seal" if b"%%EOF" in data[-HEADER_WITHIN:] else "unreadable")


def _signers(contents: bytes) -> Iterable[x509.Certificate]:
    try:
        content = cms.ContentInfo.load(bytes.fromhex(contents.decode()))["content"]
        return [
            x509.load_der_x509_certificate(found.chosen.dump()) for found in content["certificates"]
        ]
    except Exception:  # noqa: BLE001  the same
        return []


def _issued_by(signer: x509.Certificate, office: x509.Certificate) -> bool:
    try:
        signer.verify_directly_issued_by(office)
    except Exception:  # noqa: BLE001  the same
        return False
    return True


def _judge(data: bytes, attached: bytes, trust: TrustFolder, status_list: bytes | None) -> Verdict:
    """The seal holds: what do the data, the calendar and the status list say?"""
    try:
        snapshot = json.loads(attached)
        genuine = Verdict(
            Answer.VALID,
            ("genuine",),
            kind=snapshot["kind"],
            number=snapshot["number"],
            issued=snapshot["issued"],
            reference=snapshot["reference"],
        )
    except (ValueError, KeyError, TypeError):
        return unknown("no_data")
    names = (genuine.reference or "", _sha256(data), _sha256(attached))
    verdict = _with_status(genuine, names, trust, status_list)
    return _with_validity(verdict, snapshot)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _with_validity(verdict: Verdict, snapshot: dict[str, Any]) -> Verdict:
    """Expired only where a validity was recorded (R-EXIT-20); a revocation weighs more."""
    until = snapshot.get("valid_until")
    if (
        verdict.verdict == Answer.VALID
        and until
        and date.fromisoformat(until) < datetime.now(CHINA).date()
    ):
        return replace(verdict, verdict=Answer.EXPIRED, reasons=(*verdict.reasons, "expired"))
    return verdict


def _with_status(
    verdict: Verdict, names: tuple[str, ...], trust: TrustFolder, content: bytes | None
) -> Verdict:
    if content is None:
        return replace(verdict, reasons=(*verdict.reasons, "status_unchecked"))
    try:
        listed = read_status_list(content, trust)
    except StatusListRefused:
        reasons = (*verdict.reasons, "status_list_bad", "status_unchecked")
        return replace(verdict, reasons=reasons)
    reasons = (*verdict.reasons, "status_checked", *_freshness(listed, verdict.issued))
    verdict = replace(verdict, reasons=reasons, status_as_of=listed.issued_at.isoformat())
    status = listed.status_of(*names)
    if status in (None, "valid"):
        return verdict
    if status in FALLEN:
        return replace(verdict, verdict=Answer(status), reasons=(*reasons, status))
    return replace(verdict, verdict=Answer.UNKNOWN, reasons=(*reasons, "status_not_understood"))


def _freshness(listed: StatusList, issued: str | None) -> tuple[str, ...]:
    if issued and listed.issued_at.astimezone(CHINA).date() < date.fromisoformat(issued):
        return ("status_list_older",)
    return ("status_list_stale",) if listed.next_update < datetime.now(UTC) else ()
