"""The small forms around an appointment: put off by the applicant, changed by the office."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from relics.appointments.models import Session


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PostponeForm(forms.Form):
    """Until when, and the written consent that the clock stands meanwhile (R-APPT-06)."""

    until = forms.DateField(
        label=_("推迟至"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    consent = _reason(_("书面同意"))


class ReseatForm(forms.Form):
    """To which session an appointment is moved, and why (R-APPT-02)."""

    prefix = "move"
    session = forms.ModelChoiceField(
        label=_("新场次"), queryset=Session.objects.none(), empty_label=_("请选择")
    )
    reason = _reason(_("改期的理由"))

    def __init__(self, data: Any, *, sessions: QuerySet[Session]) -> None:
        super().__init__(data)
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]


class WarnForm(forms.Form):
    """What the applicant is told after missed days (R-APPT-07)."""

    prefix = "warn"
    text = _reason(_("告知内容"))


class AbsenceForm(forms.Form):
    """Why a case counts as withdrawn (R-APPT-07)."""

    prefix = "absence"
    reason = _reason(_("视为撤回的理由"))
