"""What holders and officers type in about guarantees."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party

from .models import Guarantee
from .services.handing_in import CONTENT

RIGHTS = _(
    "对本决定不服的，可以自知道该决定之日起六十日内申请行政复议，"
    "或者自知道该决定之日起六个月内向人民法院提起行政诉讼。"
)
DATES = ("valid_from", "valid_to", "sealed_on")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class GuaranteeDraftForm(forms.ModelForm):  # type: ignore[type-arg]
    """Everything that a guarantee must say (R-GUAR-03)."""

    prefix = "guarantee"
    holder = forms.ModelChoiceField(label=_("被担保企业"), queryset=Party.objects.none())
    customs = forms.ModelChoiceField(
        label=_("受益海关"),
        queryset=Party.objects.filter(kind=Party.Kind.CUSTOMS, is_active=True).order_by("name"),
    )
    field_order = ("holder", "customs", *CONTENT)

    class Meta:
        model = Guarantee
        fields = CONTENT

    def __init__(self, holders: "QuerySet[Party]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DATES:
            self.fields[name].widget = _day()
        choice = self.fields["holder"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = holders
        choice.initial = holders.first()
        if self.instance.pk:
            del self.fields["holder"], self.fields["customs"]

    def clean(self) -> dict[str, Any]:
        """The service saves and checks; here only what a person can see at once is wrong."""
        said: dict[str, Any] = super().clean() or {}
        start, end = said.get("valid_from"), said.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("截止日早于起始日。"))
        return said

    def _post_clean(self) -> None:
        """Nothing is set on the row: that is the service's."""


class ChangeForm(forms.Form):
    """A larger sum or a later end, by its document."""

    prefix = "change"
    amount = forms.DecimalField(
        label=_("增加金额（元）"), max_digits=16, decimal_places=2, required=False
    )
    valid_to = forms.DateField(label=_("期限延至"), required=False, widget=_day())
    document = forms.CharField(label=_("文书编号"), max_length=64)

    def said(self) -> dict[str, Decimal | date | str | None]:
        """As the services take it."""
        return dict(self.cleaned_data)


class RulingForm(forms.Form):
    """What an officer signs against the holder."""

    prefix = "ruling"
    reason = forms.CharField(label=_("理由"), max_length=1000, widget=_area())
    ground = forms.CharField(label=_("依据"), max_length=300)
    rights = forms.CharField(label=_("救济途径"), max_length=1000, widget=_area(), initial=RIGHTS)


class CallForm(RulingForm):
    """What customs takes, by its document."""

    prefix = "call"
    amount = forms.DecimalField(label=_("追偿金额（元）"), max_digits=16, decimal_places=2)
    document = forms.CharField(label=_("文书编号"), max_length=64)
