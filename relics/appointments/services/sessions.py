"""What the office offers: sessions, and who sits in them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Office, Party, User, Zone
from approvals.record.refusals import Conflict, NotAcceptable, Refusal, require
from approvals.record.services import write_trail
from relics.appointments.models import WHAT_TO_BRING, PlaceKind, Session, SessionStaff, Unit
from relics.appointments.rules import working_day_refusal
from relics.appraisers.models import Appraiser

from .offers import offer_free_seats, requeue_offers
from .rights import acting_officer


@transaction.atomic
def open_session(
    office: Office,
    *,
    on: date,
    half: str,
    capacity: int,
    by: User,
    zone: Zone | None = None,
    host: Party | None = None,
    unit: str = Unit.OBJECTS,
    address: str = "",
    notice: str = WHAT_TO_BRING,
) -> Session:
    """Offer a session (开放场次): in the showroom of a `host`, in a `zone`, or at the window.

    `capacity` counts objects, or minutes where the `unit` says so.

    By a scheduler of the office. The address is the zone's or the office's own unless given.
    Raises NotAcceptable for a past or closed day, or no seats; Conflict where the office has
    that session already.
    """
    officer = acting_officer(by, office)
    session = Session(
        office=office,
        date=on,
        half=half,
        place_kind=place_kind_of(zone, host),
        zone=zone,
        host=host,
        unit=unit,
        address=address or place_of(office, zone, host),
        capacity=capacity,
        notice=notice,
        opened_by=by,
    )
    require(_offer_refusal(session), error=NotAcceptable)
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_same_session()) from error
    _write(session, "session.open", by, officer.name, date=on, half=half, capacity=capacity)
    return session


def place_kind_of(zone: Zone | None, host: Party | None) -> PlaceKind:
    """The kind of place that these make."""
    if host:
        return PlaceKind.SHOWROOM
    return PlaceKind.ONSITE if zone else PlaceKind.WINDOW


def place_of(office: Office, zone: Zone | None, host: Party | None) -> str:
    """The address where none is given: the enterprise's, the zone's, the office's own."""
    if host:
        return host.address
    return zone.address if zone else office.party.address


def _offer_refusal(session: Session) -> Refusal | None:
    if session.place_kind == PlaceKind.SHOWROOM and not session.address.strip():
        sentence = _("上门办理须写明展厅的详细地址。")
        return Refusal("address_missing", sentence, "R-APPT-02", _("请填写地址。"))
    if session.capacity < 1:
        return Refusal("no_seats", _("场次至少须有一个名额。"), "R-APPT-02")
    if session.date < timezone.localdate():
        return Refusal("session_past", _("不能在过去的日期开放场次。"), "R-APPT-02")
    return working_day_refusal(session)


def _same_session() -> Refusal:
    return Refusal(
        "session_exists",
        _("该日期、时段和地点的场次已经开放。"),
        "R-APPT-02",
        _("请修改已有场次。"),
    )


@transaction.atomic
def close_session(session: Session, *, by: User) -> Session:
    """Take no more bookings (停止预约); those already made stand. By a scheduler.

    Who was offered seats in it waits again, in its old place.
    """
    officer = acting_officer(by, session.office)
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    session.is_open = False
    session.save(update_fields=["is_open"])
    requeue_offers(session)
    _write(session, "session.close", by, officer.name, is_open=False)
    return session


@transaction.atomic
def staff_session(
    session: Session, appraisers: Collection[Appraiser], *, by: User
) -> list[SessionStaff]:
    """Say who sits in the session (安排鉴定人员): exactly these. By a scheduler.

    Whether they make a lawful panel, and two for a visit, is asked at each booking and
    confirmation, for its parties. Raises NotAcceptable for another office's appraiser, Conflict
    for one who sits elsewhere then. Free seats are offered to who waits.
    """
    officer = acting_officer(by, session.office)
    people = {person.pk: person for person in appraisers}
    strangers = [each for each in people.values() if each.office_id != session.office_id]
    if strangers:
        raise NotAcceptable(_not_ours(strangers))
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    before = set(session.staff.values_list("appraiser_id", flat=True))
    session.staff.exclude(appraiser__in=people).delete()
    _seat(session, [person for key, person in people.items() if key not in before])
    _write(session, "session.staff", by, officer.name, appraisers=sorted(people))
    offer_free_seats(session)
    return list(session.staff.select_related("appraiser__user").order_by("appraiser"))


def _seat(session: Session, people: list[Appraiser]) -> None:
    rows = [
        SessionStaff(session=session, appraiser=each, date=session.date, half=session.half)
        for each in people
    ]
    try:
        with transaction.atomic():
            SessionStaff.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Conflict(_sits_elsewhere(session, people)) from error


def _not_ours(people: list[Appraiser]) -> Refusal:
    names = _("、").join(str(person) for person in people)
    sentence = _("不是本机构的鉴定人员：%(names)s。") % {"names": names}
    return Refusal("appraiser_other_office", sentence, "R-EXIT-03")


def _sits_elsewhere(session: Session, people: list[Appraiser]) -> Refusal:
    taken = SessionStaff.objects.filter(
        appraiser__in=people, date=session.date, half=session.half
    ).select_related("appraiser__user")
    names = _("、").join(str(sitting.appraiser) for sitting in taken)
    return Refusal(
        "appraiser_sits_elsewhere",
        _("该时段已在其他场次：%(names)s。") % {"names": names},
        "R-APPT-04",
        _("请另选鉴定人员或时段。"),
    )


def _write(session: Session, verb: str, by: User, acting_for: str, **after: Any) -> None:
    write_trail(
        f"office:{session.office_id}",
        verb,
        by=by,
        subject=f"session:{session.pk}",
        after=after,
        acting_for=acting_for,
    )
