"""What is typed in about an entry and a stay."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party
from relics.register.models import MEASURES, Photo, RelicObject

from .models import CustomsWord, EntryDeclaration, Incident, SealCheck
from .services.declaring import FIELDS

DAY = {"type": "date"}
SHOW_FIELDS = (*FIELDS[FIELDS.index("exhibition") :], "filing")


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DeclarationForm(forms.ModelForm):  # type: ignore[type-arg]
    """The declaration (rules §9.4); the show's own fields only where it is one."""

    customs_paper = forms.FileField(
        label=_("海关单证"), required=False, help_text=_("PDF 或照片，不超过 10 MB。")
    )
    filing = forms.FileField(
        label=_("备案文件"), required=False, help_text=_("展览必须上传；PDF 或照片。")
    )

    class Meta:
        model = EntryDeclaration
        fields = list(FIELDS)
        widgets = {
            name: forms.DateInput(attrs=DAY, format="%Y-%m-%d")
            for name in ("entered_on", "term_from", "term_to")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {"customs": Party.Kind.CUSTOMS, "zone": Party.Kind.ZONE}
        for name, kind in kinds.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Party.objects.filter(kind=kind, is_active=True).order_by("name")
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ModelChoiceField)
        zone.empty_label = _("综合保税区外")

    def general_fields(self) -> list[forms.BoundField]:
        """What everybody fills in."""
        return [field for field in self if field.name not in SHOW_FIELDS]

    def show_fields(self) -> list[forms.BoundField]:
        """What is asked of an exhibition only (R-TEMP-08)."""
        return [field for field in self if field.name in SHOW_FIELDS]

    @property
    def shows(self) -> bool:
        """Whether something of a show is said, asked for or wrong."""
        purpose = self["purpose"].value()
        said = any(field.errors or field.value() for field in self.show_fields())
        return said or purpose == EntryDeclaration.Purpose.EXHIBITION

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not values.get("customs_paper") and not self.instance.customs_file:
            self.add_error("customs_paper", _("请上传海关单证。"))
        return values

    def validate_constraints(self) -> None:
        """The service says it in words."""


class SealForm(forms.Form):
    """What two officers see of the seal (rules §9.17)."""

    prefix = "seal"
    result = forms.ChoiceField(
        label=_("查验结果"), choices=SealCheck.Result.choices, widget=forms.RadioSelect
    )
    seen_number = forms.CharField(label=_("所见关封编号"), max_length=60, required=False)
    photo = forms.FileField(
        label=_("开封前照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    customs_officer = forms.CharField(label=_("海关关员"), max_length=100)
    place = forms.CharField(label=_("地点"), max_length=200)
    note = forms.CharField(label=_("说明"), max_length=500, required=False, widget=_area())


class CustomsWordForm(forms.Form):
    """What customs wrote."""

    says = forms.ChoiceField(label=_("海关意见"), choices=CustomsWord.Says.choices)
    number = forms.CharField(label=_("海关文号"), max_length=100)
    new_seal = forms.CharField(label=_("重新加封编号"), max_length=60, required=False)
    note = forms.CharField(label=_("说明"), max_length=500, required=False, widget=_area())


class PhotoForm(forms.Form):
    """A photograph of one view, taken at the desk."""

    view = forms.ChoiceField(label=_("角度"), choices=Photo.View.choices)
    photo = forms.FileField(
        label=_("照片"),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )


class RegisterForm(forms.Form):
    """Measures as taken at the desk, and the number of the mark."""

    mark = forms.CharField(label=_("临时进境标识编号"), max_length=60, required=False)

    def __init__(self, *args: Any, thing: RelicObject, marked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not marked:
            del self.fields["mark"]
        for name in MEASURES:
            known = RelicObject._meta.get_field(name)  # noqa: SLF001  the register's own words
            field = known.formfield()  # type: ignore[union-attr]
            assert isinstance(field, forms.Field)
            field.required, field.initial = False, getattr(thing, name)
            self.fields[name] = field

    def measures(self) -> dict[str, Any]:
        """The measures that were given."""
        return {name: self.cleaned_data[name] for name in MEASURES if self.cleaned_data[name]}


class SettleForm(forms.Form):
    """On whose numbers it stays in China (R-TEMP-13)."""

    customs_release = forms.CharField(label=_("海关放行编号"), max_length=60)
    licence = forms.CharField(label=_("文物销售许可编号"), max_length=60)
    new_owner = forms.CharField(label=_("买受人"), max_length=200)


class IncidentForm(forms.Form):
    """What happened."""

    kind = forms.ChoiceField(label=_("种类"), choices=Incident.Kind.choices)
    told = forms.CharField(label=_("经过"), max_length=1000, widget=_area(3))


class DutyForm(forms.Form):
    """The number on which customs settled the duty."""

    duty_number = forms.CharField(label=_("海关税款处理编号"), max_length=60)
