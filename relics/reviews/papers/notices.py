"""Receipt, acceptance, correction, non-acceptance, appointment, hand-back."""

from django.utils import timezone

from approvals.parties.models import User
from relics.appointments.models import Booking, Half
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
        },
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
