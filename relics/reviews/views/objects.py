"""The list of objects of a draft: add, change, take off, or pick from the register."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from approvals.record.typed import keys_among
from relics.register.forms import RelicObjectForm
from relics.register.models import MOST_PHOTOS, RelicObject
from relics.register.queries import imports_of, objects_of
from relics.register.rules import object_is_complete
from relics.register.services import change_object
from relics.reviews.models import Review
from relics.reviews.queries import free_objects_of, listed_items
from relics.reviews.services import application, listing

from .access import of_a_draft, of_an_open_file, typed
from .drafts import status_of

A_PAGE = 50


@of_a_draft
@require_GET
def object_list(request: HttpRequest, review: Review) -> HttpResponse:
    """The list with thumbnails, what each object lacks, and every way to add one."""
    page = Paginator(listed_items(review), A_PAGE).get_page(request.GET.get("page"))
    for item in page.object_list:
        item.lack = object_is_complete(item.object, item.photo_count)
    imports = imports_of(review.case.applicant).filter(
        undone_at__isnull=True, relics__review_items__review=review
    )
    return render(
        request,
        "reviews/application/objects.html",
        {
            "review": review,
            "page": page,
            "sums": review.items.aggregate(pieces=Sum("object__pieces")),
            "bare": review.items.filter(object__photos__isnull=True).exists(),
            "values": _values(review),
            "imports": imports.distinct()[:5],
            "acts": review.acts,
        },
    )


def _values(review: Review) -> list[tuple[str, object]]:
    """The declared value by currency."""
    found = review.items.filter(object__value__isnull=False).order_by("object__currency")
    sums = found.values("object__currency").annotate(sum=Sum("object__value"))
    return [(row["object__currency"], row["sum"]) for row in sums]


@of_a_draft
@require_http_methods(["GET", "POST"])
def object_new(request: HttpRequest, review: Review) -> HttpResponse:
    """Register one object and list it; its photographs come on the next page."""
    instance = RelicObject(owner=review.case.applicant)
    form = RelicObjectForm(typed(request), instance=instance)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            item = listing.register_and_list(review, form.values(), by=person(request))
        except Refused as error:
            refused = error
        else:
            messages.success(
                request, _("已登记“%(object)s”，请上传照片。") % {"object": item.object}
            )
            return redirect("reviews:object_edit", pk=review.case_id, item=item.pk)
    context = {"review": review, "form": form, "refusal": refused and refused.refusal}
    return render(
        request, "reviews/application/object.html", context, status=status_of(form, refused)
    )


@of_an_open_file
@require_http_methods(["GET", "POST"])
def object_edit(request: HttpRequest, review: Review, item: int) -> HttpResponse:
    """Change one object; its photographs stand beside the form."""
    listed = get_object_or_404(listed_items(review).select_related("object__owner"), pk=item)
    form = RelicObjectForm(typed(request), instance=listed.object)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            change_object(listed.object, form.values(), by=person(request))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已保存“%(object)s”。") % {"object": form.instance})
            return redirect(_after_saving(request, review), pk=review.case_id)
    photos = list(listed.object.photos.order_by("position"))
    return render(
        request,
        "reviews/application/object.html",
        {
            "review": review,
            "item": listed,
            "form": form,
            "photos": photos,
            "left": MOST_PHOTOS - len(photos),
            "refusal": refused and refused.refusal,
        },
        status=status_of(form, refused),
    )


def _after_saving(request: HttpRequest, review: Review) -> str:
    """The next page: another object, the list, or the notice that is being answered."""
    if review.status == Review.Status.CORRECTION:
        return "reviews:correction"
    return "reviews:object_new" if "next" in request.POST else "reviews:object_list"


@of_a_draft
@require_POST
def objects_remove(request: HttpRequest, review: Review) -> HttpResponse:
    """Take the ticked objects off the list; their records stay in the register."""
    chosen = keys_among(request.POST.getlist("item"))
    gone = listing.remove_objects(review, chosen, by=person(request))
    if gone:
        text = _("已移出 %(gone)d 件；登记内容仍在文物登记中。") % {"gone": gone}
        messages.success(request, text)
    else:
        messages.warning(request, _("请先勾选要移出的文物。"))
    return redirect("reviews:object_list", pk=review.case_id)


@of_a_draft
@require_http_methods(["GET", "POST"])
def pick(request: HttpRequest, review: Review) -> HttpResponse:
    """List objects that the applicant has registered before and no live case holds."""
    owner, search = review.case.applicant, request.GET.get("q", "")
    refused = None
    if request.method == "POST":
        chosen = keys_among(request.POST.getlist("object"))
        things = list(objects_of(owner).filter(pk__in=chosen))
        try:
            application.add_objects(review, things, by=person(request))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已列入 %(count)d 件。") % {"count": len(things)})
            return redirect("reviews:object_list", pk=review.case_id)
    page = Paginator(free_objects_of(review, search), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reviews/application/pick.html",
        {
            "review": review,
            "page": page,
            "imports": imports_of(owner).filter(undone_at__isnull=True)[:1],
            "acts": review.acts,
            "search": search,
            "refusal": refused and refused.refusal,
        },
        status=refused.status if refused else 200,
    )
