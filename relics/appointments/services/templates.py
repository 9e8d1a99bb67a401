"""The weekly pattern: written down, made into sessions in one act, changed later."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Office, User
from approvals.record.refusals import Conflict, NotAcceptable, Refusal
from approvals.record.services import write_trail
from relics.appointments.models import Session, SessionStaff, SessionTemplate
from relics.appointments.patterns import Planned, asks_for, plan_of
from relics.appointments.queries import is_office_day
from relics.appraisers.models import Appraiser

from .offers import offer_free_seats
from .rights import acting_officer
from .sessions import place_kind_of, place_of

LIKE_THE_TEMPLATE = ("half", "place_kind", "zone", "host", "address", "unit", "capacity", "notice")


@dataclass(frozen=True)
class Changed:
    """The sessions that follow a changed template, those closed, and those left as they were."""

    changed: list[Session]
    closed: list[Session]
    left: list[Session]


@transaction.atomic
def write_template(
    office: Office, values: dict[str, Any], staff: Collection[Appraiser], *, by: User
) -> SessionTemplate:
    """Write a line of the weekly pattern (建立模板). By a scheduler. It makes no session yet."""
    officer = acting_officer(by, office)
    template = SessionTemplate(office=office, written_by=by)
    _fill(template, values)
    template.save()
    template.staff.set(_ours(office, staff))
    _write(template, "template.write", by, officer.name)
    return template


def _fill(template: SessionTemplate, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(template, name, value)
    template.place_kind = place_kind_of(template.zone, template.host)
    if not template.address:
        template.address = place_of(template.office, template.zone, template.host)
    try:
        template.full_clean()
    except ValidationError as error:
        sentence = _("；").join(error.messages)
        raise NotAcceptable(Refusal("template_not_valid", sentence, "R-APPT-02")) from error


def _ours(office: Office, staff: Collection[Appraiser]) -> Collection[Appraiser]:
    if any(one.office_id != office.pk for one in staff):
        sentence = _("模板中有其他机构的鉴定人员。")
        raise NotAcceptable(Refusal("appraiser_other_office", sentence, "R-EXIT-03"))
    return staff


@transaction.atomic
def generate_sessions(office: Office, start: date, end: date, *, by: User) -> list[Planned]:
    """Make every session the pattern asks for in the span (生成场次); return the whole plan.

    Asked twice it makes nothing new. Raises Conflict, and makes nothing, where somebody else
    opened a session or seated a person meanwhile. By a scheduler.
    """
    officer = acting_officer(by, office)
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    plan = plan_of(office, start, end)
    new = [one for one in plan if one.outcome == "new"]
    try:
        with transaction.atomic():
            made = Session.objects.bulk_create(_session(one, by) for one in new)
            SessionStaff.objects.bulk_create(
                SessionStaff(session=session, appraiser=person, date=one.day, half=session.half)
                for session, one in zip(made, new, strict=True)
                for person in one.staff
            )
    except IntegrityError as error:
        sentence = _("日程刚被他人改动，没有生成任何场次。")
        raise Conflict(
            Refusal("schedule_moved", sentence, "R-APPT-02", _("请重新预览。"))
        ) from error
    write_trail(
        f"office:{office.pk}",
        "session.generate",
        by=by,
        subject=f"office:{office.pk}",
        after={"from": start, "to": end, "sessions": [one.pk for one in made]},
        acting_for=officer.name,
    )
    for session in made:
        offer_free_seats(session)
    return plan


def _session(one: Planned, by: User) -> Session:
    template = one.template
    same = {name: getattr(template, name) for name in LIKE_THE_TEMPLATE}
    return Session(office=template.office, date=one.day, template=template, opened_by=by, **same)


@transaction.atomic
def change_template(
    template: SessionTemplate, values: dict[str, Any], staff: Collection[Appraiser], *, by: User
) -> Changed:
    """Change a line of the pattern, and of its future sessions those in which nobody has a seat.

    Those that no longer fit the pattern are closed. What is booked or held is left as it is and
    returned as `left`, for the scheduler to look at. By a scheduler.
    """
    office = template.office
    officer = acting_officer(by, office)
    template = SessionTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    _fill(template, values)
    template.save()
    template.staff.set(_ours(office, staff))
    future = Session.objects.select_for_update(no_key=True, of=("self",)).filter(
        template=template, date__gt=timezone.localdate()
    )
    result = Changed([], [], [])
    for session in future.select_related("office__party").order_by("pk"):
        _follow(session, template, staff, result)
    _write(
        template,
        "template.change",
        by,
        officer.name,
        changed=[one.pk for one in result.changed],
        closed=[one.pk for one in result.closed],
        left=[one.pk for one in result.left],
    )
    return result


def _follow(
    session: Session, template: SessionTemplate, staff: Collection[Appraiser], result: Changed
) -> None:
    """Make one future session follow its template, or leave it."""
    if session.booked:
        result.left.append(session)
        return
    works = is_office_day(session.office.party, session.date)
    if not asks_for(template, session.date, works=works):
        session.is_open = False
        session.save(update_fields=["is_open"])
        result.closed.append(session)
        return
    for name in LIKE_THE_TEMPLATE:
        setattr(session, name, getattr(template, name))
    try:
        with transaction.atomic():
            session.save()
            session.staff.all().delete()
            SessionStaff.objects.bulk_create(
                SessionStaff(session=session, appraiser=one, date=session.date, half=session.half)
                for one in staff
            )
    except IntegrityError:
        result.left.append(session)
    else:
        result.changed.append(session)


def _write(
    template: SessionTemplate, verb: str, by: User, acting_for: str, **facts: object
) -> None:
    write_trail(
        f"office:{template.office_id}",
        verb,
        by=by,
        subject=f"template:{template.pk}",
        after={"template": str(template), **facts},
        acting_for=acting_for,
    )
