"""Each night: what goods may owe by the new day's rates, and which guarantees still suffice."""

import logging
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from approvals.parties.models import Party
from approvals.record.refusals import NotAcceptable
from approvals.record.services import CLOCKWORK, Actor
from exhibitions.guarantees.models import LIVE, OPEN, Guarantee
from exhibitions.guarantees.queries import open_coverages
from exhibitions.tariffs.estimating import Estimator
from relics.register.models import RelicObject

from .acts import locked, settle_balance
from .covering import revalue

log = logging.getLogger(__name__)


@dataclass
class Night:
    """What a night brought: objects revalued, objects whose rate is unknown, the guarantees."""

    revalued: int = 0
    unknown: int = 0
    guarantees: int = 0


def pass_night() -> Night:
    """Revalue everything that is locked, and let every status say how it stands today."""
    night = revalue_all()
    for guarantee in Guarantee.objects.filter(status__in=LIVE).order_by("pk"):
        with transaction.atomic():
            settle_balance(locked(guarantee), by=CLOCKWORK)
    return night


def revalue_all() -> Night:
    """Estimate anew what each object may owe (case 30); a rate that is unknown changes nothing.

    Such an object keeps what is locked for it, and is counted and named in the log.
    """
    night = Night()
    for guarantee in Guarantee.objects.filter(status__in=OPEN, required__gt=0).order_by("pk"):
        found = _estimated(guarantee, night)
        night.guarantees += 1
        night.revalued += len(revalue(guarantee, found, by=CLOCKWORK)) if found else 0
    return night


def settle_holder(holder: Party, *, by: Actor) -> None:
    """Let the holder's guarantees say how they stand: its tier has changed (R-CRED, case 42).

    An exemption answers for nothing any more when the tier may not be exempt; nothing that is
    on show is cancelled.
    """
    rows = Guarantee.objects.filter(holder=holder, status__in=LIVE).order_by("pk")
    with transaction.atomic():
        for guarantee in rows:
            settle_balance(locked(guarantee), by=by)


def _estimated(guarantee: Guarantee, night: Night) -> list[tuple[RelicObject, Decimal]]:
    """The objects whose sum is another today."""
    one = Estimator(timezone.localdate(), customs=guarantee.customs)
    found: list[tuple[RelicObject, Decimal]] = []
    for coverage in open_coverages(guarantee).filter(basis__isnull=False):
        said = coverage.basis or {}
        try:
            total = one.estimate(
                Decimal(said["value"]), said["currency"], said["hs_code"], origin=said["origin"]
            ).total
        except NotAcceptable as error:
            night.unknown += 1
            log.warning("guarantee %s, object %s: %s", guarantee.pk, coverage.object_id, error)
            continue
        if total > 0 and total != coverage.amount:
            found.append((coverage.object, total))
    return found
