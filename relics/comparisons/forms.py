"""What officers type in at the desk of a comparison."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .differences import measure_lines
from .models import Comparison, Finding, MarkSeen, SealSeen

FIGURE = {"class": "form-control", "inputmode": "decimal", "step": "any"}


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class MeasuresForm(forms.Form):
    """The measures of the reference, taken again in the same units."""

    prefix = "measure"

    def __init__(self, comparison: Comparison, data: Any = None) -> None:
        super().__init__(data, initial=comparison.measures)
        for line in measure_lines(comparison):
            self.fields[line.key] = forms.DecimalField(
                label=str(line.label),
                min_value=Decimal("0.001"),
                max_digits=9,
                decimal_places=3,
                required=False,
                widget=forms.NumberInput(
                    attrs={"class": "form-control", "inputmode": "decimal", "step": "any"}
                ),
            )

    def measured(self) -> dict[str, Decimal]:
        """What was filled in."""
        return {key: value for key, value in self.cleaned_data.items() if value is not None}


class MarksForm(forms.Form):
    """How the mark and the seal were found."""

    prefix = "mark"
    mark_seen = forms.ChoiceField(label=_("标识状况"), choices=[("", "—"), *MarkSeen.choices])
    mark_number = forms.CharField(label=_("所见标识编号"), max_length=60, required=False)
    seal_seen = forms.ChoiceField(label=_("关封状况"), choices=[("", "—"), *SealSeen.choices])
    seal_number = forms.CharField(label=_("所见关封编号"), max_length=60, required=False)


class SignForm(forms.Form):
    """The reason of who signs that it differs; which of the two is said by the button."""

    prefix = "sign"
    reason = forms.CharField(
        label=_("理由（签署“不符”时必填）"), max_length=500, required=False, widget=_area()
    )


class ExplainForm(forms.Form):
    """Why it differs and is the object all the same, with evidence (edge case 13)."""

    prefix = "explain"
    cause = forms.ChoiceField(label=_("差异原因"), choices=[("", "—"), *Finding.Cause.choices])
    text = forms.CharField(label=_("说明"), max_length=1000, widget=_area(3))
    evidence = forms.FileField(
        label=_("证明材料"),
        help_text=_("PDF 或照片，不超过 10 MB。"),
        widget=forms.ClearableFileInput(
            attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}
        ),
    )


class FindingForm(forms.Form):
    """A swap that is suspected, or a difference that nothing explains: in words."""

    prefix = "finding"
    text = forms.CharField(label=_("事实与理由"), max_length=1000, widget=_area(3))


class VerdictForm(forms.Form):
    """The reason of who does not agree; which of the two is said by the button."""

    prefix = "verdict"
    reason = forms.CharField(
        label=_("理由（不同意时必填）"), max_length=500, required=False, widget=_area()
    )
