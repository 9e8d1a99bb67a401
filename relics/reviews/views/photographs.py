"""Photographs of a draft's objects: one by one, a ZIP matched by number, or drawn stand-ins."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.register.models import Photo, RelicObject
from relics.register.photographs import (
    add_photo,
    add_photos_from_zip,
    draw_stand_ins,
    remove_photo,
)
from relics.register.queries import without_photos
from relics.reviews.models import Review

from .access import of_a_draft, of_an_application


@of_an_application
@require_POST
def photo_add(request: HttpRequest, review: Review, item: int) -> HttpResponse:
    """Take in what was sent in the field ``photo``.

    A script sends one file and is answered in JSON; a plain form may send several, and each
    that is refused is named with its reason while the others stay.
    """
    listed = get_object_or_404(review.items.select_related("object__owner"), pk=item)
    files = request.FILES.getlist("photo")
    if not request.accepts("text/html"):
        return _one_photo(request, listed.object, files)
    for file in files:
        try:
            add_photo(listed.object, file, by=person(request))
        except Refused as error:
            messages.error(request, f"{file.name}{_('：')}{error} {error.refusal.fix}")
    if not files:
        messages.warning(request, _("请先选择照片。"))
    return redirect(reverse("reviews:object_edit", args=[review.case_id, item]) + "#photographs")


def _one_photo(request: HttpRequest, thing: RelicObject, files: list[UploadedFile]) -> HttpResponse:
    if not files:
        return JsonResponse({"error": _("没有收到照片。")}, status=422)
    try:
        photo = add_photo(thing, files[0], by=person(request))
    except Refused as error:
        return JsonResponse({"error": str(error), **error.as_problem()}, status=error.status)
    answer = {"thumb": reverse("register:thumb", args=[photo.pk]), "label": files[0].name}
    return JsonResponse(answer, status=201)


@of_an_application
@require_POST
def photo_remove(request: HttpRequest, review: Review, item: int, photo: int) -> HttpResponse:
    """Take one photograph off its object."""
    found = get_object_or_404(
        Photo.objects.select_related("object__owner"),
        pk=photo,
        object__review_items__in=review.items.filter(pk=item),
    )
    remove_photo(found, by=person(request))
    messages.success(request, _("照片已删除。"))
    return redirect(reverse("reviews:object_edit", args=[review.case_id, item]) + "#photographs")


@of_a_draft
@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, review: Review) -> HttpResponse:
    """A ZIP of photographs, each matched to an object by the number in its name."""
    context: dict[str, Any] = {"review": review, "acts": review.acts}
    status = 200
    file = request.FILES.get("archive")
    if request.method == "POST" and file is None:
        messages.warning(request, _("请先选择 ZIP 压缩包。"))
    elif request.method == "POST" and file is not None:
        things = RelicObject.objects.filter(review_items__review=review).select_related("owner")
        try:
            context["report"] = add_photos_from_zip(things, file, by=person(request))
        except Refused as error:
            context["refusal"], status = error.refusal, error.status
        context["bare"] = without_photos(things).count()
    return render(request, "reviews/application/archive.html", context, status=status)


@of_an_application
@require_POST
def stand_ins(request: HttpRequest, review: Review) -> HttpResponse:
    """Draw a marked stand-in for every object without a photograph; demonstration only."""
    if not settings.DEMO:
        raise Http404
    bare = without_photos(RelicObject.objects.filter(review_items__review=review))
    drawn = draw_stand_ins(list(bare.select_related("owner")), by=person(request))
    messages.success(
        request,
        ngettext("已绘制 %(count)d 张示意图。", "已绘制 %(count)d 张示意图。", len(drawn))
        % {"count": len(drawn)},
    )
    return redirect("reviews:object_list", pk=review.case_id)
