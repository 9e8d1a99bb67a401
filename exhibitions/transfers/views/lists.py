"""The lists of the reader, and one list with what it says, its differences and its acts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.cases.wording import chronicle
from approvals.parties.sides import sides_of
from approvals.parties.signed_in import person
from exhibitions.books.models import Book
from exhibitions.books.queries import books_of
from exhibitions.transfers import forms, services
from exhibitions.transfers.models import ListStatus, Side, TransferList
from exhibitions.transfers.queries import items_of, lists_of, may_go, offered_to, warn_days
from exhibitions.transfers.wording import in_words

A_PAGE = 50
MANY = 500
TONES = {
    ListStatus.UNMATCHED: "review",
    ListStatus.MISMATCH: "refused",
    ListStatus.MATCHED: "approved",
    ListStatus.WITHDRAWN: "waiting",
    ListStatus.LAPSED: "waiting",
}


def row_of(one: TransferList, warn: int | None = None) -> dict[str, Any]:
    """A list as tables show it; `near` where its end is near."""
    left = (one.expires_on - timezone.localdate()).days
    return {
        "one": one,
        "label": ListStatus(one.status).label,
        "tone": TONES[ListStatus(one.status)],
        "left": left,
        "near": one.is_open and warn is not None and left <= warn,
    }


@login_required
@require_GET
def transfer_list(request: HttpRequest) -> HttpResponse:
    """Every list that is the reader's to see, and what was offered to its books."""
    user = person(request)
    sides = sides_of(user)
    status = request.GET.get("status", "")
    found = lists_of(user)
    if status in ListStatus.values:
        found = found.filter(status=status)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    books = list(books_of(user).filter(closed_on__isnull=True)[:20]) if sides.holds else []
    warn = warn_days(page[0].book) if len(page) else None
    context = {
        "page": page,
        "rows": [row_of(one, warn) for one in page],
        "books": books,
        "offers": [(book, one) for book in books[:3] for one in offered_to(book)[:20]],
        "statuses": ListStatus.choices,
        "asked": status,
        **sides.shown,
    }
    return render(request, "transfers/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """One list; `act` is correct or withdraw."""
    found = get_object_or_404(lists_of(person(request)), pk=pk)
    return answer(Act(request, found), {"correct": _correct, "withdraw": _withdraw}, _page)


def ticked_lines(request: HttpRequest, book: Book) -> list[Any]:
    """The lines of the book that are ticked on the page, with what a list says of them."""
    keys = [key for key in request.POST.getlist("line") if key.isdecimal() and len(key) < 19]
    return list(book.lines.filter(pk__in=keys).select_related("object", "book"))


def _correct(act: Act) -> Said:
    one: TransferList = act.subject
    if one.side == Side.OUT:
        lines = ticked_lines(act.request, one.book)
        done = services.correct_out_list(one, lines, by=act.user)
    else:
        form = forms.RowsForm(act.request.POST)
        if not act.passes(form):
            return None
        done = services.correct_in_list(one, form.cleaned_data["rows"], by=act.user)
    return said_of(done)


def said_of(one: TransferList) -> str:
    """What came of filing or correcting a list."""
    if one.status == ListStatus.MATCHED:
        return str(_("已对碰一致，双方账册已核增核减。"))
    if one.status == ListStatus.MISMATCH:
        return str(_("已提交；与对方清单不符，货物未动。"))
    return str(_("已提交，待对方清单到达后自动对碰。"))


def _withdraw(act: Act) -> Said:
    form = forms.WithdrawForm(act.request.POST)
    if not act.passes(form):
        return None
    services.withdraw_list(act.subject, reason=form.cleaned_data["reason"], by=act.user)
    return _("清单已撤回。")


def _page(act: Act, *, refusal: Any = None, status: int = 200) -> HttpResponse:
    one: TransferList = act.subject
    sides = sides_of(act.user, firm=one.book.holder_id, customs=one.book.customs_id)
    items = items_of(one)
    near = warn_days(one.book)
    context = {
        **row_of(one, near),
        "items": items,
        "differences": [in_words(difference) for difference in one.differences],
        "refusal": refusal,
        "faulty": act.faulty,
        "entries": chronicle(one.chain),
        **sides.shown,
        "shell": sides_of(act.user).shell,
    }
    if one.is_open and sides.holds:
        context["withdrawing"] = forms.WithdrawForm()
        if one.side == Side.OUT:
            context["choices"] = _choices(one, items)
        else:
            context["form"] = act.shown(forms.RowsForm(initial={"rows": forms.as_rows(items)}))
    return render(act.request, "transfers/transfer.html", context, status=status)


def _choices(one: TransferList, items: list[Any]) -> list[tuple[Any, bool]]:
    """The lines that are on the list, ticked, and those that may go too."""
    listed = [(item.line, True) for item in items if item.line is not None]
    return [*listed, *((line, False) for line in may_go(one.book)[:MANY])]
