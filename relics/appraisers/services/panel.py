"""The lawful panel of an office for some parties on a day."""

from collections.abc import Collection, Mapping
from datetime import date

from approvals.parties.models import Office, Party
from approvals.record.refusals import require
from relics.appraisers.fitness import read_bench
from relics.appraisers.models import Appraiser
from relics.appraisers.panels import Ask, Candidate, choose
from relics.appraisers.rules import PANEL_SIZE, panel_refusal


def propose_panel(
    office: Office,
    *,
    on: date,
    parties: Collection[Party] = (),
    load: Mapping[int, int] | None = None,
    size: int = PANEL_SIZE,
    classes: Collection[str] = (),
) -> list[Appraiser]:
    """The lawful panel of least work: the same rows always give the same people.

    `load` says how often each appraiser (by key) already sits. `classes` are those of the
    objects listed; each has somebody skilled in it where the office has one that day.
    Responsible appraisers first, then the rest, each by load. Raises Refused where the office
    has no lawful panel that day. Writes nothing. Sessions with their cases: `proposals`.
    """
    work = load or {}
    people = list(Appraiser.objects.filter(office=office).select_related("user").order_by("pk"))
    able = [one for one in read_bench(people, on, on).on(on, parties) if one.able]
    wanted = frozenset(classes)
    candidates = [
        Candidate(
            one.appraiser.pk, one.responsible, one.classes & wanted, work.get(one.appraiser.pk, 0)
        )
        for one in able
    ]
    plan = choose([Ask(0, tuple(candidates), wanted, size)])
    panel = [one for one in able if one.appraiser.pk in (plan.panels[0] or ())]
    if not panel:
        require(panel_refusal([one.appraiser for one in able], on=on, parties=parties))
    panel.sort(key=lambda one: (not one.responsible, work.get(one.appraiser.pk, 0)))
    return [one.appraiser for one in panel]
