"""An office that recorded an object, and the object back before its officers."""

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pikepdf
from PIL import Image, ImageDraw

from approvals.cases.models import Case
from approvals.parties.models import Office, Party, Role, User
from relics.comparisons.models import Comparison, Finding, Reference
from relics.comparisons.services import (
    begin_comparison,
    explain,
    judge_finding,
    leave_unexplained,
    present_photo,
    record_marks,
    record_measures,
    record_reference,
    sign,
    suspect_swap,
)
from relics.register.models import Photo, RelicObject
from relics.register.photographs import add_photo

from . import factories, registering

MARK, SEAL = "示例标识-0001", "示例关封-01"
HEIGHT = Decimal("12.900")


@dataclass
class Desk:
    """One office with its people, a dealer with its agent, and an object on record."""

    office: Office
    dealer: Party
    agent: User
    clerk: User
    second: User
    approver: User
    thing: RelicObject
    reference: Reference
    case: Case


def vessel(colour: str = "steelblue", waist: int = 40, dots: int = 3) -> io.BytesIO:
    """A photograph of an invented vessel."""
    picture = Image.new("RGB", (400, 500), (240, 240, 236))
    pen = ImageDraw.Draw(picture)
    right = [(230, 70), (200 + waist, 180), (310, 330), (250, 450)]
    pen.polygon(right + [(400 - x, y) for x, y in reversed(right)], fill=colour)
    for dot in range(dots):
        x, y = 150 + dot * 67 % 110, 160 + dot * 83 % 240
        pen.ellipse((x - 22, y - 22, x + 22, y + 22), fill="white")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    out.seek(0)
    out.name = "示例.jpg"
    return out


def make_desk(**fields: Any) -> Desk:
    """A new office with its people, and what it recorded."""
    office = factories.make_office("示例登记机构")
    dealer = factories.make_party(name="示例文物商店")
    return desk_of(
        office,
        dealer,
        factories.make_member(dealer, Role.AGENT),
        *(factories.make_member(office.party, Role.INTAKE) for _ in range(2)),
        factories.make_member(office.party, Role.APPROVER),
        **fields,
    )


def desk_of(
    office: Office,
    dealer: Party,
    agent: User,
    clerk: User,
    second: User,
    approver: User,
    **fields: Any,
) -> Desk:
    """The object has a front and a back, a height and a weight, a mark and a seal."""
    values = {"height_cm": HEIGHT, "weight_kg": Decimal("2.000"), **fields}
    thing = registering.make_object(dealer, agent, **values)
    add_photo(thing, vessel(), by=agent, view=Photo.View.FRONT)
    add_photo(thing, vessel("seagreen", 90, 7), by=agent, view=Photo.View.BACK)
    reference = record_reference(
        RelicObject.objects.get(pk=thing.pk), office=office, mark=MARK, seal=SEAL, by=clerk
    )
    case = factories.make_case(office, applicant=dealer, created_by=agent)
    return Desk(office, dealer, agent, clerk, second, approver, thing, reference, case)


def fresh(comparison: Comparison) -> Comparison:
    return Comparison.objects.select_related("case__office", "reference__office__party").get(
        pk=comparison.pk
    )


def begun(desk: Desk) -> Comparison:
    return begin_comparison(desk.reference, case=desk.case, by=desk.clerk)


def photographed(desk: Desk) -> Comparison:
    """Both views again, a little darker and smaller than at entry."""
    comparison = begun(desk)
    front, back = desk.reference.photos.all()
    present_photo(comparison, front, again(vessel()), by=desk.clerk)
    present_photo(comparison, back, again(vessel("seagreen", 90, 7)), by=desk.clerk)
    return comparison


def again(picture: io.BytesIO, light: float = 0.9) -> io.BytesIO:
    """The same thing photographed again: in another light, from a hand that is not as steady."""
    turned = Image.open(picture).resize((360, 450)).rotate(1.5, fillcolor=(240, 240, 236))
    out = io.BytesIO()
    turned.point(lambda level: int(level * light)).save(out, "PNG")
    out.seek(0)
    out.name = "示例现场.png"
    return out


def presented(
    desk: Desk,
    *,
    height: Decimal = HEIGHT,
    mark: str = "intact",
    number: str = MARK,
    seal: str = "intact",
) -> Comparison:
    """Everything is there to be signed; by default nothing differs."""
    comparison = photographed(desk)
    measures = {"height_cm": height, "weight_kg": Decimal("2.01")}
    record_measures(comparison, measures, by=desk.clerk)
    return record_marks(
        comparison,
        mark_seen=mark,
        mark_number=number,
        seal_seen=seal,
        seal_number=SEAL,
        by=desk.clerk,
    )


def matched(desk: Desk) -> Comparison:
    comparison = presented(desk)
    for officer in (desk.clerk, desk.second):
        sign(comparison, says="match", by=officer)
    return fresh(comparison)


def mismatched(desk: Desk, **seen: Any) -> Comparison:
    """Two people say that it differs: by a foot higher than it was, unless told otherwise."""
    comparison = presented(desk, **(seen or {"height": Decimal("15.9")}))
    for officer in (desk.clerk, desk.second):
        sign(comparison, says="differs", reason="示例：高度不同", by=officer)
    return fresh(comparison)


def paper() -> io.BytesIO:
    """A PDF of one empty page, for evidence."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    out.seek(0)
    out.name = "示例.pdf"
    return out


def explained_by(desk: Desk, comparison: Comparison) -> Finding:
    """An explanation with evidence, put forward and not yet judged."""
    return explain(
        comparison, cause="frame", text="示例：更换画框", evidence=paper(), by=desk.clerk
    )


def settled(desk: Desk, outcome: str) -> Comparison:
    """A mismatch that two people have settled: explained, swapped or unexplained."""
    comparison = mismatched(desk)
    if outcome == "explained":
        finding = explained_by(desk, comparison)
    elif outcome == "swapped":
        finding = suspect_swap(comparison, text="示例：疑似他物", by=desk.clerk)
    else:
        finding = leave_unexplained(comparison, text="示例：无说明", by=desk.clerk)
    for officer in (desk.clerk, desk.second):
        judge_finding(finding, agrees=True, by=officer)
    return fresh(comparison)
