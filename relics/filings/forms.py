"""The forms of this room: what a filing says, and what each act asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Port, User, Zone
from approvals.parties.queries import may_apply_for
from relics.register.models import Kind, Photo, RelicObject

from .models import CitesPaper, Filing, Purpose, ZoneAuthority
from .models.filing import CONTENT
from .queries import may_be_filed

MOST_OBJECTS = 200


class NewFilingsForm(forms.Form):
    """Which objects, in which zone, as what and for what: a filing each."""

    objects: Any = forms.ModelMultipleChoiceField(
        RelicObject.objects.none(),
        label=_("物品"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("可一次选择多件，每件各成一份备案。"),
    )
    zone: Any = forms.ModelChoiceField(Zone.objects.none(), label=_("综合保税区"))
    kind = forms.ChoiceField(label=_("种类"), choices=Kind.choices)
    purposes = forms.MultipleChoiceField(
        label=_("用途"), choices=Purpose.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, user: User, search: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = RelicObject.objects.filter(owner__in=may_apply_for(user))
        if search:
            mine = mine.filter(name__icontains=search)
        self.fields["objects"].queryset = may_be_filed(mine).order_by("-pk")[:MOST_OBJECTS]
        if self.is_bound:
            self.fields["objects"].queryset = may_be_filed(mine)
        served = ZoneAuthority.objects.values("zone")
        self.fields["zone"].queryset = Zone.objects.select_related("party").filter(pk__in=served)


class FilingForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a filing says (rules §9.9); nothing is required until it is handed in."""

    purposes = forms.MultipleChoiceField(
        label=_("用途"), choices=Purpose.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Filing
        fields = [*CONTENT]
        widgets = {"materials": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "materials": _("写明全部材料；是否含象牙、犀角、玳瑁、红珊瑚、红木等，必填。"),
            "operator_number": _("为销售备案的艺术品经营单位填写。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].disabled = True
        self.fields["title"].required = True

    def said(self) -> dict[str, Any]:
        """The values of the fields that a filing holds, without its kind."""
        return {name: self.cleaned_data[name] for name in CONTENT if name != "kind"}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ChangeForm(FilingForm):
    """The whole content again, what is to be said otherwise, and why."""

    act = forms.ChoiceField(
        label=_("办理"), choices=[("supplement", _("补充（只增加）")), ("change", _("变更"))]
    )
    reason = forms.CharField(label=_("理由"), max_length=300)


class UseForm(forms.Form):
    purpose = forms.ChoiceField(label=_("用途"), choices=Purpose.choices)
    reference = forms.CharField(label=_("案件或许可编号"), max_length=80)


class PortForm(forms.Form):
    port: Any = forms.ModelChoiceField(Port.objects.all(), label=_("口岸"))


class DeclarationForm(forms.Form):
    declaration = forms.CharField(label=_("报关单号"), max_length=40)


class CitesForm(forms.Form):
    line = forms.ChoiceField(label=_("环节"), choices=CitesPaper.Line.choices)
    certificate_no = forms.CharField(label=_("证明书编号"), max_length=60)
    valid_to = forms.DateField(label=_("有效期至"), widget=forms.DateInput(attrs={"type": "date"}))
    released_on = forms.DateField(
        label=_("已放行的，放行日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class PointsForm(forms.Form):
    points = forms.CharField(
        label=_("补正内容"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一项；只能告知一次，请列全。"),
    )

    def listed(self) -> list[tuple[str, str]]:
        lines = self.cleaned_data["points"].splitlines()
        return [("", line.strip()[:300]) for line in lines if line.strip()]


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("认定为"), choices=[one for one in Kind.choices if one[0] != Kind.RELIC]
    )
    evidence = forms.CharField(label=_("鉴定依据编号"), max_length=100)
    reason = forms.CharField(label=_("理由"), max_length=300)


class ApprovalForm(forms.Form):
    """The province's paper and the line that names the object, as printed there."""

    number = forms.CharField(label=_("批准文号"), max_length=80)
    authority = forms.CharField(label=_("批准机关"), max_length=100)
    issued_on = forms.DateField(label=_("批准日期"), widget=forms.DateInput(attrs={"type": "date"}))
    valid_to = forms.DateField(
        label=_("有效期至"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    author = forms.CharField(label=_("名录：作者"), max_length=300)
    title = forms.CharField(label=_("名录：名称"), max_length=200)
    size = forms.CharField(label=_("名录：尺寸"), max_length=1000)
    photo: Any = forms.ModelChoiceField(
        Photo.objects.none(), label=_("名录图片与此照片一致"), required=False
    )

    def __init__(self, *args: Any, filing: Filing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].queryset = filing.object.photos.all()

    def row(self) -> dict[str, str]:
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("author", "title", "size")},
            "photo_sha256": said["photo"].sha256 if said["photo"] else "",
        }
