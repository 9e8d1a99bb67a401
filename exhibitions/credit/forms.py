"""What customs types in about a tier."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .tiers import Tier


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RatingForm(forms.Form):
    """A tier by its document."""

    prefix = "rating"
    tier = forms.ChoiceField(label=_("信用等级"), choices=[("", "—"), *Tier.choices])
    valid_from = forms.DateField(label=_("自"), widget=_day())
    valid_to = forms.DateField(label=_("至"), required=False, widget=_day())
    source = forms.CharField(label=_("认定文书"), max_length=200)
