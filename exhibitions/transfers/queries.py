"""Named reads of transfers between zones."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from approvals.parties.models import Role
from approvals.parties.queries import Anyone, parties_of
from approvals.parties.sides import FIRMS_PEOPLE
from approvals.policies.queries import policy
from exhibitions.books.models import Account, Book, Line

from .models import OPEN, ListItem, Side, TransferList
from .policies import WARN_DAYS


def whole(lists: QuerySet[TransferList]) -> QuerySet[TransferList]:
    """With the book, its holder, zone and customs."""
    return lists.select_related(
        "book__holder", "book__zone__party", "book__customs", "partner", "matched_with"
    )


def lists_of(user: Anyone) -> QuerySet[TransferList]:
    """Each side sees its own; customs of both zones see both (R-CENT-07).

    Customs of the other zone sees a list once the two name each other; the receiver sees
    what was offered to it.
    """
    held = parties_of(user, *FIRMS_PEOPLE, Role.VIEWER)
    kept = TransferList.objects.filter(book__customs__in=parties_of(user, Role.CUSTOMS))
    answer = kept.filter(
        side=Side.IN, counterpart=OuterRef("number"), book__holder=OuterRef("partner")
    )
    offer = kept.filter(
        side=Side.OUT, number=OuterRef("counterpart"), partner=OuterRef("book__holder")
    )
    seen = Q(book__holder__in=held) | Q(side=Side.OUT, partner__in=held)
    found = TransferList.objects.filter(
        seen | Q(pk__in=kept.values("pk")) | Q(Exists(answer)) | Q(Exists(offer))
    )
    return whole(found).order_by("-pk")


def items_of(one: TransferList) -> list[ListItem]:
    """What the list says now."""
    return list(
        one.items.filter(round=one.round).select_related("line__object", "line__book__holder")
    )


def other_of(one: TransferList) -> TransferList | None:
    """The open list of the other side, where both name each other."""
    if one.side == Side.OUT:
        found = TransferList.objects.filter(
            side=Side.IN, counterpart=one.number, book__holder=one.partner_id
        ).exclude(book__zone=one.book.zone_id)
    else:
        found = TransferList.objects.filter(
            side=Side.OUT, number=one.counterpart, partner=one.book.holder_id
        ).exclude(book__zone=one.book.zone_id)
    return found.filter(status__in=OPEN).order_by("pk").first()


def offered_to(book: Book) -> QuerySet[TransferList]:
    """The open lists that name the book's enterprise and that it has not answered."""
    answered = TransferList.objects.filter(side=Side.IN, book=book, status__in=OPEN)
    return whole(
        TransferList.objects.filter(side=Side.OUT, partner=book.holder_id, status__in=OPEN)
        .exclude(book__zone=book.zone_id)
        .exclude(number__in=answered.values("counterpart"))
    ).order_by("pk")


def may_go(book: Book) -> QuerySet[Line]:
    """The lines of a book whose objects are free to go: in stock, and in no show."""
    free = book.lines.filter(account=Account.FREE)
    return (
        free.exclude(object__permit_items__holds=True).select_related("object").order_by("sequence")
    )


def near_their_end() -> list[TransferList]:
    """Open lists that end within the days of the zone's policy (transfers.warn_days)."""
    today = timezone.localdate()
    found = whole(TransferList.objects.filter(status__in=OPEN, expires_on__gte=today))
    return [
        one
        for one in found.order_by("expires_on", "pk")
        if one.expires_on <= today + timedelta(days=warn_days(one.book))
    ]


def warn_days(book: Book) -> int:
    return int(policy(WARN_DAYS.key, book.zone.party, book.customs))


def over_their_end() -> QuerySet[TransferList]:
    """Open lists whose last day has passed."""
    return TransferList.objects.filter(
        status__in=OPEN, expires_on__lt=timezone.localdate()
    ).order_by("pk")
