"""What several papers have in common: the language, parties, objects, pictures, the clock."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec

from django.utils import translation

from approvals.cases.models import Case, Clock
from approvals.parties.models import Party
from relics.reviews.models import Review, ReviewItem

from .grounds import ACCEPTANCE_GROUND, CLOCK_GROUND, said

Content = dict[str, Any]
Arguments = ParamSpec("Arguments")


def in_chinese(build: Callable[Arguments, Content]) -> Callable[Arguments, Content]:
    """Papers are Chinese first, whatever language the person at the screen reads."""

    @wraps(build)
    def built(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Content:
        with translation.override("zh-hans"):
            return build(*args, **kwargs)

    return built


def party_of(party: Party | None) -> Content | None:
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


def carrier_of(review: Review) -> Content:
    return {
        "name": review.carrier,
        "nationality": review.nationality,
        "identity_type": str(review.get_identity_kind_display()),
        "identity_number": review.identity_number,
        "address": review.address or None,
        "phone": review.phone or None,
    }


def thing_of(item: ReviewItem) -> Content:
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


def pictured(item: ReviewItem) -> Content:
    first = next(iter(item.object.photos.all()), None)
    mark = getattr(item, "mark", None)
    return {
        **thing_of(item),
        "photo_sha256": [first.sha256] if first else [],
        "photo_note": "示意图" if first and first.is_stand_in else None,
        "mark": mark.number if mark else None,
    }


def pictures_of(items: Iterable[ReviewItem]) -> dict[str, str]:
    """Where the small picture of each item's first photograph lies, by the photograph's hash."""
    firsts = (next(iter(item.object.photos.all()), None) for item in items)
    return {photo.sha256: photo.thumb.name for photo in firsts if photo}


def clock_of(case: Case, kind: str) -> Content | None:
    clock = Clock.objects.filter(case=case, kind=kind, stopped_at__isnull=True).first()
    if clock is None:
        return None
    return {
        "days": clock.working_days,
        "start": clock.starts_on.isoformat(),
        "due": clock.due_on.isoformat(),
        "provisional": clock.is_provisional,
        "citation": said(*CLOCK_GROUND, office=case.office)
        if kind == "decision"
        else said(*ACCEPTANCE_GROUND, office=case.office),
    }


def about(review: Review, *, objects: bool = True) -> Content:
    """What every notice says of its case."""
    case = review.case
    items = review.items.select_related("object").exclude(status__in=["absent", "left", "split"])
    clock = clock_of(case, "decision")
    running = case.clocks.filter(kind="decision").last()
    return {
        "applicant": party_of(case.applicant),
        "agent": party_of(case.agent),
        "calendar": running.calendar if running else None,
        **({"clock": clock} if clock else {}),
        **({"objects": [thing_of(item) for item in items]} if objects else {}),
    }


def where_listed(review: Review) -> str:
    """Where the objects stand, on papers that need not list them again."""
    count = review.items.exclude(status__in=["absent", "left", "split"]).count()
    return f"文物清单共 {count} 项，见本案申请收件回执。"
