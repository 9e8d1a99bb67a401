"""What the pages of transfers ask; the verbs check it again."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.parties.models import Party

from .models import ListItem
from .rules import Told


def as_rows(items: list[ListItem]) -> str:
    """Items as a person writes them, one object on each row."""
    return "\n".join(
        f"{one.object_number}, {one.hs_code}, {one.quantity}, {one.price}, {one.currency}"
        for one in items
    )


class OutForm(forms.Form):
    """The giver's list: customs' number of it, and who gets the goods."""

    number = forms.CharField(label=gettext_lazy("核注清单编号"), max_length=18)
    partner = forms.CharField(
        label=gettext_lazy("转入企业统一社会信用代码"),
        max_length=18,
        help_text=gettext_lazy("企业须已在本系统登记。"),
    )

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()

    def clean_partner(self) -> Party:
        """The enterprise of that code."""
        code = self.cleaned_data["partner"].strip().upper()
        found = Party.objects.filter(
            kind=Party.Kind.ENTERPRISE, identity_number=code, is_active=True
        ).first()
        if found is None:
            raise forms.ValidationError(_("没有这个统一社会信用代码的企业，请核对后重填。"))
        return found


class RowsForm(forms.Form):
    """What the receiver expects, one object on each row."""

    rows = forms.CharField(
        label=gettext_lazy("应到物品"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("每行一件：登记号, 商品编码, 数量, 单价, 币制"),
    )

    def clean_rows(self) -> list[Told]:
        """Each row with its five parts; the first that cannot be read is named."""
        rows = [row.strip() for row in self.cleaned_data["rows"].splitlines()]
        return [_told(place, row) for place, row in enumerate(rows, start=1) if row]


def _told(place: int, row: str) -> Told:
    parts = [part.strip() for part in row.replace("，", ",").replace("\t", ",").split(",")]
    try:
        number, hs_code, quantity, price, currency = parts
        told = Told(number, hs_code, Decimal(price), currency.upper(), int(quantity))
        ListItem(
            round=1,
            sequence=place,
            object_number=told.object_number,
            hs_code=told.hs_code,
            quantity=told.quantity,
            price=told.price,
            currency=told.currency,
        ).clean_fields(exclude=["list", "line"])
    except (ValueError, InvalidOperation, forms.ValidationError) as error:
        raise forms.ValidationError(
            _("第 %(n)d 行不能读取，请按“登记号, 商品编码, 数量, 单价, 币制”填写。") % {"n": place}
        ) from error
    return told


class InForm(RowsForm):
    """The receiver's list: its own number, the giver's, and what is expected."""

    number = forms.CharField(label=gettext_lazy("本方核注清单编号"), max_length=18)
    counterpart = forms.CharField(label=gettext_lazy("对方核注清单编号"), max_length=18)
    field_order = ("number", "counterpart", "rows")

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()

    def clean_counterpart(self) -> str:
        return str(self.cleaned_data["counterpart"]).strip().upper()


class WithdrawForm(forms.Form):
    """Why a list is taken back."""

    reason = forms.CharField(label=gettext_lazy("撤回理由"), max_length=300, required=False)
