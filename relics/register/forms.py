"""The object form: one validation for a row typed on a page and a row read from a table."""

from collections.abc import Collection, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relics.standards.dates import DateRange, read_range

from .models import MEASURES, STATUTORY_AGE, RelicObject
from .queries import is_number_taken
from .rules import record_faults

MESSAGES = {
    "required": _("必填项，出境申请表上带星号。"),
    "invalid_choice": _("“%(value)s”不在可选的词语之中。"),
    "max_length": _("最多 %(limit_value)d 字，现有 %(show_value)d 字。"),
}
GIVEN_YEARS = ("years", "union")


class RelicObjectForm(forms.ModelForm):  # type: ignore[type-arg]
    """One object record (文物登记表, rules §9.1 and §9.3).

    Give it an instance whose `owner` is set. The years are read from the age, dynasty and
    reign, unless they are typed in; where typed years and words disagree, the range holds both
    (R-STD-11). `dating` hands in a range that was read already, `taken` the numbers the
    owner's register holds, where they are known without asking again.
    """

    class Meta:
        model = RelicObject
        fields = [
            "number",
            "kind",
            "name",
            "name_en",
            "category",
            "object_type",
            "texture",
            "materials",
            "size",
            *MEASURES,
            "quantity",
            "unit",
            "pieces",
            "date_text",
            "dynasty",
            "reign",
            "year_from",
            "year_to",
            "grade",
            "ownership",
            "maker",
            "place_of_origin",
            "subject",
            "inscriptions",
            "features",
            "description",
            "condition",
            "provenance",
            "related_material",
            "remark",
            "value",
            "currency",
        ]
        labels = {"date_text": _("年代")}
        help_texts = {
            "number": _("您自己的编号，同一当事人内不能重复；留空由系统编号。"),
            "name": _("与照片和单证一致，最多100字。"),
            "texture": _("按主要材料选一项；细节写在“材料与工艺”。"),
            "size": _("写明部位和单位，如“高12.9厘米，口径8厘米”。"),
            "unit": _("“批”只用于复仿制品。"),
            "pieces": _("成套的，写实际有几件，如一套四件填4。"),
            "date_text": _("照原有说法填写，如“清乾隆”“18世纪”；不知道就写“不详”。"),
            "year_from": _("可不填，由系统按年代识读；公元前写负数，如 -300。"),
            "year_to": _("可不填。"),
            "grade": _("经文物部门定级的，填定级结果。"),
            "ownership": _("国有文物未经国务院批准不得出境。"),
            "inscriptions": _("照录原文。"),
            "features": _("磕缺、冲线、修补、印记等，便于日后核对同一件。"),
            "provenance": _("何时何地从何人处取得，有无凭证。"),
            "currency": _("三位代码，如 CNY、USD。"),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("size", "inscriptions", "features", "description", "provenance")
        }

    def __init__(
        self,
        *args: Any,
        dating: DateRange | None = None,
        taken: Collection[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dating, self.taken = dating, taken
        self.fields["number"].required = False
        for name in ("quantity", "pieces", "unit", "kind", "grade", "ownership"):
            self.fields[name].required = False
        for field in self.fields.values():
            field.error_messages.update(MESSAGES)
        if self.instance.date_basis not in GIVEN_YEARS:
            self.initial["year_from"] = self.initial["year_to"] = None

    def refill(self, data: Mapping[str, str], instance: RelicObject, dating: DateRange) -> None:
        """Check another row with this form: to build one anew costs as much as the check."""
        self.data, self.instance, self.dating = data, instance, dating
        self.is_bound = True
        self.full_clean()

    @property
    def helper(self) -> FormHelper:
        """The fields in the order a person fills them in; the page brings the form tag."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.layout = Layout(
            Fieldset(
                _("基本项目"),
                Row(Column("name", css_class="col-md-8"), Column("number")),
                Row(Column("kind"), Column("texture"), Column("category")),
                "size",
                Row(Column("quantity"), Column("unit"), Column("pieces")),
                Row(Column("date_text", css_class="col-md-6"), Column("dynasty"), Column("reign")),
                Row(Column("grade"), Column("ownership")),
            ),
            Fieldset(
                _("鉴别用项目"),
                Row(*(Column(name) for name in MEASURES)),
                Row(Column("year_from"), Column("year_to")),
                Row(Column("object_type"), Column("materials", css_class="col-md-8")),
                Row(Column("maker"), Column("place_of_origin"), Column("subject")),
                "inscriptions",
                "features",
                "description",
                "condition",
                "provenance",
                "related_material",
                Row(Column("name_en", css_class="col-md-6"), Column("value"), Column("currency")),
                "remark",
            ),
        )
        return helper

    def clean_number(self) -> str:
        number = str(self.cleaned_data.get("number") or "")
        taken = is_number_taken(self.instance, number) if self.taken is None else None
        if taken or number in (self.taken or ()):
            raise forms.ValidationError(_("该编号已经用过。"), code="number_taken")
        return number

    def clean_quantity(self) -> int:
        quantity: int | None = self.cleaned_data.get("quantity")
        return 1 if quantity is None else quantity

    def clean_pieces(self) -> int:
        pieces: int | None = self.cleaned_data.get("pieces")
        return (self.cleaned_data.get("quantity") or 1) if pieces is None else pieces

    def clean_currency(self) -> str:
        return str(self.cleaned_data.get("currency") or "").upper()

    def clean_unit(self) -> str:
        return self._or_default("unit")

    def clean_kind(self) -> str:
        return self._or_default("kind")

    def clean_grade(self) -> str:
        return self._or_default("grade")

    def clean_ownership(self) -> str:
        return self._or_default("ownership")

    def _or_default(self, name: str) -> str:
        field = RelicObject._meta.get_field(name)  # noqa: SLF001
        return str(self.cleaned_data.get(name) or field.get_default())  # type: ignore[union-attr]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        faults = record_faults(values)
        for name, refusal in faults.items():
            self.add_error(name, str(refusal.sentence))
        if not faults and not {"date_text", "year_from", "year_to"} & set(self.errors):
            self._date(values)
        return values

    def _date(self, values: dict[str, Any]) -> None:
        """Read the range of years, and shorten the age to what the statutory form holds."""
        first, last = values.get("year_from"), values.get("year_to")
        said = values.get("date_text") or ""
        dating = self.dating or read_range(
            "" if first is None else str(first),
            "" if last is None else str(last),
            said,
            values.get("dynasty") or "",
            values.get("reign") or "",
            on=timezone.localdate(),
        )
        values["year_from"], values["year_to"] = dating.year_from, dating.year_to
        self.instance.edtf = dating.edtf
        self.instance.date_basis = dating.basis
        self.instance.date_notes = "\n".join(str(note) for note in dating.notes)
        short = [text for text in (said, values.get("dynasty") or "") if text]
        self.instance.age = next((text for text in short if len(text) <= STATUTORY_AGE), "")

    def values(self) -> dict[str, Any]:
        """All field values of a valid form, for `services.add_object` and `change_object`."""
        derived = ("edtf", "date_basis", "date_notes", "age")
        return {**self.cleaned_data, **{name: getattr(self.instance, name) for name in derived}}
