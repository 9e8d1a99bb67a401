"""What the scheduler types in."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, Zone
from relics.appraisers.models import Appraiser

from .models import WEEKDAYS, WHAT_TO_BRING, Half, SessionTemplate, Unit
from .queries import hosts_known_to


class OpenSessionForm(forms.Form):
    """A session to be offered (R-APPT-02): on site where a zone is chosen, else at the window."""

    on = forms.DateField(
        label=_("日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    half = forms.ChoiceField(label=_("时段"), choices=Half.choices)
    capacity = forms.IntegerField(label=_("可约数量"), min_value=1, max_value=2000, initial=30)
    unit = forms.ChoiceField(label=_("计量单位"), choices=Unit.choices, required=False)
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
        values["unit"] = values["unit"] or Unit.OBJECTS
        return values


def _day_field(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, required=required)


class CloseDayForm(forms.Form):
    """A day on which the office does not work after all."""

    day = _day_field(_("停办日期"))
    note = forms.CharField(label=_("原因"), max_length=100)
    prefix = "close"


class SpanForm(forms.Form):
    """From which day to which the pattern is made into sessions."""

    start = _day_field(_("自"))
    end = _day_field(_("至"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("start"), values.get("end")
        if start and end and end < start:
            self.add_error("end", _("结束日期不能早于开始日期。"))
        return values


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A line of the weekly pattern."""

    weekday = forms.TypedChoiceField(label=_("星期"), choices=list(enumerate(WEEKDAYS)), coerce=int)

    class Meta:
        model = SessionTemplate
        fields = (
            "weekday",
            "half",
            "zone",
            "host",
            "address",
            "unit",
            "capacity",
            "starts_on",
            "ends_on",
            "on_make_up_days",
            "notice",
            "staff",
        )
        widgets = {
            "starts_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "ends_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "notice": forms.Textarea(attrs={"rows": 2}),
            "staff": forms.CheckboxSelectMultiple,
        }

    def __init__(
        self, data: Any = None, *, office: Office, template: SessionTemplate | None, **kwargs: Any
    ) -> None:
        super().__init__(data, instance=template, **kwargs)
        people = Appraiser.objects.filter(office=office, is_active=True).select_related("user")
        hosts = hosts_known_to(office)
        self.fields["staff"].queryset = people.order_by("pk")  # type: ignore[attr-defined]
        self.fields["host"].queryset = hosts  # type: ignore[attr-defined]
        self.fields["host"].label = _("展厅所属企业")
        self.fields["zone"].label = _("综合保税区")
        self.fields["staff"].label = _("到场鉴定人员")
        self.fields["address"].required = False
        self.fields["address"].help_text = _("不填则用机构、场地或企业的地址。")

    def _post_clean(self) -> None:
        """The service fills and checks the template itself."""

    def values(self) -> dict[str, Any]:
        """The arguments of `services.write_template`, without the staff."""
        values = dict(self.cleaned_data)
        values.pop("staff")
        values["notice"] = values["notice"] or WHAT_TO_BRING
        return values


class JoinForm(forms.Form):
    """An earlier day than the decision's, and why (候补)."""

    needed_by = _day_field(_("须在此日前（可不填）"), required=False)
    reason = forms.CharField(label=_("紧急理由"), max_length=300, required=False)


class VisitForm(forms.Form):
    """Where and when the officers are asked to come (上门办理申请)."""

    address = forms.CharField(label=_("展厅详细地址"), max_length=200)
    preferred_on = _day_field(_("希望日期"))
    half = forms.ChoiceField(label=_("时段"), choices=Half.choices)


class VisitAnswerForm(forms.Form):
    """The office's answer to a visit asked for."""

    act = forms.ChoiceField(choices=[("grant", ""), ("decline", "")])
    on = _day_field(_("日期"), required=False)
    capacity = forms.IntegerField(min_value=1, max_value=2000, required=False)
    reason = forms.CharField(max_length=300, required=False)
