"""What belongs together among the objects of a draft: a lid to its jar, a leaf to its book."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.register.models import Relation, RelicObject
from relics.register.relations import part_from, relate, relate_by_table, relations_of
from relics.reviews.models import Review

from .access import of_a_draft, typed
from .drafts import status_of

MOST_SHOWN = 200


class RelationForm(forms.Form):
    """Two objects of the list and what they are to each other; or a table of such lines."""

    whole = forms.ModelChoiceField(
        label=gettext_lazy("整体"), queryset=RelicObject.objects.none(), required=False
    )
    part = forms.ModelChoiceField(
        label=gettext_lazy("部分"), queryset=RelicObject.objects.none(), required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("关系"), choices=Relation.Kind.choices, required=False
    )
    table = forms.FileField(
        label=gettext_lazy("或上传表格"),
        required=False,
        help_text=gettext_lazy(
            "三列：整体编号、部分编号、关系（配件、册页、成对、成套、同一系列）。"
        ),
    )

    def __init__(self, *args: object, review: Review, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        listed = RelicObject.objects.filter(review_items__review=review).order_by("number")
        for name in ("whole", "part"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = listed

    def clean(self) -> dict[str, object]:
        values: dict[str, object] = super().clean() or self.cleaned_data
        if not values.get("table") and not (values.get("whole") and values.get("part")):
            self.add_error("whole", _("请选择两件文物，或上传表格。"))
        return values


@of_a_draft
@require_http_methods(["GET", "POST"])
def relations(request: HttpRequest, review: Review) -> HttpResponse:
    """The relations told so far, one more, or a table of them with what it could not take."""
    form = RelationForm(typed(request), request.FILES or None, review=review)
    refused, faults = None, []
    if request.method == "POST" and form.is_valid():
        try:
            faults = _tell(request, review, form)
        except Refused as error:
            refused = error
        else:
            if not faults:
                return redirect("reviews:relations", pk=review.case_id)
    things = [item.object for item in review.items.select_related("object")]
    context = {
        "review": review,
        "form": form,
        "relations": relations_of(things)[:MOST_SHOWN],
        "faults": faults,
        "acts": review.acts,
        "refusal": refused and refused.refusal,
    }
    status = status_of(form, refused)
    return render(request, "reviews/application/relations.html", context, status=status)


def _tell(request: HttpRequest, review: Review, form: RelationForm) -> list[tuple[int, str]]:
    """Take what was given; returns the lines of a table that could not be taken."""
    values, user = form.cleaned_data, person(request)
    if table := values.get("table"):
        report = relate_by_table(review.case.applicant, table, by=user)
        messages.success(request, _("已登记 %(told)d 条关系。") % {"told": report.told})
        return report.faults
    relate(values["whole"], values["part"], kind=values["kind"], by=user)
    messages.success(request, _("已登记。"))
    return []


@of_a_draft
@require_POST
def relation_remove(request: HttpRequest, review: Review, relation: int) -> HttpResponse:
    """Take one relation back."""
    things = [item.object for item in review.items.select_related("object")]
    found = get_object_or_404(relations_of(things), pk=relation)
    part_from(found, by=person(request))
    messages.success(request, _("已取消这一关系。"))
    return redirect("reviews:relations", pk=review.case_id)
