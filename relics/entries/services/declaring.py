"""The applicant declares what customs was told, and hands in the papers (§9.4)."""

from collections.abc import Mapping
from typing import IO, Any

from django.core.files.base import ContentFile
from django.db import transaction

from approvals.parties.models import User
from approvals.record.refusals import NotAcceptable
from relics.entries.models import EntryDeclaration
from relics.entries.rules import declaration_refusals
from relics.register.documents import read_document
from relics.reviews.models import Review
from relics.reviews.services.acts import trail
from relics.reviews.services.application import drafting

FIELDS = (
    "purpose",
    "entered_on",
    "customs",
    "regime",
    "zone",
    "customs_number",
    "seal_number",
    "exhibition",
    "term_from",
    "term_to",
    "declared_by",
    "supervised_by",
    "organiser",
    "operator",
    "overseas",
    "venue",
    "origin",
    "filing_number",
)


def declare_entry(
    review: Review,
    values: Mapping[str, Any],
    *,
    customs_paper: IO[bytes] | None = None,
    filing: IO[bytes] | None = None,
    by: User,
) -> EntryDeclaration:
    """Write the declaration of a draft; papers are kept as they were sent (R-DATA-10).

    The paper of customs is needed the first time, that of the filing where there is a show.
    Raises NotAcceptable with the first thing that is wrong (R-TEMP-01, R-TEMP-08, R-TEMP-11).
    """
    papers = {
        name: read_document(file, rule=rule) if file else None
        for name, file, rule in (
            ("customs", customs_paper, "R-TEMP-01"),
            ("filing", filing, "R-TEMP-08"),
        )
    }
    with transaction.atomic():
        held = drafting(review, by)
        entry = EntryDeclaration.objects.filter(review=held).first()
        entry = entry or EntryDeclaration(review=held)
        for name in FIELDS:
            if name in values:
                setattr(entry, name, values[name])
        for name, paper in papers.items():
            if paper is None:
                continue
            setattr(entry, f"{name}_sha256", paper.sha256)
            kept = getattr(entry, f"{name}_file")
            kept.save(f"{name}{paper.suffix}", ContentFile(paper.content), save=False)
        for refusal in declaration_refusals(entry):
            raise NotAcceptable(refusal)
        entry.full_clean(exclude=["review"], validate_constraints=False)
        entry.save()
        trail(
            held,
            "application.declare_entry",
            by=by,
            purpose=entry.purpose,
            regime=entry.regime,
            customs=entry.customs_sha256,
            filing=entry.filing_sha256,
        )
    return entry
