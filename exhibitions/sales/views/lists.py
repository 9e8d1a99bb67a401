"""The sales of the reader's showrooms: what is for sale, what is sold, what is to be filed."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from approvals.parties.signed_in import person
from exhibitions.exhibits.models import ExhibitStatus
from exhibitions.exhibits.queries import exhibits_of
from exhibitions.sales.models import SaleStatus
from exhibitions.sales.queries import sales_of, to_file

from .shown import TONES, held_by, shell_of

A_PAGE = 30


@login_required
@require_GET
def sales(request: HttpRequest) -> HttpResponse:
    """Everything of the reader's sales, the newest first."""
    user = person(request)
    found = sales_of(user)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    waiting = exhibits_of(user).filter(status=ExhibitStatus.ON_DISPLAY, item__for_sale=True)
    return render(
        request,
        "sales/list.html",
        {
            "shell": shell_of(held_by(user)),
            "page": page,
            "rows": [{"sale": one, "tone": TONES[SaleStatus(one.status)]} for one in page],
            "to_file": [
                {"sale": one, "left": (one.file_by - today).days}
                for one in to_file(found)[:A_PAGE]
                if one.file_by
            ],
            "for_sale": waiting[:A_PAGE],
        },
    )
