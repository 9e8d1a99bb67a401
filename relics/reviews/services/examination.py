"""The day itself: people and objects checked in, opinions filed, the panel concluded."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import (
    Conflict,
    NotAcceptable,
    NotAllowed,
    Refusal,
    require,
)
from approvals.record.services import canonical
from approvals.record.status import can_proceed
from relics.appointments import services as appointments
from relics.register.models import RelicObject
from relics.register.services import free_objects
from relics.reviews.models import Attendance, Opinion, PanelMember, Review, ReviewItem
from relics.reviews.queries import opinions_missing
from relics.reviews.rules import recusal_refusal

from .acts import locked, trail
from .appointment import waiting_booking
from .panel import seat_for_the_day


@dataclass(frozen=True)
class Worksheet:
    """The four steps of an opinion (类别判定 → 年代判定 → 价值评定 → 审核结论, R-STD-10)."""

    is_relic: bool
    may_leave: bool
    category_step: str
    age_step: str
    value_step: str
    conclusion: str
    year_from: int | None = None
    year_to: int | None = None
    is_replica: bool = False
    is_representative: bool | None = None


def check_in(
    review: Review,
    *,
    second_officer: User,
    identity_checked: bool,
    absent: Collection[ReviewItem] = (),
    note: str = "",
    by: User,
) -> Attendance:
    """Record who and what came, before two officers, and let the panel begin (R-GEN-06).

    Objects named in `absent` leave the case without an outcome. Refused unless a lawful panel
    sits today, where the procedure has one (R-EXIT-03).
    """
    with engine.turn(review.case, "check_in", by=by):
        held = locked(review)
        require_two_officers(held, by, second_officer)
        require(recusal_refusal(held.case, by, second_officer), error=NotAllowed)
        if not identity_checked:
            raise NotAcceptable(
                Refusal("identity_unchecked", _("请先核验携运人证件。"), "R-APPT-05")
            )
        require(held.rules.arrival_refusal(held), error=Conflict)
        booking = waiting_booking(held)
        if held.rules.panel:
            seat_for_the_day(held, timezone.localdate())
        gone = _leave_out(held, absent, by=by)
        booking = appointments.record_attendance(booking, by=by)
        attendance = Attendance.objects.create(
            review=held,
            booking=booking,
            officer=by,
            second_officer=second_officer,
            identity_checked=identity_checked,
            note=note,
        )
        held.begin_appraisal()
        held.save(update_fields=["status"])
        trail(
            held,
            "examination.check_in",
            by=by,
            before="accepted",
            after="appraising",
            absent=len(gone),
            second_officer=str(second_officer),
        )
        held.rules.checked_in(held, by=by)
    return attendance


def _leave_out(review: Review, absent: Collection[ReviewItem], *, by: User) -> list[ReviewItem]:
    """What did not come leaves the case; something must have come."""
    gone = list(review.items.select_for_update().filter(pk__in=[one.pk for one in absent]))
    for item in gone:
        item.mark_absent()
        item.save(update_fields=["status"])
    free_objects(RelicObject.objects.filter(review_items__in=gone))
    review.rules.left_out(review, gone, by=by)
    if not review.items.filter(status=ReviewItem.Outcome.PENDING).exists():
        raise NotAcceptable(
            Refusal(
                "nothing_here",
                _("没有文物到场，不能开始审核。"),
                "R-EXIT-07",
                _("请登记为未到场，另行预约。"),
            )
        )
    return gone


def require_two_officers(review: Review, first: User, second: User) -> None:
    """Two distinct officers of the office witness the visit (R-GEN-06)."""
    office = review.case.office_id or 0
    roles = (Role.INTAKE, Role.SCHEDULER, Role.APPROVER, Role.ISSUER, Role.APPRAISER)
    if first.pk == second.pk or not any(holds_role(second, role, office) for role in roles):
        raise NotAcceptable(
            Refusal(
                "two_officers",
                _("现场核查须有两名不同的工作人员。"),
                "R-GEN-06",
                _("请选择本机构另一名工作人员。"),
            )
        )


def record_no_show(review: Review, *, by: User) -> Review:
    """Nobody came: the seats are free again and another session is booked (R-APPT-07).

    Not of a case that is halted: its seal was seen, so somebody came (R-TEMP-01).
    """
    with engine.turn(review.case, "check_in", by=by):
        held = locked(review)
        if not can_proceed(held.unbook):
            raise Conflict(
                Refusal(
                    "halted",
                    _("关封已查验，案件已中止，不能登记为未到场。"),
                    "R-TEMP-01",
                    _("请先录入海关的书面处理意见。"),
                )
            )
        appointments.record_no_show(waiting_booking(held), by=by)
        held.panel.all().delete()
        held.unbook()
        held.save(update_fields=["status"])
        trail(held, "examination.no_show", by=by, before="accepted", after="submitted")
    return held


def seat_of(review: Review, user: User) -> PanelMember:
    """The user's own seat on the panel, or NotAllowed."""
    seats = review.panel.filter(left_at__isnull=True).select_related("appraiser")
    member = seats.filter(appraiser__user=user).first()
    office = review.case.office_id or 0
    if member is None or not holds_role(user, Role.APPRAISER, office):
        raise NotAllowed(Refusal("not_on_the_panel", _("您不是本案鉴定组成员。"), "R-EXIT-03", ""))
    return member


def file_opinions(
    review: Review, sheets: Mapping[int, Worksheet], *, no_conflict: bool, by: User
) -> list[Opinion]:
    """File or amend one's own opinions, by item id; each is signed over its content.

    `no_conflict` is the member's declaration for this case (R-GEN-15). An amended opinion is a
    new version; the old one stays.
    """
    with transaction.atomic():
        engine.lock_case(review.case_id)
        held = locked(review)
        member = seat_of(held, by)
        if held.status != Review.Status.APPRAISING:
            raise Conflict(Refusal("not_appraising", _("现在不是实物审核阶段。"), "R-EXIT-04"))
        require(recusal_refusal(held.case, by), error=NotAllowed)
        if not no_conflict:
            raise NotAcceptable(
                Refusal(
                    "conflict_undeclared",
                    _("请先声明与当事人无利害关系；如有，应当回避。"),
                    "R-GEN-15",
                )
            )
        items = {
            item.pk: item
            for item in held.items.filter(pk__in=sheets, status=ReviewItem.Outcome.PENDING)
        }
        if len(items) != len(sheets):
            raise Conflict(Refusal("item_closed", _("所列文物有的不在审核中。"), "R-EXIT-10"))
        versions: dict[int, int] = {}
        for known in Opinion.objects.filter(member=member, item__in=items):
            versions[known.item_id] = max(versions.get(known.item_id, 0), known.version)
        opinions = [
            _signed(items[key], member, sheet, versions.get(key, 0) + 1)
            for key, sheet in sheets.items()
        ]
        Opinion.objects.bulk_create(opinions)
        if member.declared_at is None:
            member.declared_at = timezone.now()
            member.save(update_fields=["declared_at"])
        trail(
            held,
            "opinion.file",
            by=by,
            subject=f"member:{member.pk}",
            signatures={str(one.item_id): one.signature for one in opinions},
        )
    return opinions


def _signed(item: ReviewItem, member: PanelMember, sheet: Worksheet, version: int) -> Opinion:
    """The opinion with its signature: SHA-256 over item, member, version and content (R-GEN-17)."""
    for step, text in asdict(sheet).items():
        if isinstance(text, str) and not text.strip():
            raise NotAcceptable(
                Refusal("step_missing", _("鉴定意见的四个步骤都须填写。"), "R-STD-10", step)
            )
    moment = timezone.now()
    content = {"item": item.pk, "member": member.pk, "version": version, "at": moment}
    signature = hashlib.sha256(canonical({**content, **asdict(sheet)})).hexdigest()
    return Opinion(
        item=item,
        member=member,
        version=version,
        signed_at=moment,
        signature=signature,
        **asdict(sheet),
    )


def finish_appraisal(review: Review, *, by: User) -> Review:
    """Say that one has judged every object present. The last member closes the round."""
    with engine.turn(review.case, "appraise", by=by):
        held = locked(review)
        member = seat_of(held, by)
        if missing := opinions_missing(held, member):
            raise NotAcceptable(
                Refusal(
                    "opinions_missing",
                    _("还有 %(count)d 件未出具意见。") % {"count": missing},
                    "R-EXIT-04",
                    _("请逐件填写鉴定意见。"),
                )
            )
        trail(held, "opinion.finish", by=by, subject=f"member:{member.pk}")
        if len(_seats_open(held)) == 1:
            held.conclude_appraisal()
            held.save(update_fields=["status"])
            trail(held, "opinion.conclude", by=by, before="appraising", after="pending_approval")
    return held


def _seats_open(review: Review) -> list[engine.OpenTurn]:
    """The turns of panel members who have not finished."""
    return [turn for turn in engine.open_turns(review.case) if turn.node == "appraise"]
