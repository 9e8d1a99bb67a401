"""A new value of a policy, in a field that fits its kind."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .registry import Policy


class DayInput(forms.DateInput):
    """A day as the browser's own picker gives it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PolicyForm(forms.Form):
    """From which day an authority decides what, and why."""

    field_order = ("value", "effective_from", "reason")
    effective_from = forms.DateField(label=_("自"), widget=DayInput(), initial=timezone.localdate)
    reason = forms.CharField(label=_("依据与理由"), max_length=300)

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy
        self.fields["value"] = _field(policy)
        self.order_fields(self.field_order)

    def clean_value(self) -> Any:
        """Whole numbers parted by commas, yes or no; other kinds as they are."""
        given = self.cleaned_data["value"]
        if self.policy.kind == "yes_no":
            return given == "yes"
        if self.policy.kind != "numbers":
            return given
        parts = [part.strip() for part in given.replace("，", ",").replace("、", ",").split(",")]
        if not all(part.isdecimal() and len(part) < 10 for part in parts):
            raise forms.ValidationError(_("请填写以逗号隔开的整数。"))
        return [int(part) for part in parts]


def _field(policy: Policy) -> forms.Field:
    said: dict[str, Any] = {"label": _("取值"), "help_text": policy.help or policy.unit}
    if policy.kind == "number":
        return forms.IntegerField(min_value=policy.least, max_value=policy.most, **said)
    if policy.kind == "choice":
        return forms.ChoiceField(choices=policy.choices, **said)
    if policy.kind == "yes_no":
        return forms.ChoiceField(choices=(("yes", _("是")), ("no", _("否"))), **said)
    return forms.CharField(max_length=300, **said)
