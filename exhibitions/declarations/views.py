"""Central declarations of the reader: the list, one with its sales, and the acts on it."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.cases.wording import chronicle
from approvals.parties.models import Party, User
from approvals.parties.queries import parties_of
from approvals.parties.sides import FIRMS_PEOPLE, sides_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refusal, Refused
from exhibitions.permits.models import Showroom

from . import services
from .models import CentralDeclaration, DeclarationStatus
from .queries import declarations_of

A_PAGE = 25
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
TONES = {
    DeclarationStatus.COLLECTING: "waiting",
    DeclarationStatus.SUBMITTED: "review",
    DeclarationStatus.RETURNED: "correction",
    DeclarationStatus.ACCEPTED: "accepted",
    DeclarationStatus.PAID: "accepted",
    DeclarationStatus.MATCHED: "approved",
}


class CollectForm(forms.Form):
    """Any day of the period that is to be gathered."""

    day = forms.DateField(label=gettext_lazy("期间内任一日"), widget=DAY)


class NumberForm(forms.Form):
    """Under which number customs accepts."""

    number = forms.CharField(label=gettext_lazy("集中申报单号"), max_length=64)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("海关意见"), max_length=500)


class PaymentForm(forms.Form):
    """What was paid, when and under which tax bill."""

    tax_number = forms.CharField(label=gettext_lazy("税单号"), max_length=64)
    on = forms.DateField(label=gettext_lazy("缴税日期"), initial=timezone.localdate, widget=DAY)
    amount = forms.DecimalField(
        label=gettext_lazy("缴纳金额（元）"), max_digits=18, decimal_places=2
    )


def _pairs(user: User) -> list[tuple[Party, Party]]:
    """The operators of the user with the customs of their showrooms."""
    rooms = Showroom.objects.filter(operator__in=parties_of(user, *FIRMS_PEOPLE))
    return [(one.operator, one.customs) for one in rooms.select_related("operator", "customs")]


@login_required
@require_http_methods(["GET", "POST"])
def declaration_list(request: HttpRequest) -> HttpResponse:
    """Every period; the operator gathers the sales of one."""
    user = person(request)
    sides, pairs = sides_of(user), _pairs(user)
    form = CollectForm(request.POST or None)
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and pairs:
            operator, customs = pairs[0]
            day = form.cleaned_data["day"]
            try:
                made = services.collect_sales(operator, customs, day=day, by=user)
            except Refused as error:
                refusal, status = error.refusal, error.status
            else:
                return redirect("declarations:declaration", pk=made.pk)
    page = Paginator(declarations_of(user), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"one": one, "tone": TONES[DeclarationStatus(one.status)]} for one in page],
        "form": form if pairs else None,
        "refusal": refusal,
        **sides.shown,
    }
    return render(request, "declarations/list.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def declaration(request: HttpRequest, pk: int) -> HttpResponse:
    """One period with its sales; `act` is collect, submit, accept, return or pay."""
    found = get_object_or_404(declarations_of(person(request)), pk=pk)
    verbs = {
        "collect": _collect,
        "submit": _submit,
        "accept": _accept,
        "return": _return,
        "pay": _pay,
    }
    return answer(Act(request, found), verbs, _page)


def _collect(act: Act) -> Said:
    found = act.subject
    services.collect_sales(found.operator, found.customs, day=found.starts_on, by=act.user)
    return _("已重新归集。")


def _submit(act: Act) -> Said:
    services.submit_declaration(act.subject, by=act.user)
    return _("已提交，待海关接受。")


def _accept(act: Act) -> Said:
    form = NumberForm(act.request.POST)
    if not act.passes(form):
        return None
    services.accept_declaration(act.subject, **form.cleaned_data, by=act.user)
    return _("已接受，各笔销售已按今日税率计征。")


def _return(act: Act) -> Said:
    form = ReasonForm(act.request.POST)
    if not act.passes(form):
        return None
    services.return_declaration(act.subject, **form.cleaned_data, by=act.user)
    return _("已退回。")


def _pay(act: Act) -> Said:
    form = PaymentForm(act.request.POST)
    if not act.passes(form):
        return None
    services.record_payment(act.subject, **form.cleaned_data, by=act.user)
    return _("已缴税，核对一致。")


def _page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    found: CentralDeclaration = act.subject
    sides = sides_of(act.user, firm=found.operator_id, customs=found.customs_id)
    sales = found.sales.select_related("sale__exhibit__item").order_by("pk")
    context: dict[str, Any] = {
        "found": found,
        "tone": TONES[DeclarationStatus(found.status)],
        "sales": list(sales),
        "violations": list(found.violations.all()),
        "left": (found.due_on - timezone.localdate()).days,
        "numbering": act.shown(NumberForm()),
        "reason": act.shown(ReasonForm()),
        "payment": act.shown(PaymentForm(initial={"amount": found.final})),
        "faulty": act.faulty,
        "refusal": refusal,
        "entries": chronicle(found.chain),
        **sides.shown,
    }
    return render(act.request, "declarations/declaration.html", context, status=status)
