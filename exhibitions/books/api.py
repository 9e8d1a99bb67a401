"""The interface of the account books: what the pages do, for the firm's and customs' systems."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.signed_in import person

from . import services
from .models import Book, Line, Move
from .queries import books_of, lines_of, with_totals

router = Router(tags=["books"])
Answer = tuple[int, dict[str, object]]


class BookOut(Schema):
    id: int
    number: str
    nature: str
    opened_on: date
    closed_on: date | None
    coming: int
    stock: int
    going: int
    gone: int


class LineOut(Schema):
    """`account`: outside, coming, free, going or gone; the four quantities follow from it."""

    id: int
    sequence: int
    item_number: str
    object: int = Field(alias="object_id")
    hs_code: str
    name: str
    unit: str
    price: Decimal
    currency: str
    account: str
    received: int
    written_off: int
    expected_in: int
    expected_out: int


class PostIn(Schema):
    """Lines of one book by key, the move, and the paper it rests on (R-CENT-03)."""

    lines: list[int] = Field(min_length=1, max_length=1000)
    move: Move
    document: str = Field(max_length=12)
    number: str = Field(min_length=1, max_length=64)
    reason: str = Field("", max_length=300)


def _book(request: HttpRequest, pk: int) -> Book:
    return get_object_or_404(with_totals(books_of(person(request))), pk=pk)


@router.get("", auth=SystemAuth("books"), response=list[BookOut], summary="Books")
def book_list(request: HttpRequest) -> list[Book]:
    """The books that the caller's party holds or keeps, with the pieces on each."""
    return list(with_totals(books_of(person(request))))


@router.get("/{pk}", auth=SystemAuth("books"), response=BookOut, summary="One book")
def book(request: HttpRequest, pk: int) -> Book:
    return _book(request, pk)


@router.get("/{pk}/lines", auth=SystemAuth("books"), response=list[LineOut], summary="Lines")
@paginate(LimitOffsetPagination)
def lines(request: HttpRequest, pk: int, q: str = "", account: str = "") -> object:
    """The lines of a book in order, narrowed like the page's."""
    return lines_of(_book(request, pk), search=q[:60], account=account)


@router.post("/{pk}/postings", auth=SystemAuth("books"), summary="Post on lines")
@idempotent
def post(request: HttpRequest, pk: int, told: PostIn) -> Answer:
    """Post a move on lines of the book, all or none; 409 names the first that stands elsewhere."""
    found = _book(request, pk)
    chosen = list(Line.objects.select_related("book").filter(book=found, pk__in=told.lines))
    if len(chosen) != len(set(told.lines)):
        get_object_or_404(Line, pk=None)
    paper = services.Paper(told.document, told.number, told.reason)
    made = services.VERBS[told.move](chosen, paper, by=person(request))
    return 201, {"postings": made}
