"""What the register refuses, and why. Each rule answers None or a Refusal."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party
from approvals.parties.queries import Anyone, may_apply_for
from approvals.record.refusals import Refusal

from .models import MEASURES, MOST_PHOTOS, ImportBatch, Kind, RelicObject, Unit

FORM_ROW = "§9.3"
STATUTORY_FIELDS = ("name", "size", "texture")


def may_keep_records(user: Anyone, owner: Party) -> Refusal | None:
    """Only the owner's agents, or an agent it gave a mandate, keep its records (R-EXIT-01)."""
    if may_apply_for(user).filter(pk=owner.pk).exists():
        return None
    return Refusal(
        "not_agent_of_owner",
        _("您不是该当事人的经办人，不能登记或修改其文物。"),
        "R-EXIT-01",
        _("请由该当事人的经办人办理，或先登记有效的委托书。"),
    )


def object_is_open(obj: RelicObject) -> Refusal | None:
    """A record that a case holds is not changed behind the officers' backs (R-GEN-03)."""
    if obj.submitted_at is None:
        return None
    return Refusal(
        "object_submitted",
        _("该文物已随申请提交，登记内容不能再改。"),
        "R-GEN-03",
        _("如需更正，请等待补正通知，或先撤回申请。"),
    )


def object_is_complete(obj: RelicObject, photo_count: int | None = None) -> Refusal | None:
    """The starred fields of the form and one to six photographs (rules §9.3).

    Pass `photo_count` where a query has counted already (`queries.objects_of`).
    """
    missing = [
        str(RelicObject._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001
        for name in STATUTORY_FIELDS
        if not getattr(obj, name)
    ]
    count = obj.photos.count() if photo_count is None else photo_count
    if not 1 <= count <= MOST_PHOTOS:
        missing.append(str(_("照片")))
    if not missing:
        return None
    return Refusal(
        "object_incomplete",
        _("“%(object)s”缺少：%(missing)s。") % {"object": obj, "missing": _("、").join(missing)},
        FORM_ROW,
        _("请补齐带星号的项目，并上传一至六张清晰照片。"),
    )


def batch_is_open(batch: ImportBatch) -> Refusal | None:
    """An import can be undone once, while none of its objects is submitted."""
    if batch.undone_at is not None:
        return Refusal("import_undone", _("这次导入已经撤回。"), FORM_ROW)
    if batch.relics.filter(submitted_at__isnull=False).exists():
        return Refusal(
            "import_submitted",
            _("这次导入的文物已有提交的，不能整批撤回。"),
            "R-GEN-03",
            _("请逐件处理尚未提交的文物。"),
        )
    return None


def record_faults(values: Mapping[str, Any]) -> dict[str, Refusal]:
    """What the fields of one record contradict in each other, by field.

    The database repeats each of these as a named constraint.
    """
    faults = _amount_faults(values) | _year_faults(values)
    for field in MEASURES:
        if values.get(field) is not None and values[field] <= 0:
            faults[field] = Refusal("measure_not_positive", _("应大于零。"), FORM_ROW)
    if values.get("value") is not None:
        if values["value"] < 0:
            faults["value"] = Refusal("value_negative", _("不能是负数。"), FORM_ROW)
        if not values.get("currency"):
            faults["currency"] = Refusal(
                "value_without_currency",
                _("填写价值时须注明币种。"),
                FORM_ROW,
                _("如 CNY、USD。"),
            )
    return faults


def _amount_faults(values: Mapping[str, Any]) -> dict[str, Refusal]:
    faults: dict[str, Refusal] = {}
    if values.get("unit") == Unit.LOT and values.get("kind") != Kind.REPLICA:
        faults["unit"] = Refusal(
            "lot_of_relics",
            _("文物须逐件或逐套登记，“批”只用于复仿制品。"),
            FORM_ROW,
            _("请改用“件”或“套”。"),
        )
    quantity, pieces = values.get("quantity"), values.get("pieces")
    if quantity is not None and quantity < 1:
        faults["quantity"] = Refusal("no_quantity", _("数量至少是1。"), FORM_ROW)
    elif quantity is not None and pieces is not None and pieces < quantity:
        faults["pieces"] = Refusal("too_few_pieces", _("实际件数不能少于数量。"), FORM_ROW)
    return faults


def _year_faults(values: Mapping[str, Any]) -> dict[str, Refusal]:
    faults: dict[str, Refusal] = {}
    start, end = values.get("year_from"), values.get("year_to")
    for field, year in (("year_from", start), ("year_to", end)):
        if year == 0:
            faults[field] = Refusal(
                "year_zero", _("没有公元0年；公元前请写负数，如 -300。"), "R-STD-11"
            )
    if start is not None and end is not None and start > end:
        faults["year_to"] = Refusal(
            "years_out_of_order", _("截止年早于起始年。"), "R-STD-11", _("请核对两个年份。")
        )
    return faults
