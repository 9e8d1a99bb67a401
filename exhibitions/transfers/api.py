"""The interface of transfers: lists to read, for the firm's and customs' systems."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate

from approvals.exchange.access import SystemAuth
from approvals.parties.signed_in import person

from .models import TransferList
from .queries import items_of, lists_of

router = Router(tags=["transfers"])


class ItemOut(Schema):
    sequence: int
    object_number: str
    hs_code: str
    quantity: int
    price: Decimal
    currency: str


class ListOut(Schema):
    """`status`: unmatched, mismatch, matched, withdrawn or lapsed (R-CENT-07)."""

    id: int
    side: str
    number: str
    counterpart: str
    book: str = Field(alias="book.number")
    status: str
    round: int
    expires_on: date
    differences: list[dict[str, str]]


class WholeListOut(ListOut):
    book: str
    items: list[ItemOut]


@router.get("", auth=SystemAuth("books"), response=list[ListOut], summary="Transfer lists")
@paginate(LimitOffsetPagination)
def list_all(request: HttpRequest, status: str = "") -> object:
    """The lists that the caller's party filed, was offered, or keeps as customs."""
    found = lists_of(person(request))
    return found.filter(status=status) if status else found


@router.get("/{pk}", auth=SystemAuth("books"), response=WholeListOut, summary="One list")
def one(request: HttpRequest, pk: int) -> object:
    """One list with what it says now, and each difference of the last matching."""
    found: TransferList = get_object_or_404(lists_of(person(request)), pk=pk)
    told = ListOut.from_orm(found).dict()
    return {**told, "items": [ItemOut.from_orm(item).dict() for item in items_of(found)]}
