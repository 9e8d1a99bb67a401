"""The interface of the match: differences to read."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate

from approvals.exchange.access import SystemAuth
from approvals.parties.models import User

from .queries import differences_of, open_only

router = Router(tags=["matching"])


class DifferenceOut(Schema):
    """`check` names the rule of agreement; `facts` what account book, custody and permit said."""

    id: int
    check: str = Field(alias="check_key")
    object: int = Field(alias="object_id")
    exhibit: int | None = Field(alias="exhibit_id")
    line: int | None = Field(alias="line_id")
    owner: str
    due_on: date
    found_at: datetime
    facts: dict[str, Any]


@router.get(
    "/differences", auth=SystemAuth("books"), response=list[DifferenceOut], summary="Differences"
)
@paginate(LimitOffsetPagination)
def differences(request: HttpRequest) -> object:
    """What does not agree now, of the caller's operator or kept by its customs."""
    assert isinstance(request.user, User)
    return open_only(differences_of(request.user))
