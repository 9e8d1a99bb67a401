"""The lists of this room, and whether an object is frozen."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from approvals.cases.models import Case
from approvals.parties.models import Membership, Office, Party, Role, User
from approvals.parties.queries import Anyone, memberships_of, parties_of
from relics.register.models import Photo, RelicObject

from .models import (
    Candidate,
    Freeze,
    Instruction,
    ListCheck,
    ListedPhoto,
    ListVersion,
    WatchList,
)
from .models.candidate import CandidateStatus
from .models.freeze import BARRING

OFFICERS = (Role.INTAKE, Role.SCHEDULER, Role.APPRAISER, Role.APPROVER, Role.ISSUER)
OPEN = (CandidateStatus.WAITING, CandidateStatus.DISPUTED)


def offices_of(user: Anyone, *roles: str) -> QuerySet[Office]:
    """The review offices where the person holds one of the roles (any of an officer's)."""
    return Office.objects.filter(party__in=parties_of(user, *(roles or OFFICERS)))


def lists_on(day: date) -> list[list[Any]]:
    """The lists in effect on the day: the code of each, and the number of its version in force."""
    found = (
        WatchList.objects.filter(
            Q(effective_to__isnull=True) | Q(effective_to__gte=day), effective_from__lte=day
        )
        .annotate(in_force=Max("versions__number"))
        .filter(in_force__isnull=False)
        .order_by("code")
    )
    return [list(row) for row in found.values_list("code", "in_force")]


def watch_lists() -> QuerySet[WatchList]:
    """Every list with `in_force` and how many of its entries are sought (`sought`)."""
    current = Q(entries__until__isnull=True, entries__standing="listed")
    return (
        WatchList.objects.select_related("office__party")
        .annotate(in_force=Max("versions__number"), sought=Count("entries", current, distinct=True))
        .order_by("name", "pk")
    )


def waiting_version(watch_list: WatchList) -> ListVersion | None:
    """The version that was uploaded and is neither in force nor dropped."""
    return watch_list.versions.filter(put_at__isnull=True, dropped_at__isnull=True).first()


def cover_of(field: str) -> Subquery:
    """The key of the first photograph of the object that the field names."""
    photos = Photo.objects.filter(object=OuterRef(field)).order_by("position")
    return Subquery(photos.values("pk")[:1])


def candidates_of(user: Anyone) -> QuerySet[Candidate]:
    """The candidates that an officer may see: those of its office, the likest first.

    A candidate of a recheck belongs to the office whose case last held the object; where there
    is none, to the office that keeps the list.
    """
    offices = offices_of(user)
    return (
        Candidate.objects.filter(office__in=offices)
        .select_related("object__owner", "entry__watch_list", "office__party")
        .annotate(cover=cover_of("object"))
        .order_by("-score", "pk")
    )


def freezes_of(user: Anyone) -> QuerySet[Freeze]:
    """The freezes that an officer of the office may see."""
    return (
        Freeze.objects.filter(office__in=offices_of(user))
        .select_related("object__owner", "office__party", "case", "opened_by", "second")
        .select_related("reported_by", "paper")
        .annotate(cover=cover_of("object"))
        .order_by("-pk")
    )


def freezable_by(user: Anyone, asked: str = "") -> QuerySet[RelicObject]:
    """The objects before the officer's own office, which it may freeze by hand; the newest first.

    `asked` is part of a number or name of the object, of its case's number or of its owner.
    """
    cases = Case.objects.filter(office__office__in=offices_of(user), number__isnull=False)
    found = RelicObject.objects.filter(
        Q(review_items__review__case__in=cases) | Q(filings__case__in=cases)
    )
    if asked:
        named = Q(number__icontains=asked) | Q(name__icontains=asked)
        named |= Q(owner__name__icontains=asked)
        numbered = cases.filter(number__icontains=asked)
        named |= Q(review_items__review__case__in=numbered) | Q(filings__case__in=numbered)
        found = found.filter(named)
    return found.select_related("owner").distinct().order_by("-pk")


def officers_beside(user: User, *roles: str) -> QuerySet[User]:
    """Who else holds one of the roles at the person's office."""
    held = Membership.objects.filter(party__office__in=offices_of(user), role__in=roles).values(
        "user"
    )
    people = User.objects.filter(pk__in=held, is_active=True).exclude(pk=user.pk)
    return people.order_by("full_name", "pk")


def barring_freeze(thing: RelicObject) -> Freeze | None:
    """The freeze that holds the object, or holds it for ever because it was handed over."""
    return Freeze.objects.filter(object=thing, status__in=BARRING).first()


def frozen_among(objects: Iterable[RelicObject | int]) -> set[int]:
    """The keys of those objects that a freeze holds, in one query.

    The same in SQL: ``watchlists_is_frozen(object_id)``.
    """
    keys = [one if isinstance(one, int) else one.pk for one in objects]
    held = Freeze.objects.filter(object__in=keys, status__in=BARRING)
    return set(held.values_list("object_id", flat=True))


def latest_check(thing: RelicObject) -> ListCheck | None:
    """The last time the lists were asked about the object."""
    return ListCheck.objects.filter(object=thing).order_by("-pk").first()


def is_current(check: ListCheck) -> bool:
    """Whether the lists in force are still those that were asked."""
    return bool(check.versions == lists_on(timezone.localdate()))


def open_candidates(thing: RelicObject) -> QuerySet[Candidate]:
    """The candidates of an object that nobody has settled."""
    return Candidate.objects.filter(object=thing, status__in=OPEN)


def owners_of(thing: RelicObject, case: Case | None) -> QuerySet[Party]:
    """Whom an officer must have no tie to: the owner, and the applicant and agent of the case."""
    keys = [thing.owner_id]
    if case is not None:
        keys += [key for key in (case.applicant_id, case.agent_id) if key]
    return Party.objects.filter(pk__in=keys)


def last_case_of(thing: RelicObject) -> Case | None:
    """The newest case that lists the object and has a number.

    The reviews stand to the right of this room and are named by their relations only.
    """
    found = Case.objects.filter(review__items__object=thing, number__isnull=False)
    return found.select_related("office").order_by("-created_at").first()


def holds_any(user: Anyone, office: Office, roles: Iterable[str]) -> bool:
    """Whether the person holds one of the roles at the office today."""
    return memberships_of(user).filter(party=office.party_id, role__in=list(roles)).exists()


def listed_photos_seen_by(user: Anyone) -> QuerySet[ListedPhoto]:
    """The photographs of the lists: for officers of any review office."""
    if not offices_of(user).exists():
        return ListedPhoto.objects.none()
    return ListedPhoto.objects.all()


def object_photos_seen_by(user: Anyone) -> QuerySet[Photo]:
    """The photographs of objects that are candidates, frozen or freezable at the office."""
    offices = offices_of(user)
    alike = Candidate.objects.filter(office__in=offices).values("object")
    held = Freeze.objects.filter(office__in=offices).values("object")
    own = freezable_by(user).order_by().values("pk")
    return Photo.objects.filter(Q(object__in=alike) | Q(object__in=held) | Q(object__in=own))


def instructions_seen_by(user: Anyone) -> QuerySet[Instruction]:
    """The instructions on the freezes that an officer may see."""
    return Instruction.objects.filter(freeze__office__in=offices_of(user))


def objects_asked_by(user: Anyone) -> QuerySet[RelicObject]:
    """The objects whose standing a person or a system may ask for.

    Those that its office checked or froze, and for customs those of the offices at its ports.
    """
    ports = Office.objects.filter(ports__customs__in=parties_of(user, Role.CUSTOMS))
    offices = Office.objects.filter(Q(pk__in=offices_of(user)) | Q(pk__in=ports))
    checked = ListCheck.objects.filter(office__in=offices).values("object")
    held = Freeze.objects.filter(office__in=offices).values("object")
    return RelicObject.objects.filter(Q(pk__in=checked) | Q(pk__in=held))
