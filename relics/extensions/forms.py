"""What is typed in about an extension."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party


class ChoosingForm(forms.Form):
    """For whom it is asked; the objects are ticked beside it."""

    requester = forms.ModelChoiceField(
        label=_("申请单位"),
        queryset=Party.objects.none(),
        help_text=_("原申报单位；由其他单位申请的，须有原申报单位的同意书。"),
    )

    def __init__(self, *args: Any, requesters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["requester"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.empty_label = requesters, None


class ExtensionForm(forms.Form):
    """How long, why, and what must be handed in beside it."""

    months = forms.IntegerField(label=_("申请延长的月数"), min_value=1, max_value=24)
    reason = forms.CharField(
        label=_("延期事由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    change_number = forms.CharField(
        label=_("变更备案表文号"),
        max_length=100,
        required=False,
        help_text=_("展览延期必填。"),
    )
    consent = forms.FileField(
        label=_("申报单位同意书"),
        required=False,
        help_text=_("申请单位不是原申报单位的必填。PDF 或照片，不超过 10 MB。"),
    )


class AnswerForm(forms.Form):
    """Yes or no, why, and the number of the paper."""

    agrees = forms.ChoiceField(
        label=_("答复"),
        choices=[("yes", _("同意延期")), ("no", _("不同意延期"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("意见"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不同意的必填，将写入决定书。"),
    )
    number = forms.CharField(label=_("文号"), max_length=100, required=False)

    def answer(self) -> dict[str, Any]:
        """The answer as the service takes it."""
        values = self.cleaned_data
        return {**values, "agrees": values["agrees"] == "yes"}
