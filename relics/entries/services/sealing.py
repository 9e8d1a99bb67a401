"""The seal is looked at before anything is opened (R-TEMP-01, rules §9.17)."""

import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.services import stop_clock
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import post_outbox
from relics.appointments.queries import live_booking
from relics.appointments.services import cancel_booking, record_attendance
from relics.entries.models import CustomsWord, SealCheck, Violation
from relics.entries.queries import last_seal_check
from relics.entries.rules import expected_seal, seal_refusal
from relics.register.models import RelicObject
from relics.register.photographs.developing import MOST_BYTES, develop
from relics.register.services import free_objects
from relics.reviews.models import Review, ReviewItem
from relics.reviews.rules import recusal_refusal
from relics.reviews.services.acts import locked, trail

LOST = {
    SealCheck.Result.ABSENT: "没有海关关封",
    SealCheck.Result.OPENED: "查验关封前已经开封",
}


def check_seal(
    review: Review,
    *,
    result: str,
    customs_officer: str,
    place: str,
    seen_number: str = "",
    photo: IO[bytes] | None = None,
    note: str = "",
    by: User,
) -> SealCheck:
    """Record the seal as it is before opening, with the officer of customs beside.

    Intact under its own number: the check-in may begin. Broken or another one: the case halts
    and customs is told (edge case 12). None, or opened before: a violation is stored, and what
    comes is registered without the privilege (R-TEMP-02, R-TEMP-03).
    """
    raw = photo.read(MOST_BYTES + 1) if photo else b""
    picture = develop(raw).main if raw else b""
    with transaction.atomic():
        held = _at_the_door(review, by)
        if held.status != Review.Status.ACCEPTED:
            raise Conflict(
                Refusal("not_before_check_in", _("只能在到场登记之前查验关封。"), "R-TEMP-01")
            )
        waits = seal_refusal(held)
        if waits is None or waits.code != "seal_unseen":
            raise Conflict(Refusal("seal_seen", _("关封已查验，记录不可更改。"), "R-TEMP-01"))
        check = SealCheck(
            review=held,
            declared_number=expected_seal(held),
            seen_number=seen_number.strip(),
            result=result,
            photo_sha256=hashlib.sha256(picture).hexdigest() if picture else "",
            customs_officer=customs_officer.strip(),
            officer=by,
            place=place.strip(),
            note=note.strip(),
        )
        _require_sense(check, pictured=bool(picture))
        if picture:
            check.photo.save("seal.jpg", ContentFile(picture), save=False)
        check.save(force_insert=True)
        _follow(held, check, by)
    return check


def _require_sense(check: SealCheck, *, pictured: bool) -> None:
    """What is said of the seal agrees with its numbers; what is seen is photographed."""
    if check.result not in SealCheck.Result.values or not check.customs_officer or not check.place:
        raise NotAcceptable(
            Refusal("seal_unsaid", _("请填写查验结果、海关关员和地点。"), "R-TEMP-01")
        )
    if check.result == SealCheck.Result.INTACT and (
        not check.declared_number or check.seen_number != check.declared_number
    ):
        raise NotAcceptable(
            Refusal(
                "seal_number_differs",
                _("所见关封编号“%(seen)s”与单证所载“%(told)s”不一致，不能登记为完好。")
                % {"seen": check.seen_number, "told": check.declared_number},
                "R-TEMP-01",
                _("编号不符的，请选“编号不符”；没有关封的，请选“没有关封”。"),
            )
        )
    if check.result not in SealCheck.LOSES and not pictured:
        raise NotAcceptable(
            Refusal("seal_photo_missing", _("请在开封前拍照。"), "R-TEMP-01", _("照片须见编号。"))
        )


def _follow(held: Review, check: SealCheck, by: User) -> None:
    """What the look at the seal means for the case."""
    before = held.status
    if check.result in SealCheck.STOPS:
        held.halt()
        held.save(update_fields=["status"])
        post_outbox(
            "customs",
            "seal.stopped",
            subject=f"case:{held.case_id}",
            payload={
                "case": held.case.number,
                "declared": check.declared_number,
                "seen": check.seen_number,
                "result": check.result,
                "place": check.place,
            },
        )
    elif check.result in SealCheck.LOSES:
        what = LOST[SealCheck.Result(check.result)]
        Violation.objects.create(review=held, rule="R-TEMP-03", what=what, by=by)
        trail(held, "entry.violation", by=by, reason=what, rule="R-TEMP-03")
    trail(
        held,
        "entry.check_seal",
        by=by,
        before=before,
        after=held.status,
        result=check.result,
        declared=check.declared_number,
        seen=check.seen_number,
        customs_officer=check.customs_officer,
    )


def record_customs_word(
    review: Review, *, says: str, number: str, new_seal: str = "", note: str = "", by: User
) -> CustomsWord:
    """Enter what customs wrote on the seal: the case goes on from a new look, or ends here."""
    with transaction.atomic():
        held = _at_the_door(review, by)
        check = last_seal_check(held)
        if held.status != Review.Status.HALTED or check is None:
            raise Conflict(Refusal("not_halted", _("本案没有因关封中止。"), "R-TEMP-01"))
        if says not in CustomsWord.Says.values or not number.strip():
            raise NotAcceptable(
                Refusal("customs_number_missing", _("请填写海关的书面文号。"), "R-TEMP-01")
            )
        word = CustomsWord.objects.create(
            seal_check=check,
            says=says,
            number=number.strip(),
            new_seal=new_seal.strip(),
            note=note.strip(),
            by=by,
        )
        if says == CustomsWord.Says.RESUME:
            held.resume()
            held.save(update_fields=["status"])
        else:
            _end(held, word, by)
        trail(
            held,
            "entry.resume" if says == CustomsWord.Says.RESUME else "entry.end_halted",
            by=by,
            before="halted",
            after=held.status,
            number=word.number,
            new_seal=word.new_seal,
            reason=word.note,
        )
    return word


def _end(held: Review, word: CustomsWord, by: User) -> None:
    """Customs has taken it over: nothing was registered, and the case is closed."""
    held.end_halted()
    held.save(update_fields=["status"])
    for item in held.items.select_for_update().filter(status=ReviewItem.Outcome.PENDING):
        item.leave()
        item.save(update_fields=["status"])
    free_objects(RelicObject.objects.filter(review_items__review=held))
    booking = live_booking(held.case)
    if booking is not None and booking.session.date <= timezone.localdate():
        record_attendance(booking, by=by)
    elif booking is not None:
        cancel_booking(booking, reason=word.number, by=by)
    for kind in ("decision", "completeness"):
        stop_clock(held.case, kind, because="halted")
    engine.cancel(held.case)
    held.case.closed_at = timezone.now()
    held.case.save(update_fields=["closed_at"])


def _at_the_door(review: Review, by: User) -> Review:
    """The review under lock, for intake of its office, who has no tie to it."""
    case = engine.lock_case(review.case_id)
    if not holds_role(by, Role.INTAKE, case.office_id or 0):
        raise NotAllowed(Refusal("no_right", _("须由本机构具备相应职责的人员办理。"), "R-TEMP-01"))
    held = locked(review)
    require(recusal_refusal(held.case, by), error=NotAllowed)
    if held.procedure not in ("temporary_entry", "entry"):
        raise Conflict(Refusal("no_entry", _("本案不是进境案件。"), "R-TEMP-01"))
    return held
