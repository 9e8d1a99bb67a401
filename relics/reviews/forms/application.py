"""What the applicant types in: the particulars of form 56020-a, answers, reasons."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, Port, User
from approvals.parties.queries import may_apply_for
from relics.reviews.models import Correction, Review
from relics.reviews.procedures import all_procedures
from relics.reviews.rules import identity_refusal

PERSONAL_PAPERS = (
    Party.IdentityKind.ID_CARD,
    Party.IdentityKind.PASSPORT,
    Party.IdentityKind.PERMIT,
    Party.IdentityKind.RESIDENCE,
)
COUNTRIES = {
    "CN": _("中国"),
    "HK": _("中国香港"),
    "MO": _("中国澳门"),
    "TW": _("中国台湾"),
    "JP": _("日本"),
    "KR": _("韩国"),
    "SG": _("新加坡"),
    "US": _("美国"),
    "CA": _("加拿大"),
    "GB": _("英国"),
    "FR": _("法国"),
    "DE": _("德国"),
    "IT": _("意大利"),
    "RU": _("俄罗斯"),
    "AU": _("澳大利亚"),
}


class NewApplicationForm(forms.Form):
    """For whom, under which procedure, and under what name."""

    procedure = forms.ChoiceField(label=_("办理事项"), widget=forms.RadioSelect)
    applicant = forms.ModelChoiceField(
        label=_("申请人"),
        queryset=Party.objects.none(),
        empty_label=None,
        help_text=_("您本单位、您本人，或委托书在有效期内的委托人。"),
    )
    title = forms.CharField(
        label=_("申请事项名称"),
        max_length=200,
        help_text=_("方便自己辨认，例如“示例年春季拍品出境”。"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        procedure = self.fields["procedure"]
        assert isinstance(procedure, forms.ChoiceField)
        procedure.choices = [
            (one.key, _("%(title)s：%(summary)s") % {"title": one.title, "summary": one.summary})
            for one in all_procedures()
        ]
        applicant = self.fields["applicant"]
        assert isinstance(applicant, forms.ModelChoiceField)
        applicant.queryset = may_apply_for(user).order_by("name")


class PortChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A designated port, with the office that its applications go to (R-EXIT-17)."""

    def label_from_instance(self, obj: Any) -> str:
        return str(_("%(port)s（送审：%(office)s）")) % {"port": obj.name, "office": obj.office}


class ParticularsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The statutory fields of the application (rules §9.2). A draft may be kept half filled."""

    port = PortChoice(
        required=False,
        queryset=Port.objects.filter(is_designated=True).select_related("office__party"),
        help_text=_("口岸决定由哪一家审核机构办理，只列指定口岸。"),
    )
    identity_kind = forms.ChoiceField(
        label=_("证件类型"),
        required=False,
        choices=[("", "---------"), *((one.value, one.label) for one in PERSONAL_PAPERS)],
    )
    nationality = forms.CharField(
        label=_("国籍"),
        required=False,
        max_length=2,
        help_text=_("两位代码，如 CN、JP、US。"),
        validators=[RegexValidator(r"^[A-Za-z]{2}$", _("请填两位字母代码，如 CN。"))],
        widget=forms.TextInput(attrs={"list": "countries", "autocomplete": "off"}),
    )

    class Meta:
        model = Review
        fields = [
            "port",
            "destination",
            "carrier",
            "nationality",
            "identity_kind",
            "identity_number",
            "phone",
            "address",
            "special_approval",
            "national_number",
        ]
        help_texts = {
            "destination": _("国家或地区，最多50字。"),
            "carrier": _("随身携运或押运这批文物的人，须与证件一致。"),
            "national_number": _("已在国家平台申报的，填平台给出的编号；没有就留空。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        procedure = self.instance.rules
        known = {**procedure.required, **procedure.optional}
        for name in [name for name in self.fields if name not in known]:
            del self.fields[name]
        for name, label in known.items():
            required = name in procedure.required
            words = _("%(field)s（必填）") % {"field": label} if required else label
            self.fields[name].label = str(words)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        way = [name for name in ("port", "destination") if name in self.fields]
        numbers = [name for name in ("special_approval", "national_number") if name in self.fields]
        helper.layout = Layout(
            Fieldset(_("口岸与去向"), *way),
            Fieldset(
                _("携运人"),
                Row(Column("carrier"), Column("nationality")),
                Row(Column("identity_kind"), Column("identity_number")),
                "phone",
                "address",
            ),
            Fieldset(_("批准与编号"), *numbers),
        )
        return helper

    def clean_nationality(self) -> str:
        return str(self.cleaned_data.get("nationality") or "").upper()

    def clean_identity_number(self) -> str:
        return str(self.cleaned_data.get("identity_number") or "").strip().upper()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        kind, number = values.get("identity_kind", ""), values.get("identity_number", "")
        if refusal := identity_refusal(kind, number):
            self.add_error("identity_number", str(refusal.sentence))
        return values


class CorrectionForm(forms.Form):
    """One answer for each point of the notice (R-GEN-03)."""

    def __init__(self, *args: Any, correction: Correction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, point in enumerate(correction.points.all(), start=1):
            self.fields[f"point-{point.pk}"] = forms.CharField(
                label=str(_("第 %(place)d 项：%(text)s")) % {"place": place, "text": point.text},
                max_length=500,
                initial=point.answer,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def answers(self) -> dict[int, str]:
        """The answers by the key of the point."""
        return {int(name.removeprefix("point-")): text for name, text in self.cleaned_data.items()}


class WithdrawForm(forms.Form):
    """Why an application is taken back."""

    reason = forms.CharField(
        label=_("撤回的原因"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("可不填。会写进办理记录。"),
    )
