"""Customs' own page: an object goes abroad again under its filing (复出境, R-BOND-12)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.parties.models import Port, Role
from approvals.parties.queries import parties_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.filings import services
from relics.filings.forms import ReexportForm


@login_required
@require_http_methods(["GET", "POST"])
def reexport(request: HttpRequest) -> HttpResponse:
    """By the number of the filing, at one of the reader's ports."""
    user = person(request)
    ports = Port.objects.filter(customs__in=parties_of(user, Role.CUSTOMS))
    if not ports.exists():
        raise Http404
    form = ReexportForm(request.POST if request.method == "POST" else None, ports=ports)
    refusal, status = None, 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            done = services.reexport(
                said["filing"], port=said["port"], declaration=said["declaration"], by=user
            )
        except Refused as error:
            refusal, status = error.refusal, error.status
        else:
            messages.success(request, _("已放行复出境。"))
            return redirect("filings:desk", pk=done.filing.case_id)
    elif form.is_bound:
        status = 422
    context = {"form": form, "refusal": refusal}
    return render(request, "filings/reexport.html", context, status=status)
