"""What officers type in about lists, candidates and freezes."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, User

from .models import Freeze, Instruction, WatchList

EVIDENCE = [
    ("D", _("D 设定，未核实")),
    ("M", _("M 记忆或转述")),
    ("C", _("C 推论")),
    ("V2", _("V2 见于二手来源")),
    ("V", _("V 已核对原文")),
]


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ListForm(forms.ModelForm):  # type: ignore[type-arg]
    """A list that the office begins to keep."""

    prefix = "list"
    evidence = forms.ChoiceField(label=_("依据核实程度"), choices=EVIDENCE)

    class Meta:
        model = WatchList
        fields = (
            *("code", "name", "source", "issuer", "basis", "evidence"),
            *("effective_from", "effective_to", "office"),
        )
        labels = {"effective_from": _("有效期起"), "effective_to": _("有效期止")}
        help_texts = {
            "code": _("英文字母、数字和连字符，本机构内部使用，建立后不变。"),
            "effective_to": _("没有期限的留空。"),
        }

    def __init__(self, offices: "QuerySet[Office]", data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for name in ("effective_from", "effective_to"):
            self.fields[name].widget = _day()
        office = self.fields["office"]
        assert isinstance(office, forms.ModelChoiceField)
        office.queryset = offices
        office.initial = offices.first()


class VersionForm(forms.Form):
    """A whole list as a table, with the photographs of its entries."""

    prefix = "version"
    table = forms.FileField(
        label=_("名录文件（CSV 或 XLSX）"),
        help_text=_("须有“条目编号”和“名称”两列；文件是整份名录，缺少的条目将被关闭。"),
    )
    photos = forms.FileField(
        label=_("照片压缩包（ZIP）"),
        required=False,
        help_text=_("照片按条目编号命名，如 A-1.jpg、A-1-2.jpg。"),
    )


class VerdictForm(forms.Form):
    """The reason of an officer; which of the two is said by the button."""

    prefix = "verdict"
    reason = forms.CharField(label=_("理由"), max_length=1000, widget=_area())


class FreezeForm(forms.Form):
    """Why an object is frozen by hand, and the officer who decides with the reader."""

    prefix = "freeze"
    ground = forms.ChoiceField(
        label=_("事由"),
        choices=[("", "—"), *Freeze.Ground.choices],
        help_text=_(
            "列入名录、实物调换：报国家文物局并通报海关；涉嫌非法持有：报国家文物局并通报公安机关。"
        ),
    )
    facts = forms.CharField(
        label=_("事实与依据"),
        max_length=4000,
        widget=_area(5),
        help_text=_("写明发现了什么、依据什么材料；将写入报告。"),
    )
    second = forms.ModelChoiceField(
        User.objects.none(),
        label=_("会同决定的人员"),
        help_text=_("本机构另一名受理、鉴定或审批人员；冻结以两人名义作出。"),
    )

    def __init__(self, officers: "QuerySet[User]", data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        second = self.fields["second"]
        assert isinstance(second, forms.ModelChoiceField)
        second.queryset = officers


class ReportForm(forms.Form):
    """The report as the approver signs it."""

    prefix = "report"
    text = forms.CharField(label=_("报告内容"), max_length=8000, widget=_area(10))


class InstructionForm(forms.Form):
    """What an outside authority wrote."""

    prefix = "instruction"
    number = forms.CharField(label=_("文号"), max_length=100)
    authority = forms.CharField(label=_("发文单位"), max_length=200)
    outcome = forms.ChoiceField(label=_("处置"), choices=[("", "—"), *Instruction.Outcome.choices])
    file = forms.FileField(
        label=_("来文"),
        help_text=_("PDF 或照片，不超过 10 MB。"),
        widget=forms.ClearableFileInput(
            attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}
        ),
    )
