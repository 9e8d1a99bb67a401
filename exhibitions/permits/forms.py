"""What is typed in about showrooms and permits; what is known already is not among it."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.parties.models import Party, Zone
from exhibitions.guarantees.models import Guarantee

from .models import DisplayPermit, Occasion, PermitItem, Showroom
from .queries import guarantees_for

BETWEEN = re.compile(r"[,，\t]+")
MEASURES = ("x", "y", "width", "depth")


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required, help_text=help_text)


def _text(label: Any, rows: int = 3, *, required: bool = True, most: int = 1000) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, required=required, max_length=most)


class ShowroomForm(forms.Form):
    """A new showroom: whose, under which zone, where."""

    operator: Any = forms.ModelChoiceField(Party.objects.none(), label=gettext_lazy("经营单位"))
    zone: Any = forms.ModelChoiceField(Zone.objects.none(), label=gettext_lazy("综合保税区"))
    name = forms.CharField(label=gettext_lazy("展厅名称"), max_length=100)
    address = forms.CharField(label=gettext_lazy("展示场所地址"), max_length=300)

    def __init__(
        self, *args: Any, operators: QuerySet[Party], zones: QuerySet[Zone], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("operator", operators), ("zone", zones)):
            field = cast("forms.ModelChoiceField[Any]", self.fields[name])
            field.queryset, field.empty_label = rows, None


class AddressForm(forms.Form):
    """Where the showroom shall move."""

    address = forms.CharField(label=gettext_lazy("新场所地址"), max_length=300)


class SiteForm(forms.Form):
    """A place: its address, the room and its booths in metres, how it is kept."""

    address = forms.CharField(label=gettext_lazy("展示场所地址"), max_length=300)
    width = forms.FloatField(label=gettext_lazy("展厅宽（米）"), min_value=0, max_value=200)
    depth = forms.FloatField(label=gettext_lazy("展厅深（米）"), min_value=0, max_value=200)
    booths = forms.CharField(
        label=gettext_lazy("展位"),
        widget=forms.Textarea(attrs={"rows": 6, "class": "rg-no"}),
        max_length=20000,
        help_text=gettext_lazy(
            "每行一个：编号，名称，距左，距上，宽，深（米）。可从电子表格粘贴。"
        ),
    )
    security = _text(gettext_lazy("安防"), 2, most=500)
    climate = _text(gettext_lazy("温湿度控制"), 2, most=500)

    def clean_booths(self) -> list[dict[str, Any]]:
        lines = [line for line in self.cleaned_data["booths"].splitlines() if line.strip()]
        return [_booth(number, line) for number, line in enumerate(lines, 1)]

    def told(self) -> dict[str, Any]:
        """The values as the service takes them."""
        said = self.cleaned_data
        plan = {name: said[name] for name in ("width", "depth", "booths")}
        return {
            "plan": plan,
            **{name: said[name] for name in ("address", "security", "climate")},
        }

    @staticmethod
    def first(address: str, plan: Mapping[str, Any], security: str, climate: str) -> dict[str, Any]:
        """What the form shows of a place."""
        lines = [
            "，".join([one["code"], one["name"], *(f"{one[measure]:g}" for measure in MEASURES)])
            for one in plan.get("booths", [])
        ]
        return {
            "address": address,
            "security": security,
            "climate": climate,
            "width": plan.get("width"),
            "depth": plan.get("depth"),
            "booths": "\n".join(lines),
        }


def _booth(number: int, line: str) -> dict[str, Any]:
    parts = [part.strip() for part in BETWEEN.split(line.strip())]
    try:
        code, name, *measures = parts
        x, y, width, depth = (float(Decimal(one)) for one in measures)
    except (ValueError, InvalidOperation, OverflowError) as error:
        raise forms.ValidationError(
            _("第 %(n)d 行应为：编号，名称，距左，距上，宽，深。"), params={"n": number}
        ) from error
    if not code or len(code) > 12 or len(name) > 40:
        raise forms.ValidationError(
            _("第 %(n)d 行的编号最长 12 字，名称最长 40 字。"), params={"n": number}
        )
    return {"code": code, "name": name, "x": x, "y": y, "width": width, "depth": depth}


class PermitForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is shown, from when to when; the numbers only where the objects ask for them."""

    class Meta:
        model = DisplayPermit
        fields = (
            "title",
            "starts_on",
            "ends_on",
            "relic_filing",
            "art_approval",
            "art_applied_on",
            "guarantee",
        )
        widgets = {
            name: forms.DateInput({"type": "date"}, "%Y-%m-%d")
            for name in ("starts_on", "ends_on", "art_applied_on")
        }

    def __init__(self, *args: Any, occasions: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Any]", self.fields["guarantee"])
        field.queryset = guarantees_for(self.instance.showroom)
        field.empty_label = _("许可后再提供")
        if Occasion.RELIC_SHOW not in occasions:
            del self.fields["relic_filing"]
        if Occasion.FOREIGN_SALES not in occasions:
            del self.fields["art_approval"], self.fields["art_applied_on"]


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """Of one object what nobody knows yet: its booth, whether it is for sale, blanks.

    A choice of how it is assessed is taken only to be refused with its reason (rules §8).
    """

    selective_duty = forms.BooleanField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PermitItem
        fields = (
            "booth",
            "for_sale",
            "licence_number",
            "licence_valid_to",
            "relic_filing",
            "art_kind",
            "hs_code",
            "value",
            "currency",
            "origin",
        )
        widgets = {"licence_valid_to": forms.DateInput({"type": "date"}, "%Y-%m-%d")}

    def __init__(
        self, *args: Any, booths: Sequence[Mapping[str, Any]], open_ones: Collection[str], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        kept = {*open_ones, "selective_duty"}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        choices = [
            ("", _("未定")),
            *((one["code"], f"{one['code']} {one['name']}") for one in booths),
        ]
        self.fields["booth"] = forms.ChoiceField(label=_("展位"), choices=choices, required=False)


class NewPermitForm(forms.Form):
    """In which showroom."""

    showroom: Any = forms.ModelChoiceField(Showroom.objects.none(), label=gettext_lazy("展厅"))

    def __init__(self, *args: Any, showrooms: QuerySet[Showroom], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Any]", self.fields["showroom"])
        field.queryset, field.empty_label = showrooms, None


class GuaranteeForm(forms.Form):
    """Which guarantee stands behind the permit."""

    guarantee: Any = forms.ModelChoiceField(
        Guarantee.objects.none(),
        label=gettext_lazy("担保"),
        required=False,
        empty_label=gettext_lazy("由系统选余额够、期限最长的"),
    )

    def __init__(self, *args: Any, permit: DisplayPermit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Any]", self.fields["guarantee"])
        field.queryset, field.initial = guarantees_for(permit.showroom), permit.guarantee_id


class ReasonForm(forms.Form):
    """Why."""

    reason = _text(gettext_lazy("理由"))


class NumberForm(forms.Form):
    """The number of customs' own paper."""

    number = forms.CharField(label=gettext_lazy("海关文号"), max_length=64)


class NumbersForm(forms.Form):
    """Both numbers of customs: of the permit and of the business declaration of type C."""

    customs_number = forms.CharField(label=gettext_lazy("海关许可编号"), max_length=64)
    business_number = forms.CharField(
        label=gettext_lazy("业务申报表编号（C 保税展示交易）"), max_length=64
    )


class AnswerForm(forms.Form):
    """Yes or no of an authority that is asked."""

    agrees = forms.ChoiceField(
        label=gettext_lazy("答复"),
        choices=[("yes", gettext_lazy("同意")), ("no", gettext_lazy("不同意"))],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label=gettext_lazy("文号"), max_length=100, required=False)
    reason = _text(gettext_lazy("意见"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "agrees" in said:
            said["agrees"] = said["agrees"] == "yes"
        return said


class ProlongForm(forms.Form):
    """Until when longer, and why."""

    ends_on = _day(gettext_lazy("延至"))
    reason = _text(gettext_lazy("事由"), 2, most=500)
    change_number = forms.CharField(
        label=gettext_lazy("变更备案表文号"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("展出境外文物的必填。"),
    )


class LicenceForm(forms.Form):
    """The licence under which an exhibit may be sold."""

    number = forms.CharField(label=gettext_lazy("许可证件编号"), max_length=100)
    valid_to = _day(gettext_lazy("有效期至"))
