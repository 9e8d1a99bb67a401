"""What people type in about rates."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import TariffTable


class TableForm(forms.Form):
    """A table of rates or of exchange rates."""

    prefix = "table"
    content = forms.ChoiceField(label=_("内容"), choices=TariffTable.Content.choices)
    table = forms.FileField(
        label=_("文件（CSV 或 XLSX）"),
        help_text=_(
            "税率：商品编号、税种、税率、原产地、自、至、来源、核实程度；"
            "汇率：币种、折合人民币、自、至、来源、核实程度。"
        ),
    )


class EstimateForm(forms.Form):
    """What an estimate needs to know."""

    value = forms.DecimalField(label=_("价值"), max_digits=16, decimal_places=2, min_value=0)
    currency = forms.CharField(label=_("币种"), max_length=3, min_length=3, initial="CNY")
    hs_code = forms.CharField(label=_("商品编号"), max_length=13)
    origin = forms.CharField(
        label=_("原产地"), max_length=2, required=False, help_text=_("两位国别代码；不明可不填。")
    )
    on = forms.DateField(
        label=_("日期"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
