"""What the clock does each day: it reminds, and drafts; it never decides (R-TEMP-04, R-TEMP-05)."""

from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from approvals.cases.models import AdverseAct
from approvals.cases.services import draft_adverse_act
from approvals.parties.models import User
from approvals.policies.queries import policy
from approvals.record.services import CLOCKWORK, post_outbox
from relics.entries.models import Stay, StayAlarm
from relics.entries.queries import current_clocks, governing_clock, is_past, stays_past_their_term
from relics.reviews.papers.grounds import said
from relics.reviews.services.acts import trail

from .staying import fall_overdue

OVERDUE = "stay_overdue"
RUNNING = (Stay.Status.IN_COUNTRY, Stay.Status.EXTENSION_PENDING, Stay.Status.SALE_PENDING)
GROUND = ("relics-law-80", "relics-rules-52")


def give_alarms(on: date | None = None) -> list[StayAlarm]:
    """Remind of every clock that is about to end, at the days of the office's policy, once each.

    A day that was slept through is made up by the nearest one only.
    """
    today = on or timezone.localdate()
    given = []
    stays = Stay.objects.filter(status__in=RUNNING).select_related(
        "office__party", "zone", "object", "item__review__case"
    )
    for stay in stays.prefetch_related("clocks__alarms"):
        steps = sorted(policy("stay.alarms", stay.zone, stay.office.party, on=today))
        for clock in current_clocks(stay.clocks.all()):
            left = (clock.due_on - today).days
            step = next((one for one in steps if 0 <= left <= one), None)
            if step is None or any(alarm.days <= step for alarm in clock.alarms.all()):
                continue
            with transaction.atomic():
                alarm, new = StayAlarm.objects.get_or_create(
                    clock=clock, days=step, defaults={"given_on": today}
                )
                if not new:
                    continue
                told: dict[str, Any] = {"kind": clock.kind, "due": clock.due_on, "days": left}
                trail(
                    stay.item.review, "stay.alarm", by=CLOCKWORK, subject=f"stay:{stay.pk}", **told
                )
                post_outbox(
                    "relic_office",
                    "stay.alarm",
                    subject=f"case:{stay.item.review.case_id}",
                    payload={"object": stay.object.number, **told},
                )
            given.append(alarm)
    return given


def draft_overdue(on: date | None = None) -> list[AdverseAct]:
    """Draft, case by case, that what is here beyond its term is overdue; an officer signs it.

    Nothing changes before that. A draft that waits already is left as it is (R-TEMP-05).
    """
    late = stays_past_their_term(on or timezone.localdate())
    acts = []
    for case, stays in groupby(late, key=lambda stay: stay.item.review.case):
        with translation.override("zh-hans"):
            facts = "；".join(
                f"{stay.object.number} {stay.object.name}：{governing_clock(stay)}届满"
                for stay in stays
            )
        acts.append(
            draft_adverse_act(
                case,
                OVERDUE,
                facts=facts,
                reason="在境期限届满，未复出境，也没有在期限内获准延期。",
                ground=[said(*GROUND, office=case.office)],
            )
        )
    return acts


def overdue_signed(act: AdverseAct, officer: User) -> None:
    """The officer's signature takes effect on every stay of the case that is past its term now."""
    here = (Stay.Status.IN_COUNTRY, Stay.Status.SALE_PENDING)
    stays = Stay.objects.filter(item__review__case=act.case_id, status__in=here)
    for stay in stays.select_related("item__review__case").prefetch_related("clocks"):
        if is_past(stay):
            fall_overdue(stay, by=officer, reason=act.reason)
