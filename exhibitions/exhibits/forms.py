"""What the pages of custody ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import IncidentKind, Place, PlaceKind


class MoveForm(forms.Form):
    """Where to, and what is told of it."""

    place = forms.ModelChoiceField(Place.objects.none(), label=_("位置"))
    reason = forms.CharField(label=_("事由"), max_length=300, required=False)
    carrier = forms.CharField(label=_("经手人"), max_length=100, required=False)
    seal = forms.CharField(label=_("封志"), max_length=60, required=False)
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, places: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class IncidentForm(forms.Form):
    """What befell the exhibit."""

    kind = forms.ChoiceField(label=_("类别"), choices=IncidentKind.choices)
    happened_at = forms.DateTimeField(
        label=_("发生时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    description = forms.CharField(label=_("经过"), max_length=1000, widget=forms.Textarea)
    police_number = forms.CharField(
        label=_("报警回执编号"), max_length=64, required=False, help_text=_("失窃必填。")
    )


class FindingForm(forms.Form):
    """What customs found of it."""

    force_majeure = forms.BooleanField(label=_("属不可抗力"), required=False)
    duty_due = forms.DecimalField(
        label=_("应补税款（元）"), max_digits=16, decimal_places=2, min_value=0, initial=0
    )
    reason = forms.CharField(label=_("认定理由"), max_length=500)


class PlaceForm(forms.Form):
    """A place or a case of the operator."""

    kind = forms.ChoiceField(
        label=_("类别"),
        choices=[(one.value, one.label) for one in (PlaceKind.STORE, PlaceKind.CASE)],
    )
    tag = forms.CharField(label=_("标签"), max_length=40)
    name = forms.CharField(label=_("名称"), max_length=100)


class CaseForm(forms.Form):
    """A case goes to another place."""

    case = forms.ModelChoiceField(Place.objects.none(), label=_("展柜或箱"))
    to = forms.ModelChoiceField(Place.objects.none(), label=_("移往"))
    reason = forms.CharField(label=_("事由"), max_length=300, required=False)

    def __init__(self, places: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = places.filter(kind=PlaceKind.CASE)  # type: ignore[attr-defined]
        self.fields["to"].queryset = places.exclude(kind=PlaceKind.CASE)  # type: ignore[attr-defined]


class CountForm(forms.Form):
    """Begin a stock-take; a draw by customs needs its commitment."""

    share = forms.IntegerField(label=_("抽样比例（%）"), min_value=1, max_value=100, initial=100)
    commitment = forms.CharField(
        label=_("抽样种子的 SHA-256"),
        max_length=64,
        required=False,
        help_text=_("只在抽查时填写；种子在结束时公开。"),
    )
