"""What officers type in: reasons, points of correction, worksheets, numbers, signatures."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, Party, User
from approvals.record.typed import keys_among
from relics.appraisers.models import Appraiser
from relics.reviews.models import MarkReplacement, NonAcceptance, Opinion, PanelMember
from relics.reviews.services.examination import Worksheet

YES_OR_NO = [("yes", _("是")), ("no", _("否"))]
YES = {True: "yes", False: "no", None: ""}


def lines_of(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def area(rows: int = 3, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class DeclineForm(forms.Form):
    """Why an application is not accepted (R-GEN-05)."""

    ground = forms.TypedChoiceField(
        label=_("理由类别"), choices=NonAcceptance.Ground.choices, coerce=int
    )
    reason = forms.CharField(label=_("理由"), max_length=1000, widget=area())


class RemarkForm(forms.Form):
    """What was seen of a mark, which one takes its place, and why (R-EXIT-12)."""

    seen = forms.ChoiceField(label=_("标识状况"), choices=MarkReplacement.Seen.choices)
    number = forms.CharField(
        label=_("新标识编号"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "blank", "autocomplete": "off"}),
    )
    reason = forms.CharField(label=_("更换原因"), max_length=1000, widget=area())


class RefuseAppointmentForm(forms.Form):
    """Why a session is not confirmed (R-APPT-02)."""

    reason = forms.CharField(label=_("不接受的理由"), max_length=500, widget=area(2))


class ReferForm(forms.Form):
    """To which office a case goes, and why (R-EXIT-17)."""

    prefix = "refer"
    office = forms.ModelChoiceField(
        label=_("接收机构"), queryset=Office.objects.none(), empty_label=_("请选择")
    )
    reason = forms.CharField(label=_("移交的理由"), max_length=500, widget=area(2))

    def __init__(self, data: Any, *, former: Party | None) -> None:
        super().__init__(data)
        offices = Office.objects.select_related("party").exclude(party=former)
        self.fields["office"].queryset = offices.order_by("code")  # type: ignore[attr-defined]


class ReplaceMemberForm(forms.Form):
    """Who leaves the panel, who comes, and why (edge cases 5 and 6)."""

    member = forms.ModelChoiceField(
        label=_("退出的成员"), queryset=PanelMember.objects.none(), empty_label=_("请选择")
    )
    substitute = forms.ModelChoiceField(
        label=_("替补人员"), queryset=Appraiser.objects.none(), empty_label=_("请选择")
    )
    reason = forms.CharField(label=_("事由"), max_length=200, widget=area(2))

    def __init__(
        self,
        *args: Any,
        members: QuerySet[PanelMember],
        substitutes: QuerySet[Appraiser],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        member, substitute = self.fields["member"], self.fields["substitute"]
        member.queryset, substitute.queryset = members, substitutes  # type: ignore[attr-defined]
        member.label_from_instance = lambda one: str(one.appraiser)  # type: ignore[attr-defined]


class ArrivalForm(forms.Form):
    """Who came, before which two officers (R-GEN-06)."""

    second_officer = forms.ModelChoiceField(
        label=_("第二名工作人员"), queryset=User.objects.none(), empty_label=_("请选择")
    )
    identity_checked = forms.BooleanField(
        label=_("已核验携运人证件原件，与申请一致"), required=False
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=500, widget=area(2))

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["second_officer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = officers


class WorksheetForm(forms.Form):
    """The four steps of an opinion (类别判定 → 年代判定 → 价值评定 → 审核结论, R-STD-10)."""

    category_step = forms.CharField(label=_("一、类别判定"), max_length=500, widget=area(2))
    age_step = forms.CharField(label=_("二、年代判定"), max_length=500, widget=area(2))
    year_from = forms.IntegerField(
        label=_("起始年"), required=False, help_text=_("公元前写负数；不定就留空。")
    )
    year_to = forms.IntegerField(label=_("截止年"), required=False)
    value_step = forms.CharField(label=_("三、价值评定"), max_length=500, widget=area(2))
    is_relic = forms.ChoiceField(label=_("是否是文物"), choices=YES_OR_NO, widget=forms.RadioSelect)
    is_replica = forms.BooleanField(
        label=_("属于复仿制品"), required=False, help_text=_("不是文物、且系复制或仿制时勾选。")
    )
    is_representative = forms.ChoiceField(
        label=_("是否为该作者的代表作"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        help_text=_("作者列入限制出境名家，须注明（R-STD-09）。"),
    )
    may_leave = forms.ChoiceField(
        label=_("是否允许出境"), choices=YES_OR_NO, widget=forms.RadioSelect
    )
    conclusion = forms.CharField(label=_("四、审核结论"), max_length=200, widget=area(2))

    def __init__(self, *args: Any, listed_maker: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not listed_maker:
            del self.fields["is_representative"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("year_from"), values.get("year_to")
        if 0 in (first, last):
            self.add_error("year_from", _("没有公元0年。"))
        if first is not None and last is not None and first > last:
            self.add_error("year_to", _("截止年早于起始年。"))
        if values.get("is_replica") and values.get("is_relic") == "yes":
            self.add_error("is_replica", _("复仿制品不是文物，请核对。"))
        return values

    def sheet(self) -> Worksheet:
        """The worksheet of a valid form."""
        values = self.cleaned_data
        asked = ("is_relic", "may_leave", "is_representative")
        yes = {name: values[name] == "yes" for name in asked if name in values}
        return Worksheet(**{**values, **yes})


def told(opinion: Opinion | None) -> dict[str, Any]:
    """The initial values of a worksheet: one's own last opinion, where there is one."""
    if opinion is None:
        return {}
    words = ("category_step", "age_step", "value_step", "conclusion", "year_from", "year_to")
    return {
        **{name: getattr(opinion, name) for name in words},
        "is_relic": "yes" if opinion.is_relic else "no",
        "is_replica": opinion.is_replica,
        "may_leave": "yes" if opinion.may_leave else "no",
        "is_representative": YES[opinion.is_representative],
    }


class IssueForm(forms.Form):
    """What the issuer may add to the papers (R-EXIT-19, R-EXIT-20)."""

    permit_number = forms.CharField(
        label=_("许可证编号"),
        required=False,
        max_length=60,
        help_text=_("主管部门给出的编号；不填时文书标题为“文物出境许可数据摘录”（R-EXIT-19）。"),
    )
    valid_until = forms.DateField(
        label=_("有效期至"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("主管部门规定了有效期的才填（R-EXIT-20）。"),
    )
    remarks = forms.CharField(
        label=_("备注"), required=False, max_length=500, widget=area(2), help_text=_("每行一条。")
    )

    def remark_lines(self) -> list[str]:
        return lines_of(self.cleaned_data["remarks"])


class HandBackForm(forms.Form):
    """Who takes the refused objects back, and signs (R-EXIT-09)."""

    received_by = forms.CharField(label=_("领取人"), max_length=100)
    signed = forms.BooleanField(label=_("已逐件清点，领取人已在退还签收单上签字"))


def ticked(keys: Iterable[str]) -> set[int]:
    """The keys among what was ticked."""
    return keys_among(keys)
