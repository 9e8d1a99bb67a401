"""The side that asks: the list, choosing, filling in, taking back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.parties.models import User
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from approvals.record.typed import keys_among
from relics.extensions.forms import ChoosingForm, ExtensionForm, TakeBackForm
from relics.extensions.models import Extension
from relics.extensions.queries import extensions_of, requesters_of, selectable_stays
from relics.extensions.services import (
    draft_extension,
    fill_extension,
    keep_consent,
    submit_extension,
    take_back_extension,
)
from relics.reviews.views.access import typed

from .shown import TONES, held_by, line_of, of_our_side, seen, shell_of, status_of

A_PAGE = 50


@login_required
@require_GET
def extension_list(request: HttpRequest) -> HttpResponse:
    """Every application the person may see, newest first; the filter stands in the address."""
    user, status = person(request), request.GET.get("status", "")
    found = extensions_of(user)
    if status in Extension.Status.values:
        found = found.filter(status=status)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [{"extension": one, "tone": TONES[one.status]} for one in page.object_list]
    context = {
        "page": page,
        "rows": rows,
        "status": status,
        "statuses": Extension.Status.choices,
        "shell": shell_of(held_by(user)),
        "may_ask": requesters_of(user).exists(),
    }
    return render(request, "extensions/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Tick the objects of one entry; those of another declarant by the code on its register."""
    user, code = person(request), request.POST.get("code") or request.GET.get("code", "")
    requesters = requesters_of(user)
    chosen = keys_among((request.POST or request.GET).getlist("stay"))
    form = ChoosingForm(typed(request), requesters=requesters)
    stays = list(selectable_stays(user, code.strip())[:500])
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            requester = form.cleaned_data["requester"]
            made = draft_extension(chosen, requester=requester, code=code.strip(), by=user)
            return redirect("extensions:application", pk=made.case_id)
        except Refused as error:
            refused = error
    context = {
        "form": form,
        "lines": [line_of(stay, chosen) for stay in stays],
        "code": code,
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, form)
    return render(request, "extensions/new.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How long and why; saved, or saved and handed in."""
    user = person(request)
    extension = of_our_side(user, pk)
    if request.method == "GET" and extension.status != Extension.Status.DRAFT:
        return redirect("extensions:case", pk=pk)
    first = {name: getattr(extension, name) for name in ("months", "reason", "change_number")}
    form = ExtensionForm(typed(request), request.FILES or None, initial=first)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, extension, form, user)
            return redirect("extensions:case", pk=pk)
        except Refused as error:
            refused = error
    context = {**seen(extension), "form": form, "refusal": refused and refused.refusal}
    status = status_of(refused, form)
    return render(request, "extensions/application.html", context, status=status)


def _keep(request: HttpRequest, extension: Extension, form: ExtensionForm, user: User) -> None:
    values = dict(form.cleaned_data)
    consent_file = values.pop("consent")
    fill_extension(extension, **values, by=user)
    if consent_file:
        keep_consent(extension, consent_file, by=user)
    if "submit" in request.POST:
        submit_extension(extension, by=user)
        messages.success(request, _("已提交，回执正在制作。"))
    else:
        messages.success(request, _("已保存。"))


@login_required
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the application back, after being asked once more."""
    user = person(request)
    extension = of_our_side(user, pk)
    form, refused = TakeBackForm(typed(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            take_back_extension(extension, reason=form.cleaned_data["reason"], by=user)
            messages.success(request, _("延期申请已撤回。"))
            return redirect("extensions:case", pk=pk)
        except Refused as error:
            refused = error
    context = {**seen(extension), "form": form, "refusal": refused and refused.refusal}
    status = status_of(refused, form)
    return render(request, "extensions/take_back.html", context, status=status)
