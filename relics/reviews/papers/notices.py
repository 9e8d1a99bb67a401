"""Receipt, acceptance, correction, non-acceptance, appointment, hand-back."""

from django.utils import timezone

from approvals.parties.models import User
from relics.appointments.codes import visit_code
from relics.appointments.models import Booking, Half, NoShowNotice
from relics.reviews.models import Correction, NonAcceptance, Review, ReviewItem

from .grounds import ACCEPTANCE_GROUND, BRING, RIGHTS, RIGHTS_GROUND, said
from .parts import Content, about, in_chinese, thing_of, where_listed


@in_chinese
def receipt_content(review: Review) -> Content:
    """申请收件回执: the number, what was handed in, and the provisional clock (R-EXIT-02)."""
    return about(review)


@in_chinese
def acceptance_content(review: Review, by: User) -> Content:
    """受理通知书 (R-GEN-05)."""
    return {
        **about(review, objects=False),
        "handler": str(by),
        "ground": [said(*ACCEPTANCE_GROUND, office=review.case.office)],
        "remarks": [where_listed(review)],
    }


@in_chinese
def correction_content(review: Review, correction: Correction) -> Content:
    """材料补正一次性告知书 (R-GEN-03)."""
    points = [
        {
            "subject": f"第 {point.item.sequence} 件" if point.item else "申请材料",
            "text": point.text,
            "citation": None,
        }
        for point in correction.points.select_related("item")
    ]
    return {
        **about(review, objects=False),
        "items": points,
        "ground": [said(*ACCEPTANCE_GROUND, office=review.case.office)],
    }


@in_chinese
def non_acceptance_content(review: Review, refusal: NonAcceptance) -> Content:
    """不予受理通知书, with ground, reason and rights (R-GEN-05, R-GEN-10)."""
    return {
        **about(review, objects=False),
        "items": [{"subject": str(refusal.get_ground_display()), "text": refusal.reason}],
        "ground": [
            said(*ACCEPTANCE_GROUND, office=review.case.office),
            said(*RIGHTS_GROUND, office=review.case.office),
        ],
        "reasons": refusal.reason,
        "rights": RIGHTS,
        "handler": str(refusal.by),
    }


@in_chinese
def appointment_content(review: Review, booking: Booking) -> Content:
    """预约通知书: when, where and what to bring (R-APPT-02, R-APPT-05)."""
    session = booking.session
    return {
        **about(review, objects=False),
        "remarks": [where_listed(review)],
        "appointment": {
            "date": session.date.isoformat(),
            "half_day": "morning" if session.half == Half.AM else "afternoon",
            "begins": None,
            "place": str(session.get_place_kind_display()),
            "address": session.address,
            "seats": booking.seats,
            "bring": list(BRING),
            "code": visit_code(booking),
        },
    }


@in_chinese
def no_show_content(review: Review, notice: NoShowNotice) -> Content:
    """未到场告知书: how often nobody came, and until when to book again (R-APPT-07)."""
    return {
        **about(review, objects=False),
        "items": [{"subject": f"已 {notice.count} 次未到场", "text": notice.text}],
        "reasons": (
            f"请在 {notice.answer_by:%Y-%m-%d} 之前另行预约或候补；"
            "逾期未办理的，经工作人员签署后视为撤回申请，不作为不予许可处理。"
        ),
        "handler": str(notice.signed_by),
    }


@in_chinese
def deemed_withdrawal_content(
    review: Review, notice: NoShowNotice, reason: str, by: User
) -> Content:
    """视为撤回通知书, with reason and rights; never a refusal (R-APPT-07, R-GEN-10)."""
    told = f"{notice.signed_at:%Y-%m-%d} 书面告知，答复期限至 {notice.answer_by:%Y-%m-%d}"
    return {
        **about(review, objects=False),
        "items": [{"subject": f"已 {notice.count} 次未到场", "text": told}],
        "ground": [said(*RIGHTS_GROUND, office=review.case.office)],
        "reasons": reason,
        "rights": RIGHTS,
        "handler": str(by),
    }


@in_chinese
def hand_back_content(review: Review, items: list[ReviewItem], receiver: str, by: User) -> Content:
    """退还签收单 (R-EXIT-09)."""
    return {
        **about(review, objects=False),
        "objects": [thing_of(item) for item in items],
        "handed_back": {
            "receiver": receiver,
            "received": timezone.localdate().isoformat(),
            "method": "当面签收",
            "witness": str(by),
        },
    }
