"""The forms of this room: what a filing says, and what each act asks."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, Port, User, Zone
from approvals.parties.queries import may_apply_for
from relics.register.models import Kind, RelicObject

from .models import CitesPaper, Filing, ProvincialApproval, Purpose, ZoneAuthority
from .models.filing import CONTENT
from .queries import approvals_for, may_be_filed, reexportable

MOST_OBJECTS = 200


def among(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the field `name` choose among `rows`."""
    cast("Any", form.fields[name]).queryset = rows


class _WhatForForm(forms.Form):
    """In which zone, as what and for what."""

    zone: Any = forms.ModelChoiceField(Zone.objects.none(), label=_("综合保税区"))
    kind = forms.ChoiceField(label=_("种类"), choices=Kind.choices)
    purposes = forms.MultipleChoiceField(
        label=_("用途"), choices=Purpose.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = ZoneAuthority.objects.values("zone")
        among(self, "zone", Zone.objects.select_related("party").filter(pk__in=served))


class NewFilingsForm(_WhatForForm):
    """Which objects; a filing each."""

    field_order = ("objects", "zone", "kind", "purposes")
    objects: Any = forms.ModelMultipleChoiceField(
        RelicObject.objects.none(),
        label=_("物品"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("可一次选择多件，每件各成一份备案。"),
    )

    def __init__(self, *args: Any, user: User, search: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = RelicObject.objects.filter(owner__in=may_apply_for(user))
        if search:
            mine = mine.filter(name__icontains=search)
        free = may_be_filed(mine)
        among(self, "objects", free if self.is_bound else free.order_by("-pk")[:MOST_OBJECTS])


class TableForm(_WhatForForm):
    """A table of objects, whose they are; a record and a filing each."""

    field_order = ("table", "owner", "zone", "kind", "purposes")
    table = forms.FileField(
        label=_("表格文件"), help_text=_("XLSX 或 CSV，表头须有名称、质地、尺寸三列。")
    )
    owner: Any = forms.ModelChoiceField(Party.objects.none(), label=_("备案人"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "owner", may_apply_for(user))


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


class PaperForm(forms.Form):
    """The province's paper, as printed there."""

    number = forms.CharField(label=_("批准文号"), max_length=80)
    authority = forms.CharField(label=_("批准机关"), max_length=100)
    issued_on = forms.DateField(label=_("批准日期"), widget=forms.DateInput(attrs={"type": "date"}))
    valid_to = forms.DateField(
        label=_("有效期至"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class ApprovalForm(PaperForm):
    """The paper and the line of its annex that names the object."""

    author = forms.CharField(label=_("名录：作者"), max_length=300)
    title = forms.CharField(label=_("名录：名称"), max_length=200)
    size = forms.CharField(label=_("名录：尺寸"), max_length=1000)
    photo = forms.ChoiceField(label=_("名录图片与此照片一致"), required=False)

    def __init__(self, *args: Any, filing: Filing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pictures = [
            (photo.sha256, f"{photo.position} {photo.get_view_display()}")
            for photo in filing.object.photos.all()
        ]
        cast("Any", self.fields["photo"]).choices = [("", "—"), *pictures]

    def row(self) -> dict[str, str]:
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("author", "title", "size")},
            "photo_sha256": said["photo"],
        }


class MatchForm(forms.Form):
    """One of the approvals recorded for the holder."""

    approval: Any = forms.ModelChoiceField(
        ProvincialApproval.objects.none(), label=_("已录入的批准")
    )

    def __init__(self, *args: Any, filing: Filing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "approval", approvals_for(filing))


class AnnexForm(PaperForm):
    """The paper and its whole annex as a table."""

    field_order = ("applicant", "number", "authority", "issued_on", "valid_to", "table")
    applicant: Any = forms.ModelChoiceField(Party.objects.none(), label=_("申请人"))
    table = forms.FileField(
        label=_("名录表格"),
        help_text=_(
            "XLSX 或 CSV，表头：作者、名称、尺寸、物品编号。编号所指物品的照片须与名录图片一致。"
        ),
    )

    def __init__(self, *args: Any, applicants: QuerySet[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "applicant", applicants)


class ReexportForm(forms.Form):
    """Which filing goes abroad again, where, on which declaration."""

    number = forms.CharField(label=_("备案编号"), max_length=40)
    port: Any = forms.ModelChoiceField(Port.objects.none(), label=_("口岸"))
    declaration = forms.CharField(label=_("报关单号"), max_length=40)

    def __init__(self, *args: Any, ports: QuerySet[Port], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "port", ports)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["filing"] = reexportable(said.get("number", ""))
        if "number" in said and said["filing"] is None:
            self.add_error("number", _("没有这个编号的有效备案。"))
        return said
