"""The report of a frozen object (报告书), drafted by the system and signed by an approver."""

from typing import Any

from django.utils import timezone, translation

from approvals.certificates.models import Certificate
from approvals.certificates.services import prepare_certificate
from approvals.parties.models import User

from .models import Freeze

# Statute texts that were read; the other grounds cite nothing on the paper.
GROUNDS: dict[str, list[str]] = {
    Freeze.Ground.LISTED: ["《中华人民共和国文物保护法》第六十八条、第八十条第一款"],
}
RECEIVERS: dict[str, str] = {
    Freeze.Ground.LISTED: "国家文物局，并通报海关",
    Freeze.Ground.ILLEGAL_HOLDING: "公安机关、国家文物局",
    Freeze.Ground.SWAPPED: "国家文物局，并通报海关",
    Freeze.Ground.OTHER: "国家文物局",
}


def drafted_report(freeze: Freeze) -> str:
    """The draft of the report, in Chinese: facts and figures only; an approver words the rest."""
    thing = freeze.object
    age = thing.age or thing.date_text or "年代不详"
    opened = timezone.localtime(freeze.opened_at)
    with translation.override("zh-hans"):
        what = [thing.number, thing.name, str(thing.get_texture_display()), thing.form_size, age]
        lines = [
            f"报告对象：{RECEIVERS[freeze.ground]}",
            f"事由：{freeze.get_ground_display()}",
            f"文物：{'；'.join(what)}",
            f"案件：{freeze.case.number if freeze.case else '无'}",
            f"冻结：{opened:%Y-%m-%d %H:%M}，经办 {freeze.opened_by}、{freeze.second}",
            f"事实：{freeze.facts}",
            "文物现由本机构按原状保管或监管，不予退还、不予复出境，请指示处置。",
        ]
    return "\n".join(lines)


def prepare_report(freeze: Freeze, *, by: User) -> Certificate:
    """Freeze the paper of the report under its case, in this transaction."""
    if freeze.case is None:
        raise ValueError("a paper needs a case")
    photos = list(freeze.object.photos.filter(is_stand_in=False).order_by("position"))
    with translation.override("zh-hans"):
        told = _content(freeze, [photo.sha256 for photo in photos])
    pictures = {photo.sha256: photo.thumb.name for photo in photos}
    return prepare_certificate(freeze.case, "freeze_report", told, by=by, pictures=pictures)


def _content(freeze: Freeze, pictures: list[str]) -> dict[str, Any]:
    thing = freeze.object
    return {
        "reviewed": timezone.localdate(freeze.opened_at).isoformat(),
        "objects": [
            {
                "sequence": 1,
                "number": thing.number,
                "name": thing.name,
                "name_en": thing.name_en or None,
                "age": thing.age or thing.date_text or None,
                "size": thing.form_size,
                "material": str(thing.get_texture_display()),
                "quantity": thing.quantity,
                "unit": str(thing.get_unit_display()),
                "mark": None,
                "outcome": str(freeze.get_ground_display()),
                "photo_sha256": pictures,
            }
        ],
        "items": [{"subject": "报告内容", "text": freeze.report}],
        "ground": GROUNDS.get(freeze.ground, []),
    }
