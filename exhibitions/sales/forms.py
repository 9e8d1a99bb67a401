"""What is typed in about a sale; what is known from the permit is not asked again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party
from exhibitions.permits.models import Showroom
from relics.register.models import RelicObject

from .models import LicenceKind, SellerKind


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _money(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=16, decimal_places=2, min_value=0, **more)


class ReserveForm(forms.Form):
    """Who wants it (R-TRADE-06)."""

    prefix = "reserve"
    name = forms.CharField(label=_("买受人姓名或名称"), max_length=200)
    address = forms.CharField(label=_("地址"), max_length=200)
    identity_number = forms.CharField(label=_("证件号码"), max_length=50)
    country = forms.RegexField(
        r"^[A-Za-z]{2}$", label=_("国籍（地区）代码"), initial="CN", max_length=2
    )
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)
    deposit = _money(_("已收款"), required=False)
    auction = forms.BooleanField(label=_("以拍卖方式销售"), required=False)
    is_secret = forms.BooleanField(label=_("买受人要求保密（拍卖）"), required=False)


class SellForm(forms.Form):
    """The contract."""

    prefix = "sell"
    price = _money(_("成交价"))
    currency = forms.RegexField(r"^[A-Za-z]{3}$", label=_("币种"), max_length=3)
    contract_number = forms.CharField(label=_("合同编号"), max_length=100)
    review_number = forms.CharField(
        label=_("拍卖标的审核文号"),
        max_length=100,
        required=False,
        help_text=_("仅文物拍卖填写（R-TRADE-04）。"),
    )


class ReasonForm(forms.Form):
    prefix = "cancel"
    reason = forms.CharField(label=_("事由"), max_length=300)


class RefundForm(forms.Form):
    prefix = "refund"
    amount = _money(_("退款金额"))
    reason = forms.CharField(label=_("事由"), max_length=300)


class FileForm(forms.Form):
    """The number under which the sale of a relic was filed (R-TRADE-05)."""

    prefix = "file"
    number = forms.CharField(label=_("销售备案号"), max_length=100)
    filed_on = forms.DateField(label=_("备案日期"), widget=_day())


class DeclaredForm(forms.Form):
    prefix = "declared"
    number = forms.CharField(label=_("报关单号"), max_length=64)


class TaxForm(forms.Form):
    prefix = "tax"
    number = forms.CharField(label=_("税单号"), max_length=64)
    on = forms.DateField(label=_("缴税日期"), widget=_day())


class RefundAnswerForm(forms.Form):
    """Customs amends under a number, or says why not."""

    prefix = "answer"
    agrees = forms.TypedChoiceField(
        label=_("答复"),
        choices=[("", "—"), ("yes", _("准予更正")), ("no", _("不予更正"))],
        coerce=lambda value: value == "yes",
    )
    number = forms.CharField(label=_("海关更正记录编号"), max_length=64, required=False)
    reason = forms.CharField(label=_("理由"), max_length=300, required=False)


class LicenceForm(forms.Form):
    """What stands on a licence; the objects are chosen from those that are for sale."""

    prefix = "licence"
    showroom = forms.ModelChoiceField(Showroom.objects.none(), label=_("展厅"))
    kind = forms.ChoiceField(label=_("种类"), choices=[("", "—"), *LicenceKind.choices])
    number = forms.CharField(label=_("编号"), max_length=100)
    issuer = forms.CharField(label=_("发证机关"), max_length=200)
    valid_from = forms.DateField(label=_("有效期起"), widget=_day())
    valid_to = forms.DateField(label=_("有效期止"), widget=_day())
    quantity = forms.IntegerField(label=_("准予数量"), min_value=1, max_value=100000)
    things = forms.ModelMultipleChoiceField(
        RelicObject.objects.none(),
        label=_("所列物品"),
        required=False,
        help_text=_("许可只写数量的，不选。"),
    )
    file = forms.FileField(label=_("证件扫描件（PDF 或照片）"))

    def __init__(self, *args: Any, showrooms: Any, things: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["showroom"].queryset = showrooms  # type: ignore[attr-defined]
        self.fields["things"].queryset = things  # type: ignore[attr-defined]
        if len(showrooms) == 1:
            self.fields["showroom"].initial = showrooms[0]


class LicenceAnswerForm(forms.Form):
    prefix = "verify"
    agrees = forms.TypedChoiceField(
        label=_("验核结果"),
        choices=[("", "—"), ("yes", _("已向发证机关核实，予以认可")), ("no", _("不予认可"))],
        coerce=lambda value: value == "yes",
    )
    answer = forms.CharField(label=_("意见（不予认可须写明理由）"), max_length=300, required=False)


class PurposeForm(forms.Form):
    prefix = "read"
    purpose = forms.CharField(label=_("查阅目的"), max_length=200)


class _OfAParty(forms.Form):
    code = forms.CharField(label=_("企业统一社会信用代码"), max_length=18)

    def clean_code(self) -> Party:
        found = Party.objects.filter(
            identity_number=self.cleaned_data["code"].strip(), kind=Party.Kind.ENTERPRISE
        ).first()
        if found is None:
            raise forms.ValidationError(_("没有这个企业，请核对代码。"))
        return found


class SellerForm(_OfAParty):
    """The licence of a unit that trades relics (R-TRADE-01)."""

    prefix = "seller"
    kind = forms.ChoiceField(label=_("种类"), choices=[("", "—"), *SellerKind.choices])
    number = forms.CharField(label=_("编号"), max_length=100)
    issuer = forms.CharField(label=_("发证机关"), max_length=200)
    valid_from = forms.DateField(label=_("有效期起"), widget=_day())
    valid_to = forms.DateField(label=_("有效期止"), widget=_day())


class ShareForm(_OfAParty):
    """How much foreigners hold of it (R-TRADE-02)."""

    prefix = "share"
    percent = forms.DecimalField(
        label=_("外资比例（%）"), max_digits=5, decimal_places=2, min_value=0, max_value=100
    )
    valid_from = forms.DateField(label=_("自"), widget=_day())
    source = forms.CharField(label=_("依据"), max_length=200)
