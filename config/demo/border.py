"""More of the demo world: something here for a time, something abroad, something filed."""

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from PIL import Image

from approvals.cases.models import Case
from approvals.certificates.services import finish_certificate
from relics.appointments.models import Session
from relics.entries.models import Stay
from relics.entries.services import (
    check_lists,
    check_seal,
    declare_entry,
    finish_registration,
    register_object,
)
from relics.extensions.services import draft_extension, fill_extension, submit_extension
from relics.filings.models import Filing, ZoneAuthority
from relics.filings.services import accept_filing, draft_filings, fill_filing, submit_filing
from relics.loans.services import check_approval, plan_loan, state_of_object
from relics.register.models import RelicObject
from relics.register.photographs import draw_stand_ins
from relics.register.services import add_object
from relics.reviews.models import Mark, Review
from relics.reviews.services import application, decision, gate, intake, marking
from relics.reviews.services.paper_acts import issue_papers

from . import steps
from .making import invented_card
from .world import World

PAINTING = {
    "source_place": "示例国",
    "author": "示例作者",
    "medium": "布面油彩",
    "size": "60×80 cm",
    "year": "1998",
    "declared_value": "12000.00",
    "currency": "CNY",
    "hs_code": "9701210000",
    "unit": "件",
    "materials": "不含濒危动植物及其他禁限材料",
    "operator_number": "示例备-001",
}
SEAL = "示例关封-0001"
ENTRY_MARKS = 20


def play_border(world: World) -> int:
    """Make what is missing of it, each case whole or not at all; returns how many were made."""
    known = set(Case.objects.values_list("title", flat=True))
    missing = [(title, play) for title, play in PLAYS.items() if title not in known]
    for title, play in missing:
        with transaction.atomic():
            play(world, title)
    return len(missing)


def _sheet_of_paper() -> io.BytesIO:
    """A paper of nobody, as a picture."""
    file = io.BytesIO()
    Image.effect_noise((620, 880), 20).convert("RGB").save(file, "PNG")
    file.seek(0)
    return file


def _things(world: World, *names: str, **fields: object) -> list[RelicObject]:
    owner, agent = world.parties["dealer1"], world.people["dealer1"]
    things = []
    for name in names:
        values = {
            "name": name,
            "texture": "porcelain",
            "size": "高20厘米",
            "height_cm": 20,
            "age": "清中期",
            "year_from": 1736,
            "year_to": 1820,
            "edtf": "1736/1820",
            "ownership": "private",
            **fields,
        }
        things.append(add_object(owner, values, by=agent))
    draw_stand_ins(things, by=agent)
    return things


def _drafted(world: World, title: str, procedure: str, things: list[RelicObject]) -> Review:
    agent, owner = world.people["dealer1"], world.parties["dealer1"]
    review = application.draft_application(owner, title=title, procedure=procedure, by=agent)
    known = {*review.rules.required, *review.rules.optional}
    fields = {
        "port": world.ports["demo-air"],
        "destination": "示例国示例市",
        "carrier": "携示例",
        "nationality": "CN",
        "identity_kind": "id_card",
        "identity_number": invented_card(100),
        "phone": "000-00000000",
        "address": "示例市示例路三号",
        "special_approval": "示例文物展〔示例年〕1号",
    }
    given = {name: value for name, value in fields.items() if name in known}
    application.fill_application(review, given, by=agent)
    application.add_objects(review, things, by=agent)
    return review


def _accepted(world: World, review: Review) -> steps.Scene:
    """Handed in, booked for today, confirmed, accepted."""
    today = Session.objects.filter(
        office=world.office, date=timezone.localdate(), half="am", place_kind="window"
    )
    scene = steps.Scene(world, review, world.people["dealer1"], today[0], "")
    for step in (steps.submit, steps.book, steps.confirm):
        step(scene)
        scene.review = _fresh(review)
    intake.accept_application(scene.review, approval_seen=True, by=world.people["intake"])
    scene.review = _fresh(review)
    return scene


def _fresh(review: Review) -> Review:
    return Review.objects.select_related("case").get(pk=review.pk)


def _declare(world: World, review: Review) -> None:
    """What customs was told: for sale, imported for a time, under a seal."""
    declare_entry(
        review,
        {
            "purpose": "sale",
            "entered_on": timezone.localdate() - timedelta(days=2),
            "customs": world.parties["customs_air"],
            "regime": "temporary",
            "zone": None,
            "customs_number": "示例关单-0001",
            "seal_number": SEAL,
        },
        customs_paper=_sheet_of_paper(),
        filing=None,
        by=world.people["dealer1"],
    )


def _entry(world: World, title: str) -> None:
    """Three objects here for a time: declared, sealed, checked, marked, registered (R-TEMP-01)."""
    clerk, issuer = world.people["intake"], world.people["issuer"]
    things = _things(world, "示例青花盘", "示例粉彩瓶", "示例白瓷碗")
    review = _drafted(world, title, "temporary_entry", things)
    _declare(world, review)
    scene = _accepted(world, review)
    check_seal(
        scene.review,
        result="intact",
        seen_number=SEAL,
        photo=_sheet_of_paper(),
        customs_officer="关示例",
        place="示例监管仓库",
        by=clerk,
    )
    steps.check_in(scene)
    check_lists(_fresh(review), by=clerk)
    if not Mark.objects.filter(office=world.office, kind=Mark.Kind.ENTRY).exists():
        numbers = [f"示例进境标识-{place:04d}" for place in range(1, ENTRY_MARKS + 1)]
        marking.stock_marks(world.office, numbers, medium="label", kind="entry", by=issuer)
    blank = Mark.objects.filter(office=world.office, kind=Mark.Kind.ENTRY, status="blank")
    items = list(review.items.select_related("object").order_by("sequence"))
    for item, mark in zip(items, list(blank.order_by("number")), strict=False):
        register_object(item, mark=mark, measures={"height_cm": Decimal(20)}, by=clerk)
    finish_registration(_fresh(review), by=clerk)
    issue_papers(_fresh(review), by=issuer)


def _halted(world: World, title: str) -> None:
    """The customs seal came broken: customs is called, and nothing is registered (§9.17)."""
    review = _drafted(world, title, "temporary_entry", _things(world, "示例铜鼎", texture="bronze"))
    _declare(world, review)
    scene = _accepted(world, review)
    check_seal(
        scene.review,
        result="broken",
        seen_number=SEAL,
        photo=_sheet_of_paper(),
        customs_officer="关示例",
        place="示例监管仓库",
        by=world.people["intake"],
    )


def _return(world: World, title: str) -> None:
    """One of them is to leave again: it lies beside its record and is compared (R-TEMP-06)."""
    thing = RelicObject.objects.filter(
        owner=world.parties["dealer1"], stays__status="in_country"
    ).order_by("pk")[0]
    scene = _accepted(world, _drafted(world, title, "reexit", [thing]))
    steps.check_in(scene)


def _extension(world: World, title: str) -> None:
    """Half a year longer for one of them: asked in time, both authorities are to answer."""
    agent = world.people["dealer1"]
    stay = Stay.objects.filter(
        object__owner=world.parties["dealer1"], status="in_country", privileged=True
    ).order_by("-pk")[0]
    asked = draft_extension([stay.pk], requester=world.parties["dealer1"], by=agent)
    Case.objects.filter(pk=asked.case_id).update(title=title)
    fill_extension(asked, months=6, reason="示例：买方看货延后。", by=agent)
    submit_extension(asked, by=agent)


def _loan(world: World, title: str) -> None:
    """Two objects are on show abroad, on an approval, for half a year (§10.6)."""
    clerk, today = world.people["intake"], timezone.localdate()
    review = _drafted(
        world, title, "temporary_exit", _things(world, "示例铜镜", "示例铜炉", texture="bronze")
    )
    plan_loan(
        review,
        {
            "purpose": "exhibition",
            "exhibition": "示例铜器展",
            "organiser": "示例承办单位",
            "venue": "示例国示例博物馆",
            "authority": "administration",
            "starts_on": today,
            "ends_on": today + timedelta(days=180),
        },
        approval=_sheet_of_paper(),
        by=world.people["dealer1"],
    )
    for item in review.items.all():
        said = {"is_sole_specimen": False, "is_fragile": False, "was_shown": True}
        state_of_object(item, by=world.people["dealer1"], **said)
    scene = _accepted(world, _fresh(review))
    steps.check_in(scene)
    second = world.people["intake2"]
    check_approval(_fresh(review), second_officer=second, note="示例：与批准清单一致。", by=clerk)
    outcomes = dict.fromkeys(review.items.values_list("pk", flat=True), "permit")
    decision.decide(_fresh(review), outcomes, opinion="示例：同意。", by=world.people["approver"])
    scene.review = _fresh(review)
    steps.label(scene)
    issue_papers(_fresh(review), by=world.people["issuer"])
    finish_certificate(review.case.certificates.get(kind="temporary_exit_permit").pk)
    gate.release(
        list(review.items.all()),
        port=world.ports["demo-air"],
        declaration="示例报关-0002",
        by=world.people["customs"],
    )


def _filing(world: World, title: str) -> None:
    file_artworks(world, title)


def file_artworks(world: World, *titles: str) -> list[Filing]:
    """Oil paintings filed for a show in the zone, accepted by the culture authority (§10.7)."""
    for party in (world.parties["culture"], world.parties["office"]):
        ZoneAuthority.objects.get_or_create(zone=world.zone, party=party)
    agent = world.people["dealer1"]
    things = _things(
        world,
        *titles,
        kind="artwork",
        texture="other",
        age="1998年",
        year_from=1998,
        year_to=1998,
        edtf="1998",
    )
    filings = draft_filings(
        things, zone=world.zone, kind="artwork", purposes=["show"], origin="abroad", by=agent
    )
    for filing, title in zip(filings, titles, strict=True):
        fill_filing(filing, {**PAINTING, "title": title}, by=agent)
        submit_filing(filing, by=agent)
        accept_filing(Filing.objects.get(pk=filing.pk), by=world.people["culture"])
    return list(Filing.objects.filter(pk__in=[one.pk for one in filings]).order_by("pk"))


PLAYS: dict[str, Callable[[World, str], None]] = {
    "示例：暂时进境瓷器三件": _entry,
    "示例：关封破损，已通知海关": _halted,
    "示例：复出境一件，正在比对": _return,
    "示例：延期申请，等待两方答复": _extension,
    "示例：铜器两件出境展览": _loan,
    "示例油画": _filing,
}
