"""What every verb of this room does alike: lock, trail, version, paper."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Case
from approvals.parties.models import User
from approvals.record.refusals import NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import Actor, write_trail
from relics.filings.differences import digest_of, snapshot_of
from relics.filings.models import Filing, FilingVersion
from relics.filings.models.filing import CONTENT
from relics.filings.rules import holder_refusal, officer_refusal


def locked(filing: Filing) -> Filing:
    """The filing under its row lock; the case row is locked before it."""
    return (
        Filing.objects.select_for_update(of=("self",))
        .select_related(
            "case__applicant", "case__agent", "case__office", "object", "zone__party", "port"
        )
        .get(pk=filing.pk)
    )


@contextmanager
def holding(filing: Filing) -> Iterator[Filing]:
    """One transaction with the case row and the filing locked, outside any turn."""
    with transaction.atomic():
        engine.lock_case(filing.case_id)
        yield locked(filing)


def require_either_side(filing: Filing, by: User) -> None:
    """The holder's side or its office; NotAllowed for everybody else."""
    if holder_refusal(filing, by):
        require(officer_refusal(filing, by), error=NotAllowed)


def trail(
    filing: Filing,
    verb: str,
    *,
    by: Actor,
    before: str = "",
    reason: str = "",
    acting_for: str = "",
    **facts: Any,
) -> None:
    """One entry in the case's chain; with `before` it tells of a move to the present status."""
    case = filing.case
    write_trail(
        case.chain,
        f"filing.{verb}",
        by=by,
        subject=f"filing:{filing.pk}",
        before={"status": before} if before else {},
        after={**({"status": filing.status} if before else {}), **facts},
        reason=reason,
        acting_for=acting_for or case.acting_party.name,
    )


def keep_version(filing: Filing, act: str, *, by: User, reason: str = "") -> FilingVersion:
    """Freeze what the filing says now as its next version."""
    last = FilingVersion.objects.filter(filing=filing).aggregate(last=Max("number"))["last"]
    said = snapshot_of(filing)
    return FilingVersion.objects.create(
        filing=filing,
        number=(last or 0) + 1,
        act=act,
        snapshot=said,
        digest=digest_of(said),
        reason=reason.strip(),
        by=by,
    )


def write(filing: Filing, values: Mapping[str, Any], *, allowed: Any = CONTENT) -> list[str]:
    """Set content fields, check them, save them; returns the names of those that changed."""
    changed = []
    for name, value in values.items():
        if name not in allowed:
            raise KeyError(name)
        if getattr(filing, name) != value:
            setattr(filing, name, value)
            changed.append(name)
    if not changed:
        return []
    filing.full_clean(exclude=["case", "object", "status"], validate_constraints=False)
    if filing.edition_no and filing.edition_total and filing.edition_no > filing.edition_total:
        raise NotAcceptable(Refusal("edition_beyond_total", _("版号大于总版数。"), "R-ART-01", ""))
    filing.save(update_fields=changed)
    return changed


def office_of(filing: Filing) -> str:
    """The name of the authority that acts, for the trail."""
    return filing.case.office.name if filing.case.office else ""


def close_case(case: Case) -> None:
    """Nothing more is to be done in the case."""
    case.closed_at = timezone.now()
    case.save(update_fields=["closed_at"])
