"""What the keepers of the roster and those who submit reports type in."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party

from .classes import CHOICES
from .models import Appraiser, OutsideAppraiser, Post, Qualification, Skill


class DayInput(forms.DateInput):
    """A day as the browser's own picker gives it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day(label: Any, **said: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **said)


def area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class QualificationForm(forms.Form):
    """A certificate (R-EXIT-06)."""

    kind = forms.ChoiceField(label=_("资格"), choices=Qualification.Kind.choices)
    certificate_no = forms.CharField(label=_("证书编号"), max_length=64)
    valid_from = day(_("起"))
    valid_to = day(_("止"), required=False)


class ExtensionForm(forms.Form):
    """The certificate that follows one with a last day (R-EXIT-06)."""

    qualification = forms.ModelChoiceField(
        label=_("延续的证书"), queryset=Qualification.objects.none(), empty_label=_("请选择")
    )
    certificate_no = forms.CharField(label=_("新证书编号"), max_length=64)
    valid_to = day(_("止"), required=False)

    def __init__(self, *args: Any, person: Appraiser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["qualification"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = person.qualifications.filter(valid_to__isnull=False)
        field.label_from_instance = lambda one: (  # type: ignore[method-assign,assignment]
            f"{one.get_kind_display()} {one.certificate_no}"
        )


class SkillForm(forms.Form):
    """A class in which the person is skilled (R-STD-10)."""

    part = forms.ChoiceField(label=_("类别"), choices=CHOICES)
    level = forms.ChoiceField(label=_("程度"), choices=Skill.Level.choices)
    valid_from = day(_("起"), required=False, help_text=_("不填则自今天起。"))
    valid_to = day(_("止"), required=False)


class TieForm(forms.Form):
    """A party for which the person stands aside (R-GEN-15). The name is typed, not picked."""

    party = forms.CharField(
        label=_("当事人名称"), max_length=200, help_text=_("按登记的全称填写。")
    )
    reason = forms.CharField(label=_("事由"), max_length=500, widget=area())
    valid_to = day(_("止"), required=False)

    def clean_party(self) -> Party:
        """The party of that very name; a list of all parties would tell who is a client."""
        found = Party.objects.filter(name=self.cleaned_data["party"].strip())
        party = found.filter(is_active=True).order_by("pk").first()
        if party is None:
            raise forms.ValidationError(_("没有登记这一名称的当事人，请核对全称。"))
        return party


class PostForm(forms.Form):
    """A post elsewhere (R-GEN-16)."""

    kind = forms.ChoiceField(label=_("单位性质"), choices=Post.Kind.choices)
    employer = forms.CharField(label=_("任职单位"), max_length=200)
    position = forms.CharField(label=_("职务"), max_length=100)
    valid_from = day(_("起"), required=False, help_text=_("不填则自今天起。"))
    valid_to = day(_("止"), required=False)

    def values(self) -> dict[str, Any]:
        """The arguments of `record_post`; the party of that name where it is known to us."""
        named = Party.objects.filter(name=self.cleaned_data["employer"].strip())
        return {**self.cleaned_data, "party": named.order_by("pk").first()}


class PostEndForm(forms.Form):
    """On which day a post ended (R-GEN-16)."""

    post = forms.ModelChoiceField(
        label=_("任职"), queryset=Post.objects.none(), empty_label=_("请选择")
    )
    on = day(_("止"))

    def __init__(self, *args: Any, person: Appraiser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Post.objects.filter(
            user=person.user_id, office=person.office_id, valid_to__isnull=True
        )


class AbsenceForm(forms.Form):
    """Days away, and who stands in."""

    starts_on = day(_("起"))
    ends_on = day(_("止"))
    substitute = forms.ModelChoiceField(
        label=_("替补人员"),
        queryset=Appraiser.objects.none(),
        required=False,
        empty_label=_("不指定"),
    )

    def __init__(self, *args: Any, person: Appraiser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Appraiser.objects.filter(office=person.office_id, is_active=True)
        field = self.fields["substitute"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = others.exclude(pk=person.pk).select_related("user").order_by("pk")


class OutsideForm(forms.Form):
    """A third-party appraiser (第三方鉴定人员)."""

    institution = forms.CharField(label=_("鉴定机构"), max_length=200)
    name = forms.CharField(label=_("姓名"), max_length=100)
    qualification = forms.CharField(label=_("资格"), max_length=200)
    licence_no = forms.CharField(label=_("证照编号"), max_length=64)
    valid_from = day(_("起"))
    valid_to = day(_("止"))
    classes = forms.MultipleChoiceField(label=_("类别"), choices=CHOICES, required=False)


class ReportForm(forms.Form):
    """A third party's report on one object."""

    author = forms.ModelChoiceField(
        label=_("鉴定人员"), queryset=OutsideAppraiser.objects.none(), empty_label=_("请选择")
    )
    dated_on = day(_("报告日期"))
    conclusion = forms.CharField(label=_("结论"), max_length=4000, widget=area(3))
    conflicts = forms.CharField(
        label=_("利害关系声明"),
        max_length=1000,
        widget=area(),
        help_text=_("鉴定人员与委托人、文物有无利害关系；没有的也须写明。"),
    )
    file = forms.FileField(
        label=_("报告文件"),
        help_text=_("不加密的 PDF，20 MB 以内。"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["author"]
        assert isinstance(field, forms.ModelChoiceField)
        recent = Q(valid_to__gte=timezone.localdate().replace(day=1, month=1))
        field.queryset = OutsideAppraiser.objects.filter(recent)


class NoteForm(forms.Form):
    """A later word on a report."""

    text = forms.CharField(label=_("附注"), max_length=1000, widget=area())
    withdraws = forms.BooleanField(label=_("撤回该报告"), required=False)
