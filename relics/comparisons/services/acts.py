"""What every verb of this room does alike: lock, ask who acts, write the trail, sign."""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from approvals.cases import engine
from approvals.parties.models import User
from approvals.record.refusals import NotAllowed, require
from approvals.record.services import canonical, write_trail
from relics.appointments.queries import parties_to
from relics.comparisons.models import Comparison
from relics.comparisons.queries import answers_of
from relics.comparisons.rules import recusal_refusal, role_refusal


@contextmanager
def acting(comparison: Comparison, *, by: User, roles: Collection[str]) -> Iterator[Comparison]:
    """One transaction with the case row and the comparison locked, for an officer who may act."""
    require(role_refusal(comparison.case.office, by, roles), error=NotAllowed)
    with transaction.atomic():
        case = engine.lock_case(comparison.case_id)
        require(recusal_refusal(parties_to(case), by), error=NotAllowed)
        held = (
            Comparison.objects.select_for_update(of=("self",))
            .select_related("case__office", "reference__office", "reference__object")
            .get(pk=comparison.pk)
        )
        yield held


def trail(
    comparison: Comparison, verb: str, *, by: User, before: str = "", reason: str = "", **facts: Any
) -> None:
    """One entry in the case's chain; with `before` it tells of a move to the present status."""
    case = comparison.case
    write_trail(
        case.chain,
        f"comparison.{verb}",
        by=by,
        subject=f"comparison:{comparison.pk}",
        before={"status": before} if before else {},
        after={**({"status": comparison.status} if before else {}), **facts},
        reason=reason,
        acting_for=case.office.name if case.office else "",
    )


def content_of(comparison: Comparison) -> str:
    """The digest of all that lies before who signs: reference, photographs, measures, seals."""
    reference = comparison.reference
    answers = answers_of(comparison)
    told = {
        "reference": reference.pk,
        "mark": reference.mark_number,
        "seal": reference.seal_number,
        "measures": reference.measures,
        "tolerances": comparison.tolerances,
        "photos": [
            [photo.sha256, answers[photo.pk].sha256 if photo.pk in answers else ""]
            for photo in reference.photos.all()
        ],
        "presented": comparison.measures,
        "mark_seen": [comparison.mark_seen, comparison.mark_number],
        "seal_seen": [comparison.seal_seen, comparison.seal_number],
    }
    return hashlib.sha256(canonical(told)).hexdigest()


def signed(by: User, **words: Any) -> tuple[datetime, str]:
    """The moment, and the SHA-256 over the words, the officer and the moment (R-GEN-17)."""
    at = timezone.now()
    told = {"officer": by.actor_key, "at": at, **words}
    return at, hashlib.sha256(canonical(told)).hexdigest()
