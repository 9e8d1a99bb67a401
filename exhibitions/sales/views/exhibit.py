"""The sale of one exhibit: what keeps it from being sold, its steps, and the next one."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.parties.signed_in import person
from approvals.record.refusals import Refusal, Refused
from exhibitions.exhibits.queries import exhibits_of
from exhibitions.sales import services
from exhibitions.sales.forms import (
    DeclaredForm,
    FileForm,
    PurposeForm,
    ReasonForm,
    RefundAnswerForm,
    RefundForm,
    ReserveForm,
    SellForm,
    TaxForm,
)
from exhibitions.sales.models import UNDONE, Sale, SaleStatus
from exhibitions.sales.queries import last_sale, sales_to_read
from exhibitions.sales.rules import delivery_refusals, refusals_of
from exhibitions.sales.services import BuyerWords
from exhibitions.sales.services.acts import NoSale

from .shown import TONES, held_by, shell_of, sides_of

S = SaleStatus
WAY = (S.RESERVED, S.SOLD, S.DECLARED, S.TAX_PAID, S.DELIVERED)
STEP_TITLES = (
    gettext_lazy("预订"),
    gettext_lazy("签约销售"),
    gettext_lazy("申报"),
    gettext_lazy("缴税"),
    gettext_lazy("交付"),
)
REFUNDABLE = (S.DECLARED, S.TAX_PAID, S.DELIVERED)


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One exhibit as a thing for sale; for its operator and its customs."""
    found = get_object_or_404(exhibits_of(person(request)).select_related("item__filing"), pk=pk)
    return answer(Act(request, found), VERBS, _page)


def _sale(act: Act) -> Sale:
    sale = last_sale(act.subject)
    if sale is None:
        raise NoSale
    return sale


def _reserve(act: Act) -> Said:
    form = ReserveForm(act.request.POST)
    if not act.passes(form):
        return None
    words = dict(form.cleaned_data)
    auction, deposit = words.pop("auction"), words.pop("deposit")
    services.reserve_exhibit(
        act.subject, BuyerWords(**words), auction=auction, deposit=deposit, by=act.user
    )
    return _("已预订。海关验核许可之前不得签约。")


def _sell(act: Act) -> Said:
    form = SellForm(act.request.POST)
    if not act.passes(form):
        return None
    services.sell_exhibit(_sale(act), **form.cleaned_data, by=act.user)
    return _("已签约，等待申报。")


def _cancel(act: Act) -> Said:
    form = ReasonForm(act.request.POST)
    if not act.passes(form):
        return None
    services.cancel_sale(_sale(act), **form.cleaned_data, by=act.user)
    return _("已撤销，展品恢复展示。")


def _deliver(act: Act) -> Said:
    services.deliver_exhibit(_sale(act), by=act.user)
    return _("已交付。")


def _refund(act: Act) -> Said:
    form = RefundForm(act.request.POST)
    if not act.passes(form):
        return None
    services.request_refund(_sale(act), **form.cleaned_data, by=act.user)
    return _("已申请退货，等待海关答复。")


def _file(act: Act) -> Said:
    form = FileForm(act.request.POST)
    if not act.passes(form):
        return None
    services.file_sale(_sale(act), **form.cleaned_data, by=act.user)
    return _("已记录销售备案。")


def _declared(act: Act) -> Said:
    form = DeclaredForm(act.request.POST)
    if not act.passes(form):
        return None
    services.declared(_sale(act), form.cleaned_data["number"], by=act.user)
    return _("已接受申报。")


def _tax(act: Act) -> Said:
    form = TaxForm(act.request.POST)
    if not act.passes(form):
        return None
    told = form.cleaned_data
    services.tax_paid(_sale(act), told["number"], told["on"], by=act.user)
    return _("已记录缴税。")


def _answer(act: Act) -> Said:
    form = RefundAnswerForm(act.request.POST)
    if not act.passes(form):
        return None
    refund = _sale(act).refunds.filter(answer__isnull=True).first()
    if refund is None:
        raise NoSale
    services.answer_refund(refund, **form.cleaned_data, by=act.user)
    return _("已答复退货申请。")


VERBS = {
    "reserve": _reserve,
    "sell": _sell,
    "cancel": _cancel,
    "deliver": _deliver,
    "refund": _refund,
    "file": _file,
    "declared": _declared,
    "tax": _tax,
    "answer": _answer,
}


def _page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    exhibit, sale = act.subject, last_sale(act.subject)
    held = held_by(act.user)
    sells, keeps = sides_of(held, exhibit)
    live = sale if sale is not None and sale.status not in UNDONE else None
    ahead: list[Refusal] = []
    if live is None or live.status == S.RESERVED:
        ahead = refusals_of(exhibit, live, timezone.localdate())
    elif live.status == S.TAX_PAID:
        ahead = list(delivery_refusals(live))
    refunds = list(sale.refunds.select_related("answer")) if sale else []
    offered = _offered(exhibit, live, refunds, sells=sells, keeps=keeps)
    return render(
        act.request,
        "sales/exhibit.html",
        {
            "shell": shell_of(held),
            "exhibit": exhibit,
            "item": exhibit.item,
            "permit": exhibit.item.permit,
            "sale": sale,
            "tone": TONES[SaleStatus(sale.status)] if sale else "",
            "steps": _steps(live),
            "ahead": ahead,
            "refunds": refunds,
            "acts": [(key, title, act.shown(form), tone) for key, title, form, tone in offered],
            "faulty": act.faulty,
            "refusal": refusal,
        },
        status=status,
    )


def _steps(sale: Sale | None) -> list[dict[str, Any]]:
    """The one way of a sale, with where it stands."""
    at = WAY.index(SaleStatus(sale.status)) if sale else -1
    days = (
        (sale.reserved_on, sale.sold_on, sale.declared_on, sale.tax_paid_on, sale.delivered_on)
        if sale
        else (None,) * len(WAY)
    )
    states = ["done" if n <= at else "now" if n == at + 1 else "next" for n in range(len(WAY))]
    return [
        {"title": title, "note": day.isoformat() if day else "", "state": state}
        for title, day, state in zip(STEP_TITLES, days, states, strict=True)
    ]


Offer = tuple[str, str, forms.Form, str]


def _offered(
    exhibit: Any, sale: Sale | None, refunds: list[Any], *, sells: bool, keeps: bool
) -> list[Offer]:
    """The acts that the reader may do now, the next step first."""
    waits = any(not hasattr(one, "answer") for one in refunds)
    today = {"on": timezone.localdate(), "filed_on": timezone.localdate()}
    status = sale.status if sale else ""
    currency = {"currency": exhibit.item.currency or "CNY", "price": exhibit.item.value}
    plain = forms.Form()
    found: list[tuple[bool, Offer]] = [
        (sells and not status, ("reserve", _("预订"), ReserveForm(), "primary")),
        (
            sells and status == S.RESERVED,
            ("sell", _("签约销售"), SellForm(initial=currency), "primary"),
        ),
        (keeps and status == S.SOLD, ("declared", _("接受申报"), DeclaredForm(), "primary")),
        (
            keeps and status == S.DECLARED,
            ("tax", _("记录缴税"), TaxForm(initial=today), "primary"),
        ),
        (sells and status == S.TAX_PAID, ("deliver", _("交付买受人"), plain, "primary")),
        (keeps and waits, ("answer", _("答复退货申请"), RefundAnswerForm(), "primary")),
        (
            bool(sells and sale and sale.file_by and not sale.filed_on),
            ("file", _("记录销售备案"), FileForm(initial=today), ""),
        ),
        (
            sells and status in (S.RESERVED, S.SOLD),
            ("cancel", _("撤销销售"), ReasonForm(), "danger"),
        ),
        (
            sells and status in REFUNDABLE and not waits,
            ("refund", _("申请退货"), RefundForm(), "danger"),
        ),
    ]
    return [offer for may, offer in found if may]


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def buyer(request: HttpRequest, pk: int) -> HttpResponse:
    """The buyer in clear, once a purpose was given; the reading is noted (R-TRADE-06)."""
    user = person(request)
    sale = get_object_or_404(sales_to_read(user), pk=pk)
    form = PurposeForm(request.POST or None)
    words, refusal, status = None, None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                words = services.read_buyer(sale, purpose=form.cleaned_data["purpose"], by=user)
                status = 200
            except Refused as error:
                refusal, status = error.refusal, error.status
    context = {
        "shell": shell_of(held_by(user)),
        "sale": sale,
        "form": form,
        "words": words,
        "refusal": refusal,
        "readings": sale.buyer.readings.select_related("by")[:20],
    }
    return render(request, "sales/buyer.html", context, status=status)
