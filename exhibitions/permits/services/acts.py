"""What every verb of this room does alike: lock, move, write the trail, tell the authorities."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from approvals.cases import engine
from approvals.cases.models import Case
from approvals.cases.services import next_number
from approvals.parties.models import Party
from approvals.record.refusals import NotAcceptable, Refusal
from approvals.record.services import Actor, post_outbox, write_trail
from exhibitions.permits.models import DisplayPermit, Showroom, Site

Subject = DisplayPermit | Site
SERIES = {"display": "ZS", "showroom": "CS"}


def locked(permit: DisplayPermit) -> DisplayPermit:
    """The permit under its row lock; the case row is locked before it."""
    return (
        DisplayPermit.objects.select_for_update(of=("self",))
        .select_related("case__applicant", "case__office", "site", "guarantee__customs")
        .select_related("showroom__operator", "showroom__zone__party", "showroom__customs")
        .get(pk=permit.pk)
    )


def locked_site(site: Site) -> Site:
    """The place under its row lock; the case row is locked before it."""
    return (
        Site.objects.select_for_update(of=("self",))
        .select_related("case__applicant", "case__office")
        .select_related("showroom__operator", "showroom__zone__party", "showroom__customs")
        .get(pk=site.pk)
    )


@contextmanager
def holding(permit: DisplayPermit) -> Iterator[DisplayPermit]:
    """One transaction with the case row and the permit locked, outside any turn."""
    with transaction.atomic():
        engine.lock_case(permit.case_id)
        yield locked(permit)


def trail(
    subject: Subject,
    verb: str,
    *,
    by: Actor,
    before: str = "",
    reason: str = "",
    acting_for: str = "",
    **facts: Any,
) -> None:
    """One entry in the chain of the case; with `before` it tells of a move."""
    room = "display" if isinstance(subject, DisplayPermit) else "showroom"
    write_trail(
        subject.case.chain,
        f"{room}.{verb}",
        by=by,
        subject=f"{room}:{subject.pk}",
        before={"status": before} if before else {},
        after={**({"status": subject.status} if before else {}), **facts},
        reason=reason,
        acting_for=acting_for or subject.case.acting_party.name,
    )


def tell(permit: DisplayPermit, what: str, **facts: Any) -> None:
    """Every authority that was asked or told learns of it; customs always."""
    kinds = set(permit.consultations.values_list("authority__kind", flat=True))
    payload = {
        "case": permit.case.number,
        "permit": permit.customs_number,
        "business": permit.business_number,
        "operator": permit.showroom.operator.name,
        "site": permit.site.address,
        "starts_on": permit.starts_on,
        "ends_on": permit.ends_on,
        "status": permit.status,
        **facts,
    }
    for recipient in sorted({Party.Kind.CUSTOMS.value, *kinds}):
        post_outbox(recipient, what, subject=f"case:{permit.case_id}", payload=payload)


def receive(case: Case, showroom: Showroom) -> None:
    """The deciding customs receives the case, under a number of the zone's series."""
    today = timezone.localdate()
    if case.number is None:
        series, code = SERIES[case.kind], showroom.zone.code
        serial = next_number(f"{case.kind}:{code}-{today:%Y}")
        case.number = f"{series}-{code.upper()}-{today:%Y}-{serial:06d}"
    case.office, case.received_at = showroom.customs, timezone.now()
    case.save(update_fields=["office", "number", "received_at"])


def close_case(case: Case) -> None:
    """Nothing more is to be done in the case."""
    case.closed_at = timezone.now()
    case.save(update_fields=["closed_at"])


def require_none(refusals: list[Refusal]) -> None:
    """Raise NotAcceptable with all of them in `extra["refusals"]`."""
    if refusals:
        raise NotAcceptable(
            refusals[0], extra={"refusals": [one.as_problem(422) for one in refusals]}
        )
