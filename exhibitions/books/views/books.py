"""The books of the reader, one book with its lines, and the acts on it."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.cases.wording import chronicle
from approvals.parties.models import Role
from approvals.parties.queries import parties_of
from approvals.parties.sides import Sides, sides_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refusal, Refused
from exhibitions.books import forms, services
from exhibitions.books.cycles import counts_of, cycle_on
from exhibitions.books.models import Account, Book, Move, Settlement
from exhibitions.books.queries import books_of, lines_of, on_day, with_totals

from .shown import row_of

A_PAGE = 50


@login_required
@require_GET
def book_list(request: HttpRequest) -> HttpResponse:
    """Every book that is the reader's to see, with what stands on it."""
    sides = sides_of(person(request))
    page = Paginator(with_totals(books_of(person(request))), A_PAGE)
    context = {"page": page.get_page(request.GET.get("page")), **sides.shown}
    return render(request, "books/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def book_new(request: HttpRequest) -> HttpResponse:
    """Customs opens a book for an enterprise."""
    customs = parties_of(person(request), Role.CUSTOMS)
    if not customs.exists():
        raise Http404
    form = forms.OpenBookForm(customs, request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            book = services.open_book(**form.cleaned_data, by=person(request))
        except Refused as error:
            refusal = error.refusal
        else:
            return redirect("books:book", pk=book.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "refusal": refusal}
    return render(request, "books/new.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """One book; `act` is post, choose, report, settle, give_back or close."""
    found = get_object_or_404(with_totals(books_of(person(request))), pk=pk)
    verbs = {
        "post": _post,
        "choose": _choose,
        "report": _report,
        "settle": _settle,
        "give_back": _give_back,
        "close": _close,
    }
    return answer(Act(request, found), verbs, _page)


def _post(act: Act) -> Said:
    sides = sides_of(act.user, firm=act.subject.holder_id, customs=act.subject.customs_id)
    form = forms.PostForm(act.request.POST, at_customs=sides.keeps)
    if not act.passes(form):
        return None
    told = form.cleaned_data
    ticked = [key for key in act.request.POST.getlist("line") if key.isdecimal()]
    lines = list(act.subject.lines.select_related("book").filter(pk__in=ticked))
    paper = services.Paper(told["document"], told["number"], told["reason"])
    made = services.VERBS[Move(told["move"])](lines, paper, by=act.user)
    return _("已记账 %(n)d 行。") % {"n": len(made)}


def _choose(act: Act) -> Said:
    form = forms.CycleForm(act.request.POST)
    if not act.passes(form):
        return None
    services.choose_cycle(act.subject, **form.cleaned_data, by=act.user)
    return _("核销周期已选定。")


def _report(act: Act) -> Said:
    form = forms.ReportForm(act.request.POST)
    if not act.passes(form):
        return None
    services.report_cycle(act.subject, **form.cleaned_data, by=act.user)
    return _("已核报，待海关核销。")


def _settle(act: Act) -> Said:
    return _answered(act, agrees=True)


def _give_back(act: Act) -> Said:
    return _answered(act, agrees=False)


def _answered(act: Act, *, agrees: bool) -> Said:
    form = forms.AnswerForm(act.request.POST)
    if not act.passes(form):
        return None
    report = get_object_or_404(act.subject.settlements, pk=form.cleaned_data["report"])
    services.answer_settlement(
        report, agrees=agrees, answer=form.cleaned_data["answer"], by=act.user
    )
    return _("已核销。") if agrees else _("已退回核对。")


def _close(act: Act) -> Said:
    services.close_book(act.subject, by=act.user)
    return _("账册已停用。")


def _asked_day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def _page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    request, found = act.request, act.subject
    sides = sides_of(act.user, firm=found.holder_id, customs=found.customs_id)
    asked = {name: request.GET.get(name, "")[:60] for name in ("q", "account")}
    day = _asked_day(request)
    lines = lines_of(found, search=asked["q"], account=asked["account"])
    page = Paginator(on_day(lines, day) if day else lines, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "book": found,
        "page": page,
        "rows": [row_of(line) for line in page],
        "asked": asked,
        "day": day,
        "accounts": Account.choices,
        "refusal": refusal,
        "faulty": act.faulty,
        "entries": chronicle(found.chain),
        **_cycles(found),
        **_offered(act, found, sides),
        **sides.shown,
    }
    return render(request, "books/book.html", context, status=status)


def _cycles(found: Book) -> dict[str, Any]:
    span = cycle_on(found, max(timezone.localdate(), found.opened_on))
    return {
        "span": span,
        "counts": counts_of(found, span),
        "settlements": list(found.settlements.select_related("reported_by", "answered_by")),
        "reported": Settlement.Status.REPORTED,
    }


def _offered(act: Act, found: Book, sides: Sides) -> dict[str, Any]:
    """The forms of the acts that are the reader's on an open book."""
    if found.closed_on is not None:
        return {}
    offered: dict[str, Any] = {}
    if sides.holds or sides.keeps:
        offered["posting"] = act.shown(forms.PostForm(at_customs=sides.keeps))
    if sides.holds:
        offered["cycle"] = act.shown(forms.CycleForm())
        offered["report"] = act.shown(forms.ReportForm())
    return offered
