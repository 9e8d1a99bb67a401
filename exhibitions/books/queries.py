"""Named reads of the books."""

from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from approvals.parties.models import Role
from approvals.parties.queries import Anyone, parties_of
from approvals.parties.sides import FIRMS_PEOPLE
from relics.register.models import RelicObject

from .models import IN_STOCK, Account, Book, Line, Posting


def books_of(user: Anyone) -> QuerySet[Book]:
    """The books that the user's enterprises hold or its customs keeps."""
    held = parties_of(user, *FIRMS_PEOPLE, Role.VIEWER)
    kept = parties_of(user, Role.CUSTOMS)
    found = Book.objects.filter(Q(holder__in=held) | Q(customs__in=kept))
    return found.select_related("holder", "zone__party", "customs").order_by("-pk")


def with_totals(books: QuerySet[Book]) -> QuerySet[Book]:
    """Each book with the pieces on it: `coming`, `stock`, `going`, `gone`."""
    return books.annotate(
        coming=Count("lines", filter=Q(lines__account=Account.COMING)),
        stock=Count("lines", filter=Q(lines__account__in=IN_STOCK)),
        going=Count("lines", filter=Q(lines__account=Account.GOING)),
        gone=Count("lines", filter=Q(lines__account=Account.GONE)),
    )


def lines_of(book: Book, *, search: str = "", account: str = "") -> QuerySet[Line]:
    """The lines of a book, narrowed by words of the item or by where the unit stands."""
    found = book.lines.select_related("object")
    if search:
        found = found.filter(
            Q(name__icontains=search)
            | Q(item_number__icontains=search)
            | Q(hs_code__startswith=search)
            | Q(object__number__icontains=search)
        )
    if account in Account.values:
        found = found.filter(account=account)
    return found.order_by("sequence")


def on_day(lines: QuerySet[Line], day: date) -> QuerySet[Line]:
    """The lines with `stood`: the account of each at the end of that day."""
    last = Posting.objects.filter(line=OuterRef("pk"), at__date__lte=day).order_by("-pk")
    return lines.annotate(stood=Subquery(last.values("credit")[:1]))


def stock_line_of(thing: RelicObject) -> Line | None:
    """The line on which the object is stock now, if there is one."""
    found = Line.objects.filter(object=thing, account__in=IN_STOCK)
    return found.select_related("book__holder", "book__zone__party", "book__customs").first()
