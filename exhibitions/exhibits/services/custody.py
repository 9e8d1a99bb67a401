"""Every move of an exhibit: one lock, one transition, one event, in one transaction.

`happen` is the seam for the rooms to the right (gates, sales): it checks the machine and the
place, not who may; they do. What is told twice under one key is one event.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import Actor, write_trail
from approvals.record.status import can_proceed
from exhibitions.books.queries import stock_line_of
from exhibitions.exhibits.models import Event, Exhibit, ExhibitStatus, Place, PlaceKind, Verb
from exhibitions.exhibits.queries import positions, whole
from exhibitions.exhibits.rules import (
    AT_THE_SHOW,
    entering_refusal,
    handler_refusal,
    no_line,
    not_now,
    place_refusal,
)
from exhibitions.permits.models import RUNNING, DisplayPermit, PermitItem


@dataclass(frozen=True)
class Told:
    """What is told of a move. `happened_at` and `key` come from a device that tells later."""

    reason: str = ""
    carrier: str = ""
    seal: str = ""
    document: str = ""
    planned_return: date | None = None
    happened_at: datetime | None = None
    key: str = ""


NOTHING = Told()


def locked(exhibit: Exhibit) -> Exhibit:
    """The exhibit under its row lock, as it is now; its permit's case row is locked before it."""
    engine.lock_case(exhibit.item.permit.case_id)
    return whole(Exhibit.objects.select_for_update(of=("self",))).get(pk=exhibit.pk)


@transaction.atomic
def happen(
    exhibit: Exhibit,
    verb: str,
    *,
    place: Place | None = None,
    told: Told = NOTHING,
    by: Actor,
) -> Event:
    """Make the step `verb` of §10.9, to `place` where it goes somewhere. Conflict if not now."""
    held = locked(exhibit)
    if (done := _told_before(held, verb, told)) is not None:
        return done
    before = str(held.status)
    if verb != Verb.MOVE:
        step = getattr(held, str(verb))
        if not can_proceed(step):
            raise Conflict(not_now(held, verb))
        step()
    if told.planned_return is not None:
        held.planned_return = told.planned_return
    held.ended = held.status == ExhibitStatus.DELIVERED
    held.save(update_fields=["status", "planned_return", "ended"])
    return _write(held, verb, place, told, before=before, by=by)


def _told_before(exhibit: Exhibit, verb: str, told: Told) -> Event | None:
    """The event that came under this key already."""
    if not told.key:
        return None
    known = Event.objects.filter(key=told.key).first()
    if known is not None and (known.exhibit_id, known.verb) != (exhibit.pk, str(verb)):
        raise Conflict(
            Refusal("key_used", _("该幂等键已用于另一条流转记录。"), "D-IDEMPOTENCY", "")
        )
    return known


def _write(
    exhibit: Exhibit, verb: str, place: Place | None, told: Told, *, before: str, by: Actor
) -> Event:
    stood = positions([exhibit]).get(exhibit.pk)
    now = timezone.now()
    if told.happened_at is not None and told.happened_at > now:
        raise NotAcceptable(
            Refusal(
                "in_the_future", _("发生时间不能晚于现在。"), "R-BOND-02", _("请核对设备时间。")
            )
        )
    event = Event.objects.create(
        exhibit=exhibit,
        verb=str(verb),
        before=before,
        after=exhibit.status,
        origin=stood.place if stood else None,
        place=place,
        reason=told.reason.strip(),
        carrier=told.carrier.strip(),
        seal=told.seal.strip(),
        document=told.document.strip(),
        planned_return=told.planned_return,
        key=told.key or uuid.uuid4().hex,
        by=by if isinstance(by, User) else None,
        happened_at=told.happened_at or now,
        at=now,
    )
    permit = exhibit.item.permit
    after = {"status": exhibit.status, "item": exhibit.item.sequence}
    if place is not None:
        after["place"] = place.name
    write_trail(
        permit.case.chain,
        f"exhibits.{verb}",
        by=by,
        subject=f"exhibit:{exhibit.pk}",
        before={"status": before} if before else {},
        after=after,
        reason=told.reason,
        acting_for=permit.showroom.operator.name if isinstance(by, User) else "",
    )
    return event


@transaction.atomic
def enter_custody(permit: DisplayPermit, *, place: Place, by: User) -> list[Exhibit]:
    """Take every item of the permit into custody, in the store of the zone; each once.

    Bonded goods need their line of the account book (R-CENT-03).
    """
    require(handler_refusal(permit, by), error=NotAllowed)
    engine.lock_case(permit.case_id)
    fresh = PermitItem.objects.filter(permit=permit, exhibit__isnull=True, holds=True)
    made = []
    for item in fresh.select_related("object", "permit").order_by("sequence"):
        require(entering_refusal(item), error=Conflict)
        line = stock_line_of(item.object)
        if item.is_bonded and (line is None or not line.book.is_bonded):
            raise Conflict(no_line(item))
        _end_former(item)
        exhibit = Exhibit.objects.create(item=item, object=item.object, line=line)
        held = whole(Exhibit.objects.all()).get(pk=exhibit.pk)
        require(place_refusal(held, place, at_show=False), error=NotAcceptable)
        _write(held, Verb.ENTER, place, NOTHING, before="", by=by)
        made.append(held)
    return made


def _end_former(item: PermitItem) -> None:
    """What came back from a show that is closed is no longer an exhibit of it."""
    former = Exhibit.objects.filter(object=item.object_id, ended=False)
    home = former.filter(status=ExhibitStatus.IN_ZONE)
    home.exclude(item__permit__status__in=RUNNING).update(ended=True)


def install(exhibit: Exhibit, place: Place, *, told: Told = NOTHING, by: User) -> Event:
    """Put up at a booth or in a case of the approved place (上展, R-BOND-03)."""
    require(handler_refusal(exhibit.item.permit, by), error=NotAllowed)
    require(place_refusal(exhibit, place, at_show=True), error=NotAcceptable)
    return happen(exhibit, Verb.INSTALL, place=place, told=told, by=by)


def move_exhibit(exhibit: Exhibit, place: Place, *, told: Told = NOTHING, by: User) -> Event:
    """To another booth, case or shelf of where it is (移位): within the place, never out of it."""
    require(handler_refusal(exhibit.item.permit, by), error=NotAllowed)
    if exhibit.status not in (*AT_THE_SHOW, ExhibitStatus.IN_ZONE):
        raise Conflict(not_now(exhibit, Verb.MOVE))
    at_show = exhibit.status in AT_THE_SHOW
    require(place_refusal(exhibit, place, at_show=at_show), error=NotAcceptable)
    return happen(exhibit, Verb.MOVE, place=place, told=told, by=by)


def store(exhibit: Exhibit, place: Place, *, told: Told = NOTHING, by: User) -> Event:
    """Back from the gate into the store of the zone (入库)."""
    require(handler_refusal(exhibit.item.permit, by), error=NotAllowed)
    require(place_refusal(exhibit, place, at_show=False), error=NotAcceptable)
    return happen(exhibit, Verb.STORE, place=place, told=told, by=by)


def road_of(permit: DisplayPermit) -> Place:
    """The place "on the road" of the permit's operator, made at first use."""
    operator = permit.showroom.operator
    road, _made = Place.objects.get_or_create(
        operator=operator,
        tag="road",
        defaults={"kind": PlaceKind.ROAD, "name": PlaceKind.ROAD.label},
    )
    return road
