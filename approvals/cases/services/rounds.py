"""Opening a round: what the applicant submitted, frozen."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from approvals.cases.engine import lock_case
from approvals.cases.models import Case, Round
from approvals.parties.models import User
from approvals.record.services import canonical, write_trail


def open_round(case: Case, snapshot: Mapping[str, Any], *, because: str, by: User) -> Round:
    """Freeze what is submitted now as the case's next round. The caller has judged its rights."""
    with transaction.atomic():
        case = lock_case(case.pk)
        last = case.rounds.order_by("-number").first()
        opened = Round.objects.create(
            case=case,
            number=last.number + 1 if last else 1,
            opened_by=by,
            opened_because=because,
            snapshot=dict(snapshot),
            digest=hashlib.sha256(canonical(snapshot)).hexdigest(),
            former_process=case.process if last else None,
        )
        write_trail(
            case.chain,
            "round.open",
            by=by,
            subject=f"round:{opened.pk}",
            after={"round": opened.number, "digest": opened.digest},
            reason=because,
        )
    return opened
