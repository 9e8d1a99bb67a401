"""Who may sit on a panel on a day, for whom. Everything is read from rows valid on that day."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals.cases.queries import OFFICE_ROLES, cases_of
from approvals.parties.models import Office, Party, User
from approvals.parties.queries import may_apply_for, memberships_of, parties_of
from relics.register.models import RelicObject

from .models import (
    Absence,
    Appraiser,
    OutsideAppraiser,
    OutsideReport,
    Post,
    Qualification,
    ReportNote,
    Tie,
)

Parties = Collection[Party] | QuerySet[Party]
People = Collection[Appraiser] | QuerySet[Appraiser]


def valid_on(day: date) -> Q:
    """Rows with `valid_from` and an open or later `valid_to`, both ends counted."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _holding(day: date, **kind: Any) -> Exists:
    return Exists(Qualification.objects.filter(valid_on(day), appraiser=OuterRef("pk"), **kind))


def serving() -> QuerySet[Appraiser]:
    """Appraisers whose record and account are active."""
    return Appraiser.objects.filter(is_active=True, user__is_active=True)


def qualified_on(office: Office, day: date) -> QuerySet[Appraiser]:
    """The office's serving appraisers with any certificate valid on the day (R-EXIT-03)."""
    return serving().filter(_holding(day), office=office).select_related("user").order_by("pk")


def is_responsible_on(appraiser: Appraiser, day: date) -> bool:
    """Whether the appraiser is a responsible appraiser (责任鉴定员) on the day."""
    return bool(responsible_among([appraiser], day))


def responsible_among(appraisers: Iterable[Appraiser], day: date) -> set[int]:
    """The keys of those who are responsible appraisers on the day, in one query."""
    found = serving().filter(
        _holding(day, kind=Qualification.Kind.RESPONSIBLE),
        pk__in=[appraiser.pk for appraiser in appraisers],
    )
    return set(found.values_list("pk", flat=True))


def barring_posts(day: date, parties: Parties) -> Q:
    """The posts that bar on the day: in a relic shop or auction house, or at a party (R-GEN-16)."""
    return valid_on(day) & (Q(kind__in=Post.FORBIDDEN) | Q(party__in=parties))


def able_to_sit(day: date, parties: Parties) -> QuerySet[Appraiser]:
    """Everybody, of any office, who is qualified, present, untied and holds no barring post."""
    absent = Absence.objects.filter(appraiser=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day)
    tied = Tie.objects.filter(valid_on(day), appraiser=OuterRef("pk"), party__in=parties)
    posted = Post.objects.filter(barring_posts(day, parties), user=OuterRef("user"))
    return serving().filter(_holding(day), ~Exists(absent), ~Exists(tied), ~Exists(posted))


def bench_strength(people: People, day: date, parties: Parties) -> tuple[int, int]:
    """How many of `people` can sit that day for `parties`, and how many of those are responsible.

    One statement: it is asked at every booking.
    """
    keys = people.values("pk") if isinstance(people, QuerySet) else [each.pk for each in people]
    able = able_to_sit(day, parties).filter(pk__in=keys)
    responsible = able.annotate(leads=_holding(day, kind=Qualification.Kind.RESPONSIBLE))
    leads = responsible.values_list("leads", flat=True)
    return len(leads), sum(leads)


def eligible(office: Office, day: date, parties: Parties = ()) -> QuerySet[Appraiser]:
    """The office's appraisers who could be put on a panel for these parties on the day."""
    return able_to_sit(day, parties).filter(office=office).select_related("user").order_by("pk")


def ties_on(appraisers: People, day: date, parties: Parties) -> QuerySet[Tie]:
    """The ties in force between any of `appraisers` and any of `parties`."""
    return (
        Tie.objects.filter(valid_on(day), appraiser__in=appraisers, party__in=parties)
        .select_related("party", "appraiser__user")
        .order_by("appraiser", "pk")
    )


def posts_on(users: Collection[User], day: date, parties: Parties) -> QuerySet[Post]:
    """The posts of any of `users` that bar them from a case of `parties` on the day (R-GEN-16)."""
    found = Post.objects.filter(barring_posts(day, parties), user__in=users)
    return found.select_related("user", "party").order_by("user", "pk")


def absences_on(appraisers: People, day: date) -> QuerySet[Absence]:
    """The absences of any of `appraisers` that cover the day."""
    return (
        Absence.objects.filter(appraiser__in=appraisers, starts_on__lte=day, ends_on__gte=day)
        .select_related("appraiser__user")
        .order_by("appraiser", "pk")
    )


def certificates_on(appraisers: People, day: date) -> QuerySet[Qualification]:
    """The certificates of serving appraisers that are valid on the day."""
    return Qualification.objects.filter(
        valid_on(day), appraiser__in=serving().filter(pk__in=[each.pk for each in appraisers])
    )


def holds_any(user: User, roles: Collection[str], office: Office) -> bool:
    """Whether the user holds one of `roles` at the office today."""
    return memberships_of(user).filter(role__in=roles, party_id=office.party_id).exists()


def acting_party(user: User, thing: RelicObject) -> Party | None:
    """For whom the user may attach evidence to the object, or None.

    The owner, where the user keeps its records; else the office that has the object in a case.
    """
    if may_apply_for(user).filter(pk=thing.owner_id).exists():
        return thing.owner
    offices = parties_of(user, *OFFICE_ROLES).filter(kind=Party.Kind.RELIC_OFFICE)
    return offices.filter(cases_at_office__review__items__object=thing).first()


def reports_seen_by(user: User) -> QuerySet[OutsideReport]:
    """The reports on objects whose photographs the person may see, customs left out."""
    reviewed = RelicObject.objects.filter(review_items__review__case__in=cases_of(user))
    return OutsideReport.objects.filter(
        Q(object__owner__in=may_apply_for(user)) | Q(object__in=reviewed)
    )


def reports_of(objects: Collection[RelicObject]) -> dict[int, list[OutsideReport]]:
    """The reports on each of the objects by its key, with notes and `withdrawn`; two queries.

    Evidence for the panel to weigh, never a vote (R-EXIT-04).
    """
    withdrawing = ReportNote.objects.filter(report=OuterRef("pk"), withdraws=True)
    rows = (
        OutsideReport.objects.filter(object__in=objects)
        .annotate(withdrawn=Exists(withdrawing))
        .select_related("author", "submitted_for")
        .prefetch_related("notes")
        .order_by("object", "pk")
    )
    found: dict[int, list[OutsideReport]] = {}
    for row in rows:
        found.setdefault(row.object_id, []).append(row)
    return found


def outside_appraisers(search: str = "", part: str = "") -> QuerySet[OutsideAppraiser]:
    """The register of third-party appraisers, of all offices."""
    found = OutsideAppraiser.objects.select_related("office__party")
    for word in search.split():
        found = found.filter(
            Q(name__icontains=word) | Q(institution__icontains=word) | Q(licence_no__icontains=word)
        )
    return found.filter(classes__contains=[part]) if part else found
