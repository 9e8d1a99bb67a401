"""Who sits on the panel of a case: seated for its day, replaced before the decision."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from relics.appointments import services as appointments
from relics.appointments.models import Session
from relics.appointments.queries import live_booking, parties_to, staff_of
from relics.appraisers.models import Appraiser
from relics.appraisers.queries import certificates_on, responsible_among, ties_on
from relics.appraisers.rules import panel_refusal
from relics.reviews.models import Opinion, PanelMember, Review, ReviewItem

from .acts import locked, trail

STATUS = Review.Status
BEFORE_THE_DAY = (STATUS.APPOINTED, STATUS.CORRECTION, STATUS.ACCEPTED)
JUDGING = (STATUS.APPRAISING, STATUS.PENDING_APPROVAL)


def seat_panel(review: Review, members: Collection[Appraiser], session: Session) -> None:
    """Seat a lawful panel from the session's staff for its day (R-EXIT-03, R-APPT-04).

    Who has no certificate valid that day is not seated at all (edge case 4).
    """
    parties = parties_to(review.case)
    require(panel_refusal(members, on=session.date, parties=parties))
    staff = set(staff_of(session).values_list("pk", flat=True))
    strangers = [str(one) for one in members if one.pk not in staff]
    if strangers:
        raise NotAcceptable(
            Refusal(
                "not_in_session",
                _("不在本场次到场人员之列：%(names)s。") % {"names": _("、").join(strangers)},
                "R-APPT-04",
                _("请先安排其到本场次，或另选鉴定人员。"),
            )
        )
    people = {one.pk: one for one in members}
    qualified = _qualified(people.values(), session.date)
    responsible = responsible_among(people.values(), session.date)
    review.panel.all().delete()
    PanelMember.objects.bulk_create(
        [
            PanelMember(review=review, appraiser=one, responsible=key in responsible)
            for key, one in people.items()
            if key in qualified
        ]
    )


def seat_for_the_day(review: Review, day: date) -> None:
    """Take the panel as it stands on the day of the review itself (R-EXIT-03).

    Raises Refused where it is no longer lawful: somebody is absent, tied, or has lost a
    certificate. Who is no longer qualified leaves; who leads is read anew.
    """
    members = list(review.panel.filter(left_at__isnull=True).select_related("appraiser__user"))
    people = [member.appraiser for member in members]
    require(panel_refusal(people, on=day, parties=parties_to(review.case)))
    qualified, responsible = _qualified(people, day), responsible_among(people, day)
    for member in members:
        member.responsible = member.appraiser_id in responsible
        if member.appraiser_id not in qualified:
            member.left_at, member.left_because = timezone.now(), _("当日资格无效")
        member.save(update_fields=["responsible", "left_at", "left_because"])


def _qualified(people: Collection[Appraiser], day: date) -> set[int]:
    return set(certificates_on(people, day).values_list("appraiser_id", flat=True))


def replace_member(
    review: Review, member: PanelMember, substitute: Appraiser, *, reason: str, by: User
) -> PanelMember:
    """Seat somebody else in a member's place, before the decision (edge cases 5 and 6).

    The scheduler's act, with its reason; the clock goes on. What the member said is kept and
    no longer counts; the substitute judges every open object. A dissenting responsible
    appraiser is not replaced, unless a tie to the parties bars it (R-EXIT-04, R-GEN-15).
    Raises NotAllowed, Conflict (too late, the member has left), or Refused where the panel
    would not be lawful that day.
    """
    with transaction.atomic():
        case = engine.lock_case(review.case_id)
        if not holds_role(by, Role.SCHEDULER, case.office_id or 0):
            raise NotAllowed(
                Refusal("no_right", _("只有审核机构的预约管理员可以更换鉴定人员。"), "R-EXIT-03")
            )
        if not reason.strip():
            raise NotAcceptable(
                Refusal("reason_missing", _("更换鉴定人员须写明事由。"), "R-EXIT-03")
            )
        held = locked(review)
        former = _leaving(held, member)
        session = _place_of(held)
        day = session.date if session else timezone.localdate()
        require(_substitute_refusal(held, substitute), error=NotAcceptable)
        rest = [one.appraiser for one in held.seated if one.pk != former.pk]
        require(panel_refusal([*rest, substitute], on=day, parties=parties_to(case)))
        former.left_at, former.left_because = timezone.now(), reason.strip()[:200]
        former.save(update_fields=["left_at", "left_because"])
        seat = PanelMember.objects.create(
            review=held,
            appraiser=substitute,
            responsible=bool(responsible_among([substitute], day)),
        )
        before = held.status
        if before in JUDGING:
            _judge_again(held, former, substitute)
        trail(
            held,
            "panel.replace",
            by=by,
            subject=f"member:{former.pk}",
            before=before,
            after=held.status,
            reason=reason,
            former=str(former.appraiser),
            substitute=str(substitute),
        )
        if session:
            staff = list(staff_of(session))
            appointments.staff_session(session, [*staff, substitute], by=by)
    return seat


def _leaving(review: Review, member: PanelMember) -> PanelMember:
    """The member as it sits now, if it may leave."""
    if review.status not in (*BEFORE_THE_DAY, *JUDGING):
        raise Conflict(
            Refusal(
                "panel_closed", _("现在不能更换鉴定人员：须在确认预约后、作出决定前。"), "R-EXIT-03"
            )
        )
    seats = review.panel.select_related("appraiser__user").filter(left_at__isnull=True)
    former = seats.filter(pk=member.pk).first()
    if former is None:
        raise Conflict(Refusal("not_seated", _("该人员不在鉴定组中。"), "R-EXIT-03"))
    require(_dissent_refusal(review, former), error=Conflict)
    return former


def _dissent_refusal(review: Review, member: PanelMember) -> Refusal | None:
    """A no is not got rid of by changing the person who said it (R-EXIT-04)."""
    said = Opinion.objects.filter(member=member, item__status=ReviewItem.Outcome.PENDING)
    latest = said.order_by("item_id", "-version").distinct("item_id")
    dissents = member.responsible and any(not one.may_leave for one in latest)
    tied = ties_on([member.appraiser], timezone.localdate(), parties_to(review.case)).exists()
    if not dissents or tied:
        return None
    return Refusal(
        "dissenter_stays",
        _("该责任鉴定员已对部分文物表示不同意出境，不得更换。"),
        "R-EXIT-04",
        _("不同意的文物不能许可；确有回避事由的，请先登记利害关系。"),
    )


def _substitute_refusal(review: Review, substitute: Appraiser) -> Refusal | None:
    """The substitute serves in the case's office and has not sat in this case."""
    if substitute.office.party_id != review.case.office_id:
        return Refusal("appraiser_other_office", _("替补人员须为本机构的鉴定人员。"), "R-EXIT-03")
    if review.panel.filter(appraiser=substitute).exists():
        return Refusal(
            "sat_already", _("该人员已是或曾是本案鉴定组成员。"), "R-EXIT-03", _("请另选替补。")
        )
    return None


def _place_of(review: Review) -> Session | None:
    """The session that is still to come or is held today; None once its day is over."""
    booking = live_booking(review.case)
    attended = booking or review.case.bookings.filter(status="attended").last()
    session: Session | None = attended.session if attended else None
    return session if session and session.date >= timezone.localdate() else None


def _judge_again(review: Review, former: PanelMember, substitute: Appraiser) -> None:
    """Give the turn to the substitute; where the round had closed, it is open again."""
    if review.status == STATUS.PENDING_APPROVAL:
        review.reopen_appraisal()
        review.save(update_fields=["status"])
    engine.hand_over(
        review.case, "appraise", former=former.appraiser.user, successor=substitute.user
    )
