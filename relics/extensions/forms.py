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


class TakeBackForm(forms.Form):
    """Why an application is taken back."""

    reason = forms.CharField(
        label=_("撤回的原因"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("可不填。会写进办理记录。"),
    )


class AnswerForm(forms.Form):
    """Yes or no, for how many months, why, and the number of the paper."""

    agrees = forms.ChoiceField(
        label=_("答复"),
        choices=[("yes", _("同意延期")), ("no", _("不同意延期"))],
        widget=forms.RadioSelect,
    )
    months = forms.IntegerField(label=_("同意延长的月数"), min_value=1, required=False)
    reason = forms.CharField(
        label=_("意见"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不同意的，或者同意的月数少于申请的必填，将写入文书。"),
    )
    number = forms.CharField(label=_("文号"), max_length=100, required=False)

    def __init__(self, *args: Any, asked: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["months"]
        field.initial, field.widget.attrs["max"] = asked, asked
        field.help_text = _("申请延长 %(asked)d 个月；可以同意较短的期限。") % {"asked": asked}

    def answer(self) -> dict[str, Any]:
        """The answer as the service takes it."""
        values = self.cleaned_data
        return {**values, "agrees": values["agrees"] == "yes"}
