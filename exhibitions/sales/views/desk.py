"""The desks: customs' waiting sales and licences, the tax officer's statements, culture's roll."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.parties.models import Role
from approvals.parties.queries import roles_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refusal
from exhibitions.sales import services
from exhibitions.sales.forms import SellerForm, ShareForm
from exhibitions.sales.models import ForeignShare, LicenceStatus, SaleStatus, SellerLicence
from exhibitions.sales.queries import licences_of, refunds_waiting, sales_of, statements_for

A_PAGE = 30


@login_required
@require_GET
def customs(request: HttpRequest) -> HttpResponse:
    """What waits for customs: licences, declarations, taxes, refunds."""
    user = person(request)
    if Role.CUSTOMS not in roles_of(user):
        raise Http404
    waiting = sales_of(user).order_by("sold_on", "pk")
    return render(
        request,
        "sales/desk.html",
        {
            "licences": licences_of(user).filter(status=LicenceStatus.HANDED_IN)[:A_PAGE],
            "to_declare": waiting.filter(status=SaleStatus.SOLD)[:A_PAGE],
            "to_pay": waiting.filter(status=SaleStatus.DECLARED)[:A_PAGE],
            "refunds": refunds_waiting(user)[:A_PAGE],
        },
    )


@login_required
@require_GET
def statements(request: HttpRequest) -> HttpResponse:
    """Statements of sales for tax: company, value, taxes, day; nobody's identity (R-CERT-08)."""
    user = person(request)
    if Role.TAX not in roles_of(user):
        raise Http404
    page = Paginator(statements_for(user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "sales/statements.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def sellers(request: HttpRequest) -> HttpResponse:
    """Who may trade relics: the roll that the relic authority keeps (R-TRADE-01, R-TRADE-02)."""
    if Role.CULTURE not in roles_of(person(request)):
        raise Http404
    return answer(Act(request), {"seller": _seller, "share": _share}, _sellers)


def _seller(act: Act) -> Said:
    form = SellerForm(act.request.POST)
    if not act.passes(form):
        return None
    told = dict(form.cleaned_data)
    services.record_seller_licence(told.pop("code"), told.pop("kind"), **told, by=act.user)
    return _("已登记。")


def _share(act: Act) -> Said:
    form = ShareForm(act.request.POST)
    if not act.passes(form):
        return None
    told = dict(form.cleaned_data)
    services.record_foreign_share(told.pop("code"), told.pop("percent"), **told, by=act.user)
    return _("已登记。")


def _sellers(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    found = SellerLicence.objects.select_related("party").order_by("-pk")
    today = {"valid_from": timezone.localdate()}
    context = {
        "page": Paginator(found, A_PAGE).get_page(act.request.GET.get("page")),
        "shares": ForeignShare.objects.select_related("party").order_by("-pk")[:A_PAGE],
        "seller_form": act.shown(SellerForm()),
        "share_form": act.shown(ShareForm(initial=today)),
        "faulty": act.faulty,
        "refusal": refusal,
    }
    return render(act.request, "sales/sellers.html", context, status=status)
