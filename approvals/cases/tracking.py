"""Public progress of a case (进度查询): by its number and the code on its receipt, nobody named."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .ball import ball_of
from .clocks import faces_of
from .kinds import kind_of
from .models import Case
from .queries import with_running_clocks


class TrackForm(forms.Form):
    """The number and the code, both of which stand on the receipt."""

    number = forms.CharField(label=_("受理编号"), max_length=40)
    code = forms.CharField(
        label=_("查询码"),
        max_length=200,
        help_text=_("印在申请收件回执的二维码下方。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def found_by(number: str, code: str) -> Case | None:
    """The case whose receipt bears both; None for a wrong number and a wrong code alike.

    The papers stand to the right of this room and are named here by their relation only.
    """
    code = code.strip().rstrip("/").rsplit("/", 1)[-1]
    return with_running_clocks(
        Case.objects.filter(
            number=number.strip(),
            certificates__kind="submission_receipt",
            certificates__code=code,
        ).select_related("office")
    ).first()


@require_http_methods(["GET", "POST"])
@never_cache
def track(request: HttpRequest) -> HttpResponse:
    """Where a case stands, for who holds its receipt. The code is never put in an address."""
    if request.method == "POST":
        form = TrackForm(request.POST)
    else:
        form = TrackForm(initial={"number": request.GET.get("number", "")[:40]})
    case = None
    if form.is_bound and form.is_valid():
        case = found_by(form.cleaned_data["number"], form.cleaned_data["code"])
    context = {"form": form, "asked": form.is_bound and form.is_valid(), "case": case}
    if case is not None:
        kind = kind_of(case.kind)
        context |= {
            "kind": kind,
            "steps": kind.steps(case),
            "clock": faces_of([case]).get(case.pk),
            "ball": ball_of(case),
        }
    return render(request, "cases/track.html", context, status=422 if form.errors else 200)
