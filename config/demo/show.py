"""The demo's show: bonded paintings on a book, under a guarantee, in an approved showroom."""

import io
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from approvals.parties.models import Mandate
from exhibitions.books.models import Book
from exhibitions.books.services import LineWords, Paper, expect, open_book, open_lines, receive
from exhibitions.credit.models import Rating
from exhibitions.credit.services import rate_party
from exhibitions.exhibits.models import Exhibit, PlaceKind
from exhibitions.exhibits.services import Told, enter_custody, happen, install, make_places
from exhibitions.exhibits.services.custody import road_of
from exhibitions.exhibits.services.places import places_from_plan
from exhibitions.guarantees.models import Guarantee
from exhibitions.guarantees.services import (
    accept_guarantee,
    activate_guarantee,
    draft_guarantee,
    lock_cover,
    submit_guarantee,
)
from exhibitions.permits import services as permits
from exhibitions.permits.models import Asking, DisplayPermit, Showroom
from exhibitions.tariffs.models import Rate
from exhibitions.tariffs.services import put_in_force, upload_table
from relics.filings.models import Filing

from .border import file_artworks
from .making import LONG_AGO
from .world import World

TITLE = "示例保税油画展"
PAINTINGS = ("示例油画《山》", "示例油画《水》", "示例油画《林》", "示例油画《石》")
PLAN = {
    "width": 12,
    "depth": 8,
    "booths": [
        {"code": "A1", "name": "东墙", "x": 0.5, "y": 0.5, "width": 3, "depth": 1},
        {"code": "A2", "name": "中岛", "x": 5, "y": 3, "width": 2, "depth": 2},
        {"code": "B1", "name": "西墙", "x": 8, "y": 0.5, "width": 3, "depth": 1},
    ],
}
RATES = """商品编号,税种,税率,原产地,自,至,来源,核实程度
9701,最惠国,6,,2020-01-01,,示例税则,D
9706,最惠国,0,,2020-01-01,,示例税则,D
97,普通,50,,2020-01-01,,示例税则,D
97,消费税,0,,2020-01-01,,示例税则,D
97,增值税,13,,2020-01-01,,示例税则,D
"""
LIST = Paper("inventory", "示例QD-0001")


def play_show(world: World) -> int:
    """Make the show, whole or not at all; returns how many permits were made."""
    if DisplayPermit.objects.filter(title=TITLE).exists():
        return 0
    with transaction.atomic():
        _authorities(world)
        _rates(world)
        filings = file_artworks(world, *PAINTINGS)
        _book(world, filings)
        guarantee = _guarantee(world)
        permit = _permit(world, _showroom(world), filings)
        _exhibits(world, permit, guarantee)
    return 1


def _authorities(world: World) -> None:
    """Customs decides, culture answers, tax is told; the dealer lets the operator act for it."""
    operator, today = world.parties["showroom"], timezone.localdate()
    for key, occasion, part, rule in (
        ("customs_air", "always", "decides", "R-BOND-01"),
        ("culture", "foreign_sales", "answers", "R-ART-04"),
        ("office", "relic_show", "answers", "R-TEMP-08"),
        ("tax", "always", "told", "R-CERT-08"),
    ):
        Asking.objects.get_or_create(
            zone=world.zone,
            authority=world.parties[key],
            occasion=occasion,
            part=part,
            defaults={"rule": rule, "effective_from": LONG_AGO},
        )
    Mandate.objects.get_or_create(
        principal=world.parties["dealer1"],
        agent=operator,
        reference="示例委托-展",
        defaults={"valid_from": today, "valid_to": today + timedelta(days=730)},
    )


def _rates(world: World) -> None:
    officer = world.people["customs"]
    if not Rate.objects.exists():
        table = io.BytesIO(RATES.encode("utf-8-sig"))
        put_in_force(upload_table("rates", table, filename="示例税率.csv", by=officer), by=officer)
    operator = world.parties["showroom"]
    if not Rating.objects.filter(party=operator).exists():
        today = timezone.localdate()
        rate_party(operator, "ordinary", valid_from=today, source="示例信用公示", by=officer)


def _book(world: World, filings: list[Filing]) -> Book:
    """The paintings stand on the operator's book and are in the zone."""
    officer, keeper = world.people["customs"], world.people["operator"]
    book = open_book(
        world.parties["showroom"],
        zone=world.zone,
        customs=world.parties["customs_air"],
        number="示例T00000001",
        opened_on=timezone.localdate(),
        by=officer,
    )
    words = [
        LineWords(
            one.object,
            hs_code=one.hs_code,
            unit=one.unit,
            price=Decimal(one.declared_value or 0),
            currency=one.currency,
            name=one.title,
        )
        for one in filings
    ]
    lines = open_lines(book, words, by=keeper)
    expect(lines, LIST, by=keeper)
    receive(lines, LIST, by=officer)
    return book


def _guarantee(world: World) -> Guarantee:
    today, officer = timezone.localdate(), world.people["customs"]
    drafted = draft_guarantee(
        holder=world.parties["showroom"],
        customs=world.parties["customs_air"],
        form="letter",
        is_general=True,
        document_no="示例保函-0001",
        guarantor="示例银行",
        parties="被担保人示例保税展厅运营公司，担保人示例银行，受益人示例空港海关",
        obligation="保税展示货物可能发生的税款",
        face=Decimal("12000.00"),
        valid_from=today,
        valid_to=today + timedelta(days=400),
        liability="连带责任",
        other_terms="无",
        sealed_on=today,
        by=world.people["operator"],
    )
    handed_in = submit_guarantee(drafted, by=world.people["operator"])
    return activate_guarantee(accept_guarantee(handed_in, by=officer), by=officer)


def _showroom(world: World) -> Showroom:
    operator, keeper = world.parties["showroom"], world.people["operator"]
    showroom = permits.open_showroom(
        operator, world.zone, name="示例保税展厅", address=operator.address, by=keeper
    )
    site = showroom.sites.get()
    told = {"plan": PLAN, "security": "双人双锁，全天监控", "climate": "恒温恒湿"}
    permits.fill_site(site, told, by=keeper)
    permits.submit_site(site, by=keeper)
    permits.approve_site(site, number="示例核准-0001", by=world.people["customs"])
    return Showroom.objects.get(pk=showroom.pk)


def _permit(world: World, showroom: Showroom, filings: list[Filing]) -> DisplayPermit:
    today, keeper = timezone.localdate(), world.people["operator"]
    permit = permits.draft_permit(showroom, by=keeper)
    permits.choose_items(permit, [one.object_id for one in filings], by=keeper)
    values = {"title": TITLE, "starts_on": today, "ends_on": today + timedelta(days=120)}
    permits.fill_permit(permit, values, by=keeper)
    permits.submit_permit(permit, by=keeper)
    permits.approve_permit(
        permit,
        customs_number="示例展许-0001",
        business_number="示例C00000001",
        by=world.people["customs"],
    )
    permits.secure_permit(permit, by=keeper)
    permits.open_permit(permit, by=keeper)
    return DisplayPermit.objects.select_related("site__showroom", "showroom").get(pk=permit.pk)


def _exhibits(world: World, permit: DisplayPermit, guarantee: Guarantee) -> None:
    """Two hang in the showroom, one is on the road, one waits in the zone."""
    keeper, officer = world.people["operator"], world.people["customs"]
    [store] = make_places(
        permit.showroom.operator,
        [("示例库-1", "区内一号库")],
        kind=PlaceKind.STORE,
        by=keeper,
    )
    _site, *booths = places_from_plan(permit.site, by=keeper)
    first, second, third, _fourth = enter_custody(permit, place=store, by=keeper)
    back, passed = permit.ends_on, Told(document="示例核放-0001")
    for exhibit in (first, second, third):
        happen(exhibit, "request_out", told=Told(planned_return=back), by=keeper)
        happen(exhibit, "pass_out", place=road_of(permit), told=passed, by=officer)
        needed = [(exhibit.object, exhibit.item.tax, str(permit))]
        lock_cover(guarantee, needed, by=officer)
    for exhibit, booth in ((first, booths[0]), (second, booths[1])):
        install(Exhibit.objects.get(pk=exhibit.pk), booth, by=keeper)
