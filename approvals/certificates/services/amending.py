"""Correcting a paper after issue: the next version takes its place, or it is void. Both stay."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from approvals.certificates.models import Certificate
from approvals.parties.models import Role, User

from .issuing import prepare_certificate
from .standing import change_status

OF_EACH_PAPER = {
    "schema",
    "kind",
    "title",
    "title_en",
    "number",
    "reference",
    "issued",
    "office",
    "case",
    "demo",
    "verification",
    "rulebook",
}


def amend_certificate(
    certificate: Certificate, corrected: Mapping[str, Any], *, reason: str, by: User
) -> Certificate:
    """Issue the next version of a paper with some of its content corrected (R-CERT-10, case 47).

    The old one is superseded at once, so that never two are in force; both stay. The number of
    the authority stays the same, the version counts on: 001, 002. Only an issuer of the office
    may. `corrected` holds the snapshot's keys that change. Returns the new paper.
    """
    with transaction.atomic():
        old = change_status(certificate, "supersede", reason=reason, role=Role.ISSUER, by=by)
        was = json.loads(old.snapshot)
        content = {key: value for key, value in was.items() if key not in OF_EACH_PAPER}
        version = old.version + 1
        note = f"本件为第{version:03d}版，替换文号{old.reference}的第{old.version_code}版。"
        kept = [one for one in content.get("remarks") or [] if not one.startswith("本件为第")]
        content |= {**corrected, "remarks": [*(corrected.get("remarks") or kept), note]}
        return prepare_certificate(
            old.case,
            old.kind,
            content,
            by=by,
            number=old.number,
            pictures=old.pictures,
            version=version,
        )


def void_certificate(certificate: Certificate, *, reason: str, by: User) -> Certificate:
    """Take a misprinted paper out of use; its number is not given again. By an issuer."""
    return change_status(certificate, "void", reason=reason, role=Role.ISSUER, by=by)
