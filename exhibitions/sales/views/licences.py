"""Licences: the operator hands them in, customs verifies them (R-BOND-06)."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role, parties_of
from approvals.parties.sides import FIRMS_PEOPLE
from approvals.parties.signed_in import person
from approvals.record.refusals import Refusal
from exhibitions.permits.models import Showroom
from exhibitions.sales import services
from exhibitions.sales.forms import LicenceAnswerForm, LicenceForm
from exhibitions.sales.models import LicenceStatus
from exhibitions.sales.queries import licences_of
from exhibitions.sales.services import LicenceWords
from relics.register.models import RelicObject

from .shown import LICENCE_TONES, held_by, shell_of

A_PAGE = 30


def _showrooms(user: User) -> QuerySet[Showroom]:
    return Showroom.objects.filter(operator__in=parties_of(user, *FIRMS_PEOPLE))


def _form(user: User, *given: object) -> LicenceForm:
    showrooms = _showrooms(user)
    things = RelicObject.objects.filter(
        exhibits__ended=False,
        exhibits__item__for_sale=True,
        exhibits__item__permit__showroom__in=showrooms,
    ).distinct()
    return LicenceForm(*given, showrooms=showrooms, things=things)  # type: ignore[arg-type]


@login_required
@require_http_methods(["GET", "POST"])
def board(request: HttpRequest) -> HttpResponse:
    """The licences of the reader's operators or at its customs; operators hand in another."""
    return answer(Act(request), {"hand_in": _hand_in}, _board)


def _hand_in(act: Act) -> Said:
    form = _form(act.user, act.request.POST, act.request.FILES)
    if not act.passes(form):
        return None
    told = dict(form.cleaned_data)
    showroom, file, things = told.pop("showroom"), told.pop("file"), told.pop("things")
    services.hand_in_licence(showroom, LicenceWords(**told), file, things=things, by=act.user)
    return _("已交验，等待海关验核。")


def _board(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    page = Paginator(licences_of(act.user), A_PAGE).get_page(act.request.GET.get("page"))
    sells = _showrooms(act.user).exists()
    context = {
        "shell": shell_of(held_by(act.user)),
        "page": page,
        "rows": [
            {"licence": one, "tone": LICENCE_TONES[LicenceStatus(one.status)]} for one in page
        ],
        "form": act.shown(_form(act.user)) if sells else None,
        "faulty": act.faulty,
        "refusal": refusal,
    }
    return render(act.request, "sales/licences.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One licence with its uses; customs answers it here."""
    found = get_object_or_404(licences_of(person(request)), pk=pk)
    return answer(Act(request, found), {"verify": _verify}, _one)


def _verify(act: Act) -> Said:
    form = LicenceAnswerForm(act.request.POST)
    if not act.passes(form):
        return None
    services.answer_licence(act.subject, **form.cleaned_data, by=act.user)
    return _("已记录验核结果。")


def _one(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    licence = act.subject
    waits = licence.status == LicenceStatus.HANDED_IN
    keeps = holds_role(act.user, Role.CUSTOMS, licence.customs_id)
    context = {
        "shell": shell_of(held_by(act.user)),
        "licence": licence,
        "tone": LICENCE_TONES[LicenceStatus(licence.status)],
        "things": licence.objects_covered.all()[:100],
        "uses": licence.uses.select_related("sale__exhibit__item").order_by("-pk")[:50],
        "form": act.shown(LicenceAnswerForm()) if keeps and waits else None,
        "faulty": act.faulty,
        "refusal": refusal,
    }
    return render(act.request, "sales/licence.html", context, status=status)


@login_required
@require_GET
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The licence as it was handed in."""
    found = get_object_or_404(licences_of(person(request)), pk=pk)
    ending = found.file.name.rpartition(".")[2]
    return FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=f"licence-{found.pk}.{ending}",
        content_type=found.media_type,
    )
