"""Acceptance by the passing of time (R-GEN-03): the one act that the clock does by itself."""

from django.db import transaction
from django.utils import timezone

from approvals.cases.engine import lock_case
from approvals.cases.kinds import kind_of
from approvals.cases.models import Case, Clock, DeemedAcceptance
from approvals.record.services import CLOCKWORK, write_trail

from .clocks import stop_clock


def deem_accepted(case: Case) -> DeemedAcceptance | None:
    """Accept the case from the day of receipt, if its completeness term ran out unanswered.

    Nobody was told within five working days what was missing (R-GEN-03). The decision clock,
    which has run since the receipt, becomes firm from that day. The kind's own hook moves the
    status. Returns None where there is nothing to do: may be asked again, by two workers at once.
    """
    hook = kind_of(case.kind).on_deemed_accepted
    if hook is None:
        return None
    with transaction.atomic():
        case = lock_case(case.pk)
        clock = Clock.objects.filter(
            case=case,
            kind="completeness",
            stopped_at__isnull=True,
            beyond_calendar=False,
            due_on__lt=timezone.localdate(),
        ).first()
        if clock is None or DeemedAcceptance.objects.filter(case=case).exists():
            return None
        deemed = DeemedAcceptance.objects.create(
            case=case, clock=clock, accepted_on=clock.starts_on
        )
        stop_clock(case, "completeness", because="deemed_accepted")
        Clock.objects.filter(
            case=case, kind="decision", stopped_at__isnull=True, confirmed_at__isnull=True
        ).update(confirmed_at=clock.received_at)
        write_trail(
            case.chain,
            "case.deem_accepted",
            by=CLOCKWORK,
            subject=f"clock:{clock.pk}",
            after={"accepted_on": str(clock.starts_on), "term_ended_on": str(clock.due_on)},
        )
        hook(case)
    return deemed
