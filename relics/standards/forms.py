"""What an office fills in: a file of a list, a day, an official text, an old article."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """A day as the browser's own picker gives it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ListForm(forms.Form):
    """A new version of a list."""

    file = forms.FileField(
        label=_("清单文件"),
        help_text=_("CSV、XLSX 或 TOML，最多 10 MB。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.toml"}),
    )
    source = forms.CharField(
        label=_("来源文件"), max_length=300, help_text=_("公布机关、文号、日期。")
    )


class CommenceForm(forms.Form):
    """From which day a version holds, and why."""

    effective_from = forms.DateField(label=_("自"), widget=DayInput(), initial=timezone.localdate)
    reason = forms.CharField(label=_("依据与理由"), max_length=300)


class CheckForm(forms.Form):
    """The official text a citation was held against."""

    file = forms.FileField(
        label=_("官方文本"),
        help_text=_("PDF、JPEG 或 PNG，最多 10 MB。"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    checked_on = forms.DateField(label=_("核对日期"), widget=DayInput(), initial=timezone.localdate)
    confirmed = forms.BooleanField(label=_("本人已将该条文与所附官方文本逐字核对，内容一致"))


class OldArticleForm(forms.Form):
    """An article as an old paper cites it (edge case 51)."""

    article = forms.CharField(label=_("所引条文"), max_length=80)
    written_on = forms.DateField(label=_("文书日期"), widget=DayInput())
