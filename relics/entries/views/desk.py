"""The office's pages of an entry: the seal, then each object."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.parties.models import Office, Role
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.entries.forms import CustomsWordForm, PhotoForm, RegisterForm, SealForm
from relics.entries.models import EntryRecord, SealCheck
from relics.entries.queries import declaration_of
from relics.entries.rules import (
    expected_seal,
    finish_refusal,
    itemised_refusal,
    privilege_lost,
    seal_refusal,
    views_refusal,
    views_wanted,
)
from relics.entries.services import (
    check_lists,
    check_seal,
    finish_registration,
    photograph,
    record_customs_word,
    register_object,
)
from relics.register.models import Photo
from relics.reviews.models import Mark, Review, ReviewItem
from relics.reviews.queries import blank_marks, desk_reviews_of, judged_items
from relics.reviews.views.office.arrival import check_in
from relics.reviews.views.office.desk import Desk, at_the_desk, status_of
from relics.reviews.views.office.shown import cover_of
from relics.watchlists.rules import list_refusal

from .draft import private_paper

LOCKED = (Review.Status.ACCEPTED, Review.Status.HALTED)


@login_required
@require_http_methods(["GET", "POST"])
def arrival(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The seal first; once it is seen, who and what came, as in every procedure."""
    review = desk_reviews_of(person(request)).filter(case=pk).first()
    if review is not None and review.status in LOCKED and seal_refusal(review) is not None:
        return redirect("entries:seal", pk=pk)
    return check_in(request, pk)


@require_http_methods(["GET", "POST"])
@at_the_desk
def seal(desk: Desk) -> HttpResponse:
    """The seal against its paper; a wrong one stops everything (R-TEMP-01, edge case 12)."""
    review, request = desk.review, desk.request
    halted = review.status == Review.Status.HALTED
    form, word, refused = SealForm(initial=_seal_initial(review)), CustomsWordForm(), None
    if request.method == "POST":
        try:
            if request.POST.get("act") == "word":
                word = CustomsWordForm(request.POST)
                if word.is_valid():
                    record_customs_word(review, **word.cleaned_data, by=desk.user)
                    messages.success(request, _("已录入海关意见。"))
                    return redirect("reviews:desk_case", pk=review.case_id)
            else:
                form = SealForm(request.POST, request.FILES)
                if form.is_valid():
                    check_seal(review, **form.cleaned_data, by=desk.user)
                    messages.success(request, _("关封查验已记录。"))
                    return redirect("entries:arrival", pk=review.case_id)
        except Refused as error:
            refused = error
    waits = seal_refusal(review)
    context = {
        "entry": declaration_of(review),
        "expected": expected_seal(review),
        "checks": review.seal_checks.select_related("officer", "customs_word").order_by("-pk"),
        "form": form,
        "word": word,
        "halted": halted,
        "lost": privilege_lost(review),
        "may_check": desk.holds(Role.INTAKE)
        and review.status == Review.Status.ACCEPTED
        and waits is not None,
        "may_word": halted and desk.holds(Role.INTAKE),
        "refusal": refused and refused.refusal,
    }
    valid = not form.errors and not word.errors
    status = status_of(refused, valid=valid)
    return desk.page("entries/seal.html", context, node="check_in", status=status)


def _seal_initial(review: Review) -> dict[str, str]:
    port = review.port
    return {"place": port.name if port else ""}


@require_GET
@at_the_desk
def seal_photo(desk: Desk, check: int) -> HttpResponse:
    """The seal as it was before opening."""
    found = get_object_or_404(SealCheck.objects.exclude(photo=""), pk=check, review=desk.review)
    with found.photo.open("rb") as file:
        answer = HttpResponse(file.read(), content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@at_the_desk
def paper_at_desk(desk: Desk, paper: str) -> HttpResponse:
    """The papers of the declaration, for the officers of the office."""
    return private_paper(desk.review, paper)


@require_http_methods(["GET", "POST"])
@at_the_desk
def register(desk: Desk) -> HttpResponse:
    """What came, object by object: what each still lacks before it is registered."""
    request, review, refused = desk.request, desk.review, None
    if request.method == "POST":
        try:
            if request.POST.get("act") == "lists":
                alike = check_lists(review, by=desk.user)
                messages.info(request, _("已比对追索名录，%(n)d 件有疑似。") % {"n": alike})
                return redirect("entries:register", pk=review.case_id)
            finish_registration(review, by=desk.user)
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("进境登记完成，转签发。"))
            return redirect("reviews:desk_case", pk=review.case_id)
    items = [one for one in judged_items(review) if one.status != ReviewItem.Outcome.SPLIT]
    context = {
        "lines": [{"item": item, "cover": cover_of(item)} for item in items],
        "entry": declaration_of(review),
        "unfinished": finish_refusal(review),
        "lost": privilege_lost(review),
        "refusal": refused and refused.refusal,
    }
    return desk.page("entries/register.html", context, node="register", status=status_of(refused))


@require_http_methods(["GET", "POST"])
@at_the_desk
def register_item(desk: Desk, item: int) -> HttpResponse:
    """One object on a tablet: photographs by view, measures, its mark."""
    request, review = desk.request, desk.review
    line = get_object_or_404(review.items.select_related("object__owner", "object__whole"), pk=item)
    line.review = review
    marked = review.procedure == "temporary_entry"
    form = RegisterForm(
        thing=line.object, marked=marked, initial={"mark": _next_mark(review) if marked else ""}
    )
    photo, refused = PhotoForm(), None
    if request.method == "POST":
        try:
            if request.POST.get("act") == "photo":
                photo = PhotoForm(request.POST, request.FILES)
                if photo.is_valid():
                    sent = photo.cleaned_data
                    photograph(line, sent["photo"], view=sent["view"], by=desk.user)
                    return redirect("entries:register_item", pk=review.case_id, item=item)
            else:
                form = RegisterForm(request.POST, thing=line.object, marked=marked)
                if form.is_valid():
                    _register(desk, line, form)
                    return redirect("entries:register", pk=review.case_id)
        except Refused as error:
            refused = error
    context = _item_context(desk, line) | {
        "form": form,
        "photo_form": photo,
        "refusal": refused and refused.refusal,
    }
    valid = not form.errors and not photo.errors
    status = status_of(refused, valid=valid)
    return desk.page("entries/register_item.html", context, node="register", status=status)


def _register(desk: Desk, line: ReviewItem, form: RegisterForm) -> None:
    number = form.cleaned_data.get("mark", "").strip()
    mark = Mark.objects.filter(number=number, office__party=desk.review.case.office).first()
    register_object(line, mark=mark, measures=form.measures(), by=desk.user)
    messages.success(desk.request, _("“%(name)s”已登记。") % {"name": line.object.name})


def _item_context(desk: Desk, line: ReviewItem) -> dict[str, Any]:
    """The views that are there and those that are wanted, and what keeps it from registration."""
    office = Office.objects.select_related("party").get(party=desk.review.case.office)
    entry = declaration_of(desk.review)
    wanted = views_wanted(office, entry.zone if entry else None)
    photos = list(line.object.photos.order_by("position"))
    there = {one.view for one in photos}
    waiting = line.status == ReviewItem.Outcome.PENDING
    found = (
        list_refusal(line.object),
        itemised_refusal(line.object),
        views_refusal(line.object, wanted),
    )
    return {
        "item": line,
        "record": EntryRecord.objects.filter(item=line).first(),
        "photos": photos,
        "views": [(Photo.View(one).label, one in there) for one in wanted],
        "barred": [one for one in found if one] if waiting else [],
        "waiting": waiting,
        "to_split": itemised_refusal(line.object) is not None,
        "lost": privilege_lost(desk.review),
    }


def _next_mark(review: Review) -> str:
    mark = blank_marks(review).first()
    return mark.number if mark else ""
