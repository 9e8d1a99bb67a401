"""What the pages of the books ask; the verbs check it again."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, Zone

from .models import Book, Document, Line, Move
from .rules import BY_HOLDER

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class OpenBookForm(forms.Form):
    """A new book, as customs granted it."""

    customs = forms.ModelChoiceField(Party.objects.none(), label=_("主管海关"))
    holder = forms.CharField(
        label=_("企业统一社会信用代码"), max_length=18, help_text=_("企业须已在本系统登记。")
    )
    zone = forms.ModelChoiceField(Zone.objects.none(), label=_("综合保税区"))
    number = forms.CharField(label=_("账册编号"), max_length=20)
    nature = forms.ChoiceField(label=_("货物状态"), choices=Book.Nature.choices)
    opened_on = forms.DateField(label=_("启用日期"), initial=timezone.localdate, widget=DAY)

    def __init__(self, customs: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customs"].queryset = customs  # type: ignore[attr-defined]
        self.fields["zone"].queryset = Zone.objects.select_related("party").order_by("pk")  # type: ignore[attr-defined]

    def clean_holder(self) -> Party:
        """The enterprise of that code."""
        code = self.cleaned_data["holder"].strip().upper()
        found = Party.objects.filter(
            kind=Party.Kind.ENTERPRISE, identity_number=code, is_active=True
        ).first()
        if found is None:
            raise forms.ValidationError(_("没有这个统一社会信用代码的企业，请核对后重填。"))
        return found


class PostForm(forms.Form):
    """What is to be posted on the ticked lines, and on which paper."""

    move = forms.ChoiceField(label=_("记账类型"))
    document = forms.ChoiceField(label=_("依据"), choices=Document.choices)
    number = forms.CharField(label=_("依据编号"), max_length=64)
    reason = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(self, *args: Any, at_customs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [one for one in Move if at_customs or one in BY_HOLDER]
        self.fields["move"].choices = [(str(one), one.label) for one in offered]  # type: ignore[attr-defined]


class CycleForm(forms.Form):
    """The write-off cycle that the holder chooses."""

    months = forms.IntegerField(label=_("核销周期（月）"), min_value=1, max_value=12)
    starts_on = forms.DateField(label=_("自"), initial=timezone.localdate, widget=DAY)


class ReportForm(forms.Form):
    """One cycle reported; any day of it names it."""

    day = forms.DateField(label=_("周期内任一日"), widget=DAY)
    counted = forms.IntegerField(label=_("实盘件数"), min_value=0)
    remark = forms.CharField(label=_("差异说明"), max_length=500, required=False)


class AnswerForm(forms.Form):
    """Customs' answer to a report."""

    report = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(label=_("海关意见"), max_length=500, required=False)


class CorrectForm(forms.ModelForm):  # type: ignore[type-arg]
    """What customs may correct of a line, on its own record."""

    amendment = forms.CharField(label=_("海关更正记录编号"), max_length=64)
    reason = forms.CharField(label=_("更正理由"), max_length=300)

    class Meta:
        model = Line
        fields = ("hs_code", "name", "model", "unit", "price", "currency", "origin_country")
