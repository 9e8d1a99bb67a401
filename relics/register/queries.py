"""The lists of the register."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from approvals.cases.queries import cases_of
from approvals.parties.models import Party, Role, User
from approvals.parties.queries import Anyone, may_apply_for, memberships_of, parties_of

from .models import ImportBatch, Photo, RelicObject


def objects_of(owner: Party, search: str = "") -> QuerySet[RelicObject]:
    """The owner's objects, each with `photo_count` and `has_stand_in`; `search` narrows them.

    The search looks for the words in number, names, maker and age, whatever the case.
    """
    photos = Photo.objects.filter(object=OuterRef("pk"))
    found = RelicObject.objects.filter(owner=owner).annotate(
        photo_count=Coalesce(Count("photos", distinct=True), 0),
        has_stand_in=Exists(photos.filter(is_stand_in=True)),
    )
    for word in search.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(name__icontains=word)
            | Q(name_en__icontains=word)
            | Q(maker__icontains=word)
            | Q(date_text__icontains=word)
        )
    return found.order_by("id")


def without_photos(objects: QuerySet[RelicObject]) -> QuerySet[RelicObject]:
    """Those of `objects` that have no photograph, not even a stand-in."""
    return objects.filter(~Exists(Photo.objects.filter(object=OuterRef("pk"))))


def imports_of(owner: Party) -> QuerySet[ImportBatch]:
    """The owner's imports, newest first."""
    return ImportBatch.objects.filter(owner=owner).order_by("-created_at", "-id")


def is_number_taken(obj: RelicObject, number: str) -> bool:
    """Whether another object of the same owner has the number."""
    others = RelicObject.objects.filter(owner_id=obj.owner_id, number=number)
    return bool(number) and others.exclude(pk=obj.pk).exists()


def photos_seen_by(user: Anyone) -> QuerySet[Photo]:
    """The photographs a person may see.

    Those of objects whose records the person keeps, of objects that a case lists which the
    person may open, of filings at the authorities, customs and people of their zone, and for
    customs those on issued permits (R-EXIT-08). The cases' tables stand to the right of this
    room and are named here by their relations only.
    """
    if not isinstance(user, User):
        return Photo.objects.none()
    reviewed = RelicObject.objects.filter(review_items__review__case__in=cases_of(user))
    seen = Q(object__owner__in=may_apply_for(user)) | Q(object__in=reviewed)
    seen |= Q(object__in=_filed_before(user))
    if memberships_of(user).filter(role=Role.CUSTOMS).exists():
        permitted = ("permit_issued", "released", "voided")
        seen |= Q(object__in=RelicObject.objects.filter(review_items__status__in=permitted))
    return Photo.objects.filter(seen)


def _filed_before(user: User) -> QuerySet[RelicObject]:
    """Objects of filings that the person examines, lets pass, or finds in its own zone."""
    officers = parties_of(user, Role.INTAKE, Role.CULTURE)
    return RelicObject.objects.filter(
        Q(filings__case__office__in=officers)
        | Q(filings__zone__filing_authorities__party__in=officers)
        | Q(filings__port__customs__in=parties_of(user, Role.CUSTOMS))
        | Q(filings__zone__party__in=parties_of(user)),
        filings__case__number__isnull=False,
    )
