"""What the scheduler types in."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Zone

from .models import WHAT_TO_BRING, Half


class OpenSessionForm(forms.Form):
    """A session to be offered (R-APPT-02): on site where a zone is chosen, else at the window."""

    on = forms.DateField(
        label=_("日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    half = forms.ChoiceField(label=_("时段"), choices=Half.choices)
    capacity = forms.IntegerField(label=_("可约件数"), min_value=1, max_value=2000, initial=30)
    zone = forms.ModelChoiceField(
        label=_("办理地点"),
        queryset=Zone.objects.select_related("party").order_by("pk"),
        required=False,
        empty_label=_("窗口办理"),
    )
    address = forms.CharField(
        label=_("地址"),
        max_length=200,
        required=False,
        help_text=_("不填则用机构或区内场地的地址。"),
    )
    notice = forms.CharField(
        label=_("须知"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        initial=WHAT_TO_BRING,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()

    def values(self) -> dict[str, Any]:
        """The arguments of `services.open_session`."""
        values = dict(self.cleaned_data)
        values["notice"] = values["notice"] or WHAT_TO_BRING
        return values
