"""What is done to the roster. Each act stands in the office's own chain of the trail."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Office, Party, Role, User
from approvals.record.refusals import NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from relics.appraisers.fitness import fitness_of
from relics.appraisers.models import Absence, Appraiser, Qualification, Tie
from relics.appraisers.panels import Ask, Candidate, choose
from relics.appraisers.queries import holds_any
from relics.appraisers.rules import PANEL_SIZE, panel_refusal, responsible_refusal

ROSTER_ROLES = (Role.SCHEDULER, Role.ADMINISTRATOR)


def _require_roster(by: User, office: Office, *roles: str) -> None:
    if not holds_any(by, roles or ROSTER_ROLES, office):
        raise NotAllowed(
            Refusal(
                "no_right",
                _("您没有管理该机构鉴定人员的权限。"),
                "D-ROLE",
                _("请由该机构的预约管理员或系统管理员办理。"),
            )
        )


def _require_order(start: date, end: date | None) -> None:
    if end is not None and end < start:
        refusal = Refusal("ends_before_start", _("截止日期早于起始日期。"), "", _("请核对日期。"))
        raise NotAcceptable(refusal)


def _write(appraiser: Appraiser, verb: str, by: User, after: Mapping[str, object]) -> None:
    chain = f"office:{appraiser.office_id}"
    write_trail(chain, verb, by=by, subject=f"appraiser:{appraiser.pk}", after=after)


@transaction.atomic
def grant_qualification(
    appraiser: Appraiser,
    kind: str,
    *,
    certificate_no: str,
    valid_from: date,
    valid_to: date | None = None,
    by: User,
) -> Qualification:
    """Enter a certificate (R-EXIT-06). By an administrator of the office.

    Raises NotAcceptable where the person's degree or title does not reach for it.
    """
    _require_roster(by, appraiser.office, Role.ADMINISTRATOR)
    _require_order(valid_from, valid_to)
    if kind == Qualification.Kind.RESPONSIBLE:
        require(responsible_refusal(appraiser), error=NotAcceptable)
    qualification = Qualification.objects.create(
        appraiser=appraiser,
        kind=kind,
        certificate_no=certificate_no,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    after = {"kind": kind, "no": certificate_no, "from": valid_from, "to": valid_to}
    _write(appraiser, "qualification.grant", by, after)
    return qualification


@transaction.atomic
def declare_tie(
    appraiser: Appraiser,
    party: Party,
    *,
    reason: str,
    by: User,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Tie:
    """Declare why the appraiser stands aside for `party` (R-GEN-15, R-GEN-16).

    By the appraiser, or by a scheduler or administrator of the office. Valid from today unless
    told otherwise, and until it is said to end.
    """
    if by.pk != appraiser.user_id:
        _require_roster(by, appraiser.office)
    start = valid_from or timezone.localdate()
    _require_order(start, valid_to)
    if not reason.strip():
        refusal = Refusal("reason_missing", _("请写明利害关系的事由。"), "R-GEN-15")
        raise NotAcceptable(refusal)
    tie = Tie.objects.create(
        appraiser=appraiser,
        party=party,
        reason=reason.strip(),
        declared_at=timezone.now(),
        valid_from=start,
        valid_to=valid_to,
    )
    after = {"party": party.pk, "reason": tie.reason, "from": start, "to": valid_to}
    _write(appraiser, "tie.declare", by, after)
    return tie


@transaction.atomic
def record_absence(appraiser: Appraiser, *, starts_on: date, ends_on: date, by: User) -> Absence:
    """Record days on which the appraiser cannot sit. By a scheduler or administrator."""
    _require_roster(by, appraiser.office)
    _require_order(starts_on, ends_on)
    absence = Absence.objects.create(appraiser=appraiser, starts_on=starts_on, ends_on=ends_on)
    _write(appraiser, "absence.record", by, {"from": starts_on, "to": ends_on})
    return absence


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
    able = [one for one in fitness_of(people, on, parties) if one.able]
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
