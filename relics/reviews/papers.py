"""What each paper of a review says: the content of its snapshot, in Chinese, from rows alone."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from typing import Any, ParamSpec

from django.db.models import Max
from django.utils import timezone, translation

from approvals.cases.models import Case, Clock
from approvals.parties.models import Party, User
from relics.appointments.models import Booking, Half

from .models import Correction, NonAcceptance, Opinion, Review, ReviewItem
from .models.permit_rule import latest_opinions

Content = dict[str, Any]
Arguments = ParamSpec("Arguments")

EXIT_GROUND = (
    "《中华人民共和国文物保护法》第七十八条；"
    "《中华人民共和国文物保护法实施条例》第四十五条、第四十七条"
)
BARRED_GROUND = "《中华人民共和国文物保护法》第七十七条"
UNANIMITY_GROUND = "《中华人民共和国文物保护法实施条例》第四十五条第三款、第四十七条第二款"
ACCEPTANCE_GROUND = "《中华人民共和国行政许可法》第三十二条"
CLOCK_GROUND = "《中华人民共和国文物保护法实施条例》第四十五条"
RIGHTS = (
    "对本决定不服的，可以自知道该决定之日起六十日内申请行政复议，"
    "或者自知道该决定之日起六个月内向人民法院提起行政诉讼。"
)
RIGHTS_GROUND = (
    "《中华人民共和国行政复议法》第二十条、《中华人民共和国行政诉讼法》第四十六条、"
    "《中华人民共和国行政许可法》第三十八条"
)
BRING = ("申报的全部文物原件", "携运人有效身份证件原件", "文物出境审核申请表或申请收件回执")
LINES_NOTE = "年限比对提示（由系统生成，供鉴定参考，不作为决定依据）：{sentence}"


def in_chinese(build: Callable[Arguments, Content]) -> Callable[Arguments, Content]:
    """Papers are Chinese first, whatever language the person at the screen reads."""

    @wraps(build)
    def built(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Content:
        with translation.override("zh-hans"):
            return build(*args, **kwargs)

    return built


def _party(party: Party | None) -> Content | None:
    if party is None:
        return None
    return {
        "name": party.name,
        "name_en": party.name_en or None,
        "nationality": party.nationality,
        "identity_type": str(party.get_identity_kind_display()),
        "identity_number": party.identity_number,
        "address": party.address or None,
        "phone": party.phone or None,
    }


def _carrier(review: Review) -> Content:
    return {
        "name": review.carrier,
        "nationality": review.nationality,
        "identity_type": str(review.get_identity_kind_display()),
        "identity_number": review.identity_number,
        "address": review.address or None,
        "phone": review.phone or None,
    }


def _thing(item: ReviewItem) -> Content:
    """One object as papers list it (条例 art. 46)."""
    thing = item.object
    return {
        "sequence": item.sequence,
        "number": thing.number,
        "name": thing.name,
        "name_en": thing.name_en or None,
        "age": thing.age or thing.date_text or None,
        "year_from": thing.year_from,
        "year_to": thing.year_to,
        "size": thing.form_size,
        "material": str(thing.get_texture_display()),
        "category": thing.category or None,
        "quantity": thing.quantity,
        "unit": str(thing.get_unit_display()),
        "grade": str(thing.get_grade_display()),
        "photo_sha256": [],
    }


def _with_photos(item: ReviewItem) -> Content:
    first = next(iter(item.object.photos.all()), None)
    mark = getattr(item, "mark", None)
    return {
        **_thing(item),
        "photo_sha256": [first.sha256] if first else [],
        "photo_note": "示意图" if first and first.is_stand_in else None,
        "mark": mark.number if mark else None,
    }


def pictures_of(items: Iterable[ReviewItem]) -> dict[str, str]:
    """Where the small picture of each item's first photograph lies, by the photograph's hash."""
    firsts = (next(iter(item.object.photos.all()), None) for item in items)
    return {photo.sha256: photo.thumb.name for photo in firsts if photo}


def _clock(case: Case, kind: str) -> Content | None:
    clock = Clock.objects.filter(case=case, kind=kind, stopped_at__isnull=True).first()
    if clock is None:
        return None
    return {
        "days": clock.working_days,
        "start": clock.starts_on.isoformat(),
        "due": clock.due_on.isoformat(),
        "provisional": clock.is_provisional,
        "citation": CLOCK_GROUND if kind == "decision" else ACCEPTANCE_GROUND,
    }


def _notice(review: Review, *, objects: bool = True) -> Content:
    """What every notice says of its case."""
    case = review.case
    items = review.items.select_related("object").exclude(status__in=["absent", "split"])
    clock = _clock(case, "decision")
    running = case.clocks.filter(kind="decision").last()
    return {
        "applicant": _party(case.applicant),
        "agent": _party(case.agent),
        "calendar": running.calendar if running else None,
        **({"clock": clock} if clock else {}),
        **({"objects": [_thing(item) for item in items]} if objects else {}),
    }


def _listed(review: Review) -> str:
    """Where the objects stand, on papers that need not list them again."""
    count = review.items.exclude(status__in=["absent", "split"]).count()
    return f"文物清单共 {count} 项，见本案申请收件回执。"


@in_chinese
def receipt_content(review: Review) -> Content:
    """申请收件回执: the number, what was handed in, and the provisional clock (R-EXIT-02)."""
    return _notice(review)


@in_chinese
def acceptance_content(review: Review, by: User) -> Content:
    """受理通知书 (R-GEN-05)."""
    return {
        **_notice(review, objects=False),
        "handler": str(by),
        "ground": [ACCEPTANCE_GROUND],
        "remarks": [_listed(review)],
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
    return {**_notice(review, objects=False), "items": points, "ground": [ACCEPTANCE_GROUND]}


@in_chinese
def non_acceptance_content(review: Review, refusal: NonAcceptance) -> Content:
    """不予受理通知书, with ground, reason and rights (R-GEN-05, R-GEN-10)."""
    return {
        **_notice(review, objects=False),
        "items": [{"subject": str(refusal.get_ground_display()), "text": refusal.reason}],
        "ground": [ACCEPTANCE_GROUND, RIGHTS_GROUND],
        "reasons": refusal.reason,
        "rights": RIGHTS,
        "handler": str(refusal.by),
    }


@in_chinese
def appointment_content(review: Review, booking: Booking) -> Content:
    """预约通知书: when, where and what to bring (R-APPT-02, R-APPT-05)."""
    session = booking.session
    return {
        **_notice(review, objects=False),
        "remarks": [_listed(review)],
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


def _signed_on(items: list[ReviewItem]) -> dict[int, str]:
    """The day on which each member last signed an opinion on one of these objects."""
    said = Opinion.objects.filter(item__in=items).order_by().values("member")
    last = said.annotate(last=Max("signed_at")).values_list("member", "last")
    return {member: timezone.localdate(moment).isoformat() for member, moment in last}


def _judged(review: Review, items: list[ReviewItem]) -> Content:
    """What permit and register both say: parties, way out, panel with its signing, approver."""
    case = review.case
    decision = review.decision
    members = review.panel.filter(left_at__isnull=True).select_related("appraiser__user")
    opened = case.clocks.filter(kind="decision").last()
    signed = _signed_on(items)
    return {
        "applicant": _party(case.applicant),
        "agent": _party(case.agent),
        "carrier": _carrier(review),
        "destination": review.destination,
        "exit_port": review.port.name if review.port else None,
        "exit_customs": review.port.customs.name if review.port else None,
        "reviewed": timezone.localdate(decision.at).isoformat(),
        "appraisers": [
            {
                "name": str(member.appraiser),
                "responsible": member.responsible,
                "opinion": None,
                "signed": signed.get(member.pk),
            }
            for member in members
        ],
        "approver": {"name": str(decision.approver), "opinion": decision.opinion},
        "calendar": opened.calendar if opened else None,
    }


@in_chinese
def permit_content(
    review: Review,
    items: list[ReviewItem],
    valid_until: date | None,
    remarks: Sequence[str] = (),
) -> Content:
    """文物出境许可证 (§9.8): only what may leave, with marks and co-signatures."""
    content = _judged(review, items)
    for signer in content["appraisers"]:
        signer["opinion"] = "同意出境" if signer["responsible"] else None
    return {
        **content,
        "objects": [_with_photos(item) for item in items],
        "ground": [EXIT_GROUND],
        "valid_until": valid_until.isoformat() if valid_until else None,
        "remarks": ["本件仅证明上列文物经审核准予出境，不证明其所有权。", *remarks],
    }


@in_chinese
def register_content(
    review: Review, items: list[ReviewItem], remarks: Sequence[str] = ()
) -> Content:
    """文物禁止出境登记表 (R-EXIT-09, R-GEN-10): reason for each, ground and rights.

    The year lines were read in secondary copies only, so the machine's finding stands there as
    a hint and no ground (R-GEN-01).
    """
    things = []
    for item in items:
        against = sum(not opinion.may_leave for opinion in latest_opinions(item).values())
        sentence = item.finding.get("sentence") if item.finding else None
        things.append(
            {
                **_with_photos(item),
                "outcome": "prohibited",
                "finding": LINES_NOTE.format(sentence=sentence) if sentence else None,
                "reasons": f"{item.reason}（鉴定组 {against} 人不同意出境）"
                if against
                else item.reason,
            }
        )
    return {
        **_judged(review, items),
        "objects": things,
        "ground": [BARRED_GROUND, UNANIMITY_GROUND, RIGHTS_GROUND],
        "reasons": review.decision.opinion,
        "rights": RIGHTS,
        "remarks": list(remarks),
    }


@in_chinese
def hand_back_content(review: Review, items: list[ReviewItem], receiver: str, by: User) -> Content:
    """退还签收单 (R-EXIT-09)."""
    return {
        **_notice(review, objects=False),
        "objects": [_thing(item) for item in items],
        "handed_back": {
            "receiver": receiver,
            "received": timezone.localdate().isoformat(),
            "method": "当面签收",
            "witness": str(by),
        },
    }
