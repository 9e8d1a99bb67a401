"""Marks (出境标识): bound to permitted objects from blank stock, and the stock itself."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.parties.models import Office, Role
from approvals.parties.queries import memberships_of
from approvals.parties.signed_in import person
from approvals.record.refusals import NotAcceptable, Refusal, Refused
from relics.reviews.forms.office import lines_of
from relics.reviews.models import Mark, ReviewItem
from relics.reviews.queries import blank_marks, judged_items
from relics.reviews.services import marking

from .desk import Desk, at_the_desk, status_of
from .shown import Way, cover_of

NODE = "mark"
MOST_AT_ONCE = 1000
BETWEEN = re.compile(r"\s*(?:至|到|~|～|\.\.)\s*")
NUMBER = re.compile(r"^(?P<head>.*?)(?P<figures>\d+)$")


@require_http_methods(["GET", "POST"])
@at_the_desk
def marks(desk: Desk) -> HttpResponse:
    """Bind a blank mark to each permitted object; filled in with the stock in its order."""
    items = [item for item in judged_items(desk.review) if item.status == ReviewItem.Outcome.PERMIT]
    stock = list(blank_marks(desk.review)[: max(len(items) * 2, 50)])
    refused = None
    if desk.request.method == "POST":
        try:
            marking.bind_marks(desk.review, _chosen(desk, items), by=desk.user)
        except Refused as error:
            refused = error
        else:
            messages.success(desk.request, _("已加贴 %(n)d 枚标识。") % {"n": len(items)})
            return redirect("reviews:desk_case", pk=desk.review.case_id)
    context = {
        "lines": _lines(desk, items, stock),
        "stock": stock,
        "short": _short(len(items), len(stock)),
        "refusal": refused and refused.refusal,
    }
    return desk.page("reviews/office/marks.html", context, node=NODE, status=status_of(refused))


def _lines(desk: Desk, items: list[ReviewItem], stock: list[Mark]) -> list[dict[str, Any]]:
    """The objects, each with the number that was typed or stands next in the stock."""
    numbers = [mark.number for mark in stock] + [""] * len(items)
    typed = desk.request.POST
    return [
        {
            "item": item,
            "cover": cover_of(item),
            "number": typed.get(f"mark-{item.pk}", numbers[place]),
        }
        for place, item in enumerate(items)
    ]


def _short(wanted: int, there: int) -> Way | None:
    """The stock does not reach (R-EXIT-12)."""
    if there >= wanted:
        return None
    sentence = _("空白标识只有 %(there)d 枚，需要 %(wanted)d 枚。")
    said = sentence % {"there": there, "wanted": wanted}
    return Way(said, "R-EXIT-12", _("由签发人登记新领的标识。"))


def _chosen(desk: Desk, items: list[ReviewItem]) -> dict[int, Mark]:
    """The mark typed for each item, looked up in the office's stock."""
    typed = {item.pk: desk.request.POST.get(f"mark-{item.pk}", "").strip() for item in items}
    wanted = [number for number in typed.values() if number]
    if doubled := sorted({number for number in wanted if wanted.count(number) > 1}):
        sentence = _("同一标识填了两次：%(numbers)s。") % {"numbers": _("、").join(doubled)}
        raise NotAcceptable(Refusal("mark_twice", sentence, "R-EXIT-12", _("一件一枚。")))
    known = {
        mark.number: mark
        for mark in Mark.objects.filter(number__in=wanted, office__party=desk.review.case.office_id)
    }
    if unknown := [number for number in wanted if number not in known]:
        sentence = _("库存中没有这些编号：%(numbers)s。") % {"numbers": _("、").join(unknown)}
        raise NotAcceptable(
            Refusal("mark_unknown", sentence, "R-EXIT-19", _("请核对编号，或先登记库存。"))
        )
    return {key: known[number] for key, number in typed.items() if number}


@login_required
@require_http_methods(["GET", "POST"])
def stock(request: HttpRequest) -> HttpResponse:
    """The office's stock of marks; the issuer enters new numbers (R-EXIT-12, R-EXIT-19)."""
    user, refused = person(request), None
    held = memberships_of(user).filter(role__in=[Role.ISSUER, Role.INTAKE])
    office = Office.objects.filter(party__in=held.values("party")).select_related("party").first()
    if office is None:
        raise Http404
    if request.method == "POST":
        try:
            made = _enter(request, office)
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已登记 %(n)d 枚空白标识。") % {"n": len(made)})
            return redirect("reviews:mark_stock")
    context = _stock_of(request, office) | {
        "is_issuer": held.filter(role=Role.ISSUER, party=office.party_id).exists(),
        "refusal": refused and refused.refusal,
    }
    return render(request, "reviews/office/stock.html", context, status=status_of(refused))


def _enter(request: HttpRequest, office: Office) -> list[Mark]:
    numbers = numbers_in(request.POST.get("numbers", ""))
    medium = _known(request.POST.get("medium", ""))
    kind = request.POST.get("kind", Mark.Kind.EXIT)
    if kind not in Mark.Kind.values:
        raise NotAcceptable(Refusal("kind_unknown", _("请选择标识的种类。"), "R-EXIT-12"))
    return marking.stock_marks(office, numbers, medium=medium, kind=kind, by=person(request))


def _stock_of(request: HttpRequest, office: Office) -> dict[str, Any]:
    known = Mark.objects.filter(office=office).select_related("item__review__case", "item__object")
    return {
        "office": office,
        "counts": _counts(office),
        "page": Paginator(known.order_by("-pk"), 50).get_page(request.GET.get("page")),
        "kinds": Mark.Kind.choices,
        "kind": request.POST.get("kind", Mark.Kind.EXIT),
        "media": Mark.Medium.choices,
        "medium": request.POST.get("medium", Mark.Medium.LABEL),
        "numbers": request.POST.get("numbers", ""),
    }


def _known(medium: str) -> str:
    if medium in Mark.Medium.values:
        return medium
    raise NotAcceptable(Refusal("medium_unknown", _("请选择标识的形式。"), "R-EXIT-12"))


def _counts(office: Office) -> list[tuple[str, int]]:
    found = Mark.objects.filter(office=office).values_list("status").annotate(n=Count("pk"))
    numbers = dict(found.order_by())
    return [(str(label), numbers.get(value, 0)) for value, label in Mark.Status.choices]


def numbers_in(text: str) -> list[str]:
    """The numbers typed: one a line, or a range of the series such as ``A0001至A0050``.

    Both ends come from the authority's series; nothing is made up between other ends. Raises
    NotAcceptable for a range that runs backwards or is too long.
    """
    numbers: list[str] = []
    for line in lines_of(text):
        ends = BETWEEN.split(line)
        numbers += ends if len(ends) == 1 else _range(line, ends)
    if len(numbers) > MOST_AT_ONCE:
        raise NotAcceptable(_bad_range(_("一次最多登记 %(n)d 枚。") % {"n": MOST_AT_ONCE}))
    return list(dict.fromkeys(numbers))


def _range(line: str, ends: list[str]) -> list[str]:
    """All numbers from one end to the other; the second end may leave the letters out."""
    first, last = NUMBER.match(ends[0]), NUMBER.match(ends[-1])
    wrong = NotAcceptable(_bad_range(_("号段“%(line)s”不对。") % {"line": line}))
    if len(ends) != 2 or first is None or last is None:
        raise wrong
    head, width = first["head"], len(first["figures"])
    lowest, highest = int(first["figures"]), int(last["figures"])
    if last["head"] not in ("", head) or len(last["figures"]) != width:
        raise wrong
    if not 0 <= highest - lowest < MOST_AT_ONCE:
        raise wrong
    return [f"{head}{number:0{width}d}" for number in range(lowest, highest + 1)]


def _bad_range(sentence: str) -> Refusal:
    fix = _("两端写全，位数相同，例如 A0001至A0050。")
    return Refusal("range_wrong", sentence, "R-EXIT-19", fix)
