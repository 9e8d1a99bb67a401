"""Each object is photographed, measured, marked and registered (R-TEMP-01)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.services import next_number
from approvals.parties.models import Office, Party, Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from relics.comparisons.services import record_reference
from relics.entries.models import EntryRecord, Stay
from relics.entries.queries import declaration_of, last_seal_check
from relics.entries.rules import (
    entry_mark_refusal,
    finish_refusal,
    itemised_refusal,
    measures_refusal,
    privilege_lost,
    views_refusal,
    views_wanted,
)
from relics.entries.terms import first_clocks
from relics.register.models import Photo
from relics.register.photographs.adding import keep_plate
from relics.register.photographs.developing import MOST_BYTES, develop
from relics.reviews.models import Mark, Review, ReviewItem
from relics.reviews.rules import recusal_refusal
from relics.reviews.services.acts import locked, trail
from relics.watchlists.rules import CHECKERS, list_refusal, role_refusal
from relics.watchlists.services import check_object

TEMPORARY = "temporary_entry"


def check_lists(review: Review, *, by: User) -> int:
    """Ask the lists about every object that waits; how many have something that is alike.

    Mandatory before registration (R-TEMP-07). What is alike is judged on the pages of the lists.
    Raises NotAllowed for whoever is not of the case's office, and while it has none.
    """
    office = Office.objects.select_related("party").filter(party=review.case.office_id).first()
    require(role_refusal(office, by, CHECKERS), error=NotAllowed)
    alike = 0
    for item in review.items.select_related("object").filter(status=ReviewItem.Outcome.PENDING):
        found = check_object(item.object, by=by, at_office=office)
        alike += found.result != found.Result.CLEAR
    return alike


def photograph(item: ReviewItem, photo: IO[bytes], *, view: str, by: User) -> Photo:
    """Take a photograph of one view at the desk; it is kept with the object (R-TEMP-01)."""
    if view not in Photo.View.values:
        raise NotAcceptable(Refusal("view_unknown", _("请选择照片的角度。"), "R-TEMP-01"))
    plate = develop(photo.read(MOST_BYTES + 1))
    with transaction.atomic():
        held = _registering(item.review, by)
        line = held.items.select_for_update(of=("self",)).select_related("object").get(pk=item.pk)
        require(_waits(line), error=Conflict)
        return keep_plate(line.object, plate, by=by, view=view, on_site=True)


def _waits(line: ReviewItem) -> Refusal | None:
    """What is registered stays as it was taken down: its re-exit is compared with that."""
    if line.status == ReviewItem.Outcome.PENDING:
        return None
    return Refusal("item_closed", _("该项不在登记中。"), "R-TEMP-01")


def register_object(
    item: ReviewItem, *, mark: Mark | None, measures: Mapping[str, Decimal], by: User
) -> ReviewItem:
    """Register one object: photographs, measures, its mark, and the record for its re-exit.

    A temporary entry gets a mark of entry and a stay with its clocks; a permanent one is
    registered without them, under a number of the office's register. Refused while a list has
    something to say (R-TEMP-07), views are missing, or a set is not taken apart (edge cases
    15, 16).
    """
    with transaction.atomic():
        held = _registering(item.review, by)
        line = held.items.select_for_update(of=("self",)).select_related("object").get(pk=item.pk)
        line.review = held
        require(_waits(line), error=Conflict)
        office = Office.objects.select_related("party").get(party=held.case.office)
        entry = declaration_of(held)
        zone = entry.zone if entry else None
        require(list_refusal(line.object), error=Conflict)
        require(itemised_refusal(line.object), error=NotAcceptable)
        require(views_refusal(line.object, views_wanted(office, zone)), error=NotAcceptable)
        require(measures_refusal(measures), error=NotAcceptable)
        number = ""
        if held.procedure == TEMPORARY:
            _mark(line, mark, by)
            _stay(line, office, measures, by)
        else:
            number = _record(line, office, entry.zone if entry else None, measures, by).number
        line.register()
        line.save(update_fields=["status"])
        trail(
            held,
            "entry.register",
            by=by,
            subject=f"item:{line.pk}",
            object=line.object.number,
            mark=mark.number if mark and held.procedure == TEMPORARY else "",
            number=number,
            measures={name: str(value) for name, value in measures.items()},
            amount={"quantity": line.object.quantity, "pieces": line.object.pieces},
        )
    return line


def _mark(line: ReviewItem, mark: Mark | None, by: User) -> None:
    """Bind the mark of entry, under its lock."""
    blank = (
        Mark.objects.select_for_update(of=("self",))
        .select_related("office")
        .filter(pk=mark.pk if mark else 0)
        .first()
    )
    require(entry_mark_refusal(blank, line.review), error=Conflict)
    assert blank is not None
    blank.item, blank.bound_by, blank.bound_at = line, by, timezone.now()
    blank.bind()
    blank.save(update_fields=["status", "item", "bound_by", "bound_at"])
    line.mark = blank


def _record(
    line: ReviewItem, office: Office, zone: Party | None, measures: Mapping[str, Decimal], by: User
) -> EntryRecord:
    """Give a permanent entry its number in the office's register (§10.2)."""
    year = f"{timezone.localdate():%Y}"
    serial = next_number(f"entry:{office.code}-{year}")
    return EntryRecord.objects.create(
        item=line,
        number=f"{office.code.upper()}-JJ-{year}-{serial:06d}",
        office=office,
        zone=zone,
        measures={name: str(value) for name, value in measures.items()},
        registered_by=by,
    )


def _stay(line: ReviewItem, office: Office, measures: Mapping[str, Decimal], by: User) -> Stay:
    """Keep the object as it is, and begin its stay with the clocks that run (R-TEMP-11)."""
    review = line.review
    entry = declaration_of(review)
    check = last_seal_check(review)
    if entry is None:
        raise Conflict(Refusal("no_declaration", _("没有进境申报。"), "R-TEMP-01"))
    record_reference(
        line.object,
        office=office,
        mark=line.mark.number,
        seal=check.seen_number if check else "",
        measures=measures,
        chain=review.case.chain,
        by=by,
    )
    today = timezone.localdate()
    lost = privilege_lost(review)
    stay = Stay.objects.create(
        item=line,
        object=line.object,
        office=office,
        zone=entry.zone,
        privileged=not lost,
        why_not=lost,
        registered_on=today,
    )
    for clock in first_clocks(entry, office, today):
        clock.stay = stay
        clock.save(force_insert=True)
    return stay


def finish_registration(review: Review, *, by: User) -> Review:
    """Every object present is registered: the papers can be made (R-TEMP-01)."""
    with engine.turn(review.case, "register", by=by):
        held = locked(review)
        require(recusal_refusal(held.case, by), error=NotAllowed)
        require(finish_refusal(held), error=Conflict)
        held.register_all()
        held.save(update_fields=["status"])
        done = held.items.filter(status=ReviewItem.Outcome.REGISTERED).count()
        trail(held, "entry.finish", by=by, before="appraising", after="labelled", objects=done)
    return held


def _registering(review: Review, by: User) -> Review:
    """The review under lock while its objects are registered, for intake of its office."""
    case = engine.lock_case(review.case_id)
    if not holds_role(by, Role.INTAKE, case.office_id or 0):
        raise NotAllowed(Refusal("no_right", _("只有受理人可以登记进境文物。"), "R-TEMP-01"))
    held = locked(review)
    require(recusal_refusal(held.case, by), error=NotAllowed)
    open_now = {turn.node for turn in engine.open_turns(case)}
    if held.status != Review.Status.APPRAISING or "register" not in open_now:
        raise Conflict(Refusal("not_registering", _("现在不是进境登记阶段。"), "R-TEMP-01"))
    return held
