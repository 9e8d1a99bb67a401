"""What is typed in about a temporary exit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User

from .models import LoanPlan
from .rules import term_refusal

DAY = {"type": "date"}


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    """The approval, what it is for, and its term (rules §9.5)."""

    approval = forms.FileField(
        label=_("批准文件"), required=False, help_text=_("PDF 或照片，不超过 10 MB。")
    )

    class Meta:
        model = LoanPlan
        fields = [
            "authority",
            "purpose",
            "exhibition",
            "organiser",
            "venue",
            "starts_on",
            "ends_on",
        ]
        widgets = {
            "starts_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        }
        help_texts = {
            "exhibition": _("出境展览必填，须与批准文件一致。"),
            "ends_on": _("最长一年；期满前可以展期一次。"),
        }

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and (refusal := term_refusal(first, last)):
            self.add_error("ends_on", str(refusal.sentence))
        if values.get("purpose") == LoanPlan.Purpose.EXHIBITION and not values.get("exhibition"):
            self.add_error("exhibition", _("请填写展览名称。"))
        if not values.get("approval") and not self.instance.approval_file:
            self.add_error("approval", _("请上传批准文件。"))
        return values

    def validate_constraints(self) -> None:
        """The form has said it in words."""


class VerifyForm(forms.Form):
    """Two officers, and what they found."""

    second_officer = forms.ModelChoiceField(label=_("第二名核对人员"), queryset=User.objects.none())
    note = forms.CharField(
        label=_("核对情况"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("如：名称、数量与批准清单一致。"),
    )

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["second_officer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = officers


class ExtendForm(forms.Form):
    """The one extension."""

    until = forms.DateField(label=_("延至"), widget=forms.DateInput(attrs=DAY))
    approval_number = forms.CharField(label=_("批准文号"), max_length=100)


class RecallForm(forms.Form):
    """Why it must come back now."""

    instruction = forms.CharField(label=_("文号"), max_length=100)
    reason = forms.CharField(
        label=_("事由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
