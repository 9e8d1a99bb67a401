"""A zone with its customs, an operator with an approved showroom, and a permit at any stage."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from approvals.cases.models import AdverseAct
from approvals.cases.services import sign_adverse_act
from approvals.parties.models import Mandate, Party, Role, User
from approvals.policies.models import PolicyValue
from exhibitions.guarantees.models import Guarantee
from exhibitions.permits import services
from exhibitions.permits.models import Asking, DisplayPermit, PermitItem, Showroom, Site
from relics.entries.models import Stay
from relics.filings.models import Filing

from . import entering, factories, filing, guaranteeing, reviewing, tariffing

PLAN = {
    "width": 12,
    "depth": 8,
    "booths": [
        {"code": "A1", "name": "东墙", "x": 0.5, "y": 0.5, "width": 3, "depth": 1},
        {"code": "A2", "name": "中岛", "x": 5, "y": 3, "width": 2, "depth": 2},
        {"code": "B1", "name": "西墙", "x": 8, "y": 0.5, "width": 3, "depth": 1},
    ],
}
ADDRESS = "示例市示例路 1 号"


@dataclass
class World:
    """Everybody who has to do with a show; `place` is the filing's world of the zone."""

    place: filing.Place
    operator: Party
    keeper: User
    officer: User
    culture: User
    tax: User
    showroom: Showroom

    @property
    def zone(self) -> Any:
        return self.place.zone

    @property
    def customs(self) -> Party:
        return self.place.port.customs


def today() -> date:
    return factories.today()


def make_world(keeper: User | None = None, tax: User | None = None, **given: Any) -> World:
    """Customs decides, culture answers where its triggers ask, tax is told.

    Who is not given is made; `keeper` is an operator of one enterprise, `tax` of one authority.
    """
    tariffing.load_rates()
    place = filing.make_place(**given)
    keeper = keeper or factories.make_member(
        factories.make_party(name="示例展厅公司"), Role.OPERATOR
    )
    tax = tax or factories.make_member(
        factories.make_party(Party.Kind.TAX, name="示例税务局"), Role.TAX
    )
    operator = keeper.memberships.get(role=Role.OPERATOR).party
    Mandate.objects.create(
        principal=place.dealer,
        agent=operator,
        valid_from=factories.LONG_AGO,
        valid_to=today() + timedelta(days=1000),
    )
    bureau = Party.objects.get(memberships__user=place.culture)
    for authority, occasion, part, rule in (
        (place.port.customs, "always", "decides", "R-BOND-01"),
        (bureau, "foreign_sales", "answers", "R-ART-04"),
        (place.office.party, "relic_show", "answers", "R-TEMP-08"),
        (tax.memberships.get(role=Role.TAX).party, "always", "told", "R-CERT-08"),
    ):
        Asking.objects.create(
            zone=place.zone,
            authority=authority,
            occasion=occasion,
            part=part,
            rule=rule,
            effective_from=factories.LONG_AGO,
        )
    world = World(
        place=place,
        operator=operator,
        keeper=keeper,
        officer=place.customs,
        culture=place.culture,
        tax=tax,
        showroom=None,  # type: ignore[arg-type]
    )
    world.showroom = approved_showroom(world)
    return world


def approved_showroom(world: World, *, name: str = "示例展厅", address: str = ADDRESS) -> Showroom:
    showroom = services.open_showroom(
        world.operator, world.zone, name=name, address=address, by=world.keeper
    )
    approved_site(world, showroom.sites.get())
    return Showroom.objects.get(pk=showroom.pk)


def submitted_site(world: World, site: Site) -> Site:
    told = {"plan": PLAN, "security": "双人双锁，全天监控", "climate": "恒温恒湿"}
    services.fill_site(site, told, by=world.keeper)
    services.submit_site(site, by=world.keeper)
    return Site.objects.select_related("case", "showroom").get(pk=site.pk)


def approved_site(world: World, site: Site, number: str = "") -> Site:
    held = submitted_site(world, site)
    services.approve_site(held, number=number or f"示例核准{site.pk}号", by=world.officer)
    return Site.objects.select_related("case", "showroom").get(pk=site.pk)


def moved(world: World, address: str = "示例市示例路对面 2 号") -> Site:
    """The showroom asks for a place across the street, and customs approves that."""
    site = services.draft_site(world.showroom, address=address, by=world.keeper)
    return approved_site(world, site)


def fresh(permit: DisplayPermit) -> DisplayPermit:
    return DisplayPermit.objects.select_related("case", "showroom__customs", "site").get(
        pk=permit.pk
    )


def filed(world: World, **fields: Any) -> Filing:
    """An object of the dealer, filed for show and sale, of domestic origin unless told."""
    return filing.active(world.place, **{"origin": "domestic", **fields})


def drafted(world: World, *filings: Filing, **values: Any) -> DisplayPermit:
    showroom = Showroom.objects.get(pk=world.showroom.pk)
    permit = services.draft_permit(showroom, by=world.keeper)
    things = [one.object_id for one in filings or (filed(world),)]
    services.choose_items(permit, things, by=world.keeper)
    first = {
        "title": "示例保税展",
        "starts_on": today(),
        "ends_on": today() + timedelta(days=90),
        **values,
    }
    services.fill_permit(permit, first, by=world.keeper)
    return fresh(permit)


def submitted(world: World, *filings: Filing, **values: Any) -> DisplayPermit:
    """Handed in; nobody but customs is asked unless the objects give the occasion."""
    permit = drafted(world, *filings, **values)
    services.submit_permit(permit, by=world.keeper)
    return fresh(permit)


def sales_of_foreign_art(world: World, **values: Any) -> DisplayPermit:
    """A sales show of foreign art, with the numbers that it needs: culture is asked."""
    thing = filed(world, origin="abroad")
    start = today() + timedelta(days=60)
    permit = drafted(
        world,
        thing,
        **{
            "starts_on": start,
            "ends_on": start + timedelta(days=60),
            "art_approval": "示例文化批1号",
            "art_applied_on": today(),
            **values,
        },
    )
    for item in permit.items.all():
        for_sale(world, item, start + timedelta(days=365))
    return fresh(permit)


def for_sale(world: World, item: PermitItem, until: date) -> PermitItem:
    told = {"for_sale": True, "licence_number": "示例许可1号", "licence_valid_to": until}
    return services.fill_item(item, told, by=world.keeper)


def asked(world: World, **values: Any) -> DisplayPermit:
    """Handed in, and culture is asked."""
    permit = sales_of_foreign_art(world, **values)
    services.submit_permit(permit, by=world.keeper)
    return fresh(permit)


def approved(world: World, *filings: Filing, **values: Any) -> DisplayPermit:
    permit = submitted(world, *filings, **values)
    services.approve_permit(
        permit,
        customs_number=f"示例展许{permit.pk}号",
        business_number=f"示例申报C{permit.pk}",
        by=world.officer,
    )
    return fresh(permit)


def guaranteed(world: World, *filings: Filing, **values: Any) -> DisplayPermit:
    permit = approved(world, *filings, **values)
    behind = guarantee(world) if permit.cover_needed else None
    services.secure_permit(permit, behind, by=world.keeper)
    return fresh(permit)


def active(world: World, *filings: Filing, **values: Any) -> DisplayPermit:
    permit = guaranteed(world, *filings, **values)
    services.open_permit(permit, by=world.keeper)
    return fresh(permit)


def draft_of(subject: DisplayPermit | Site) -> AdverseAct:
    return AdverseAct.objects.get(case=subject.case_id, status="drafted")


def sign(subject: DisplayPermit | Site, by: User) -> Any:
    """Sign the act that waits in the case."""
    act = draft_of(subject)
    sign_adverse_act(
        act,
        reason=act.reason or "示例理由",
        ground=act.ground or ["示例"],
        rights=act.rights,
        by=by,
    )
    return type(subject).objects.select_related("case").get(pk=subject.pk)


def suspended(world: World, *filings: Filing, **values: Any) -> DisplayPermit:
    permit = active(world, *filings, **values)
    services.draft_suspension(permit, reason="示例：账实不符。", by=world.officer)
    return fresh(sign(permit, world.officer))


def revoked(world: World, *filings: Filing, **values: Any) -> DisplayPermit:
    permit = active(world, *filings, **values)
    services.draft_revocation(permit, reason="示例：擅自出借展品。", by=world.officer)
    return fresh(sign(permit, world.officer))


def closing(world: World, *filings: Filing, **values: Any) -> DisplayPermit:
    permit = active(world, *filings, **values)
    services.begin_closing(permit, by=world.keeper)
    return fresh(permit)


def prolonging(world: World, *filings: Filing, **values: Any) -> DisplayPermit:
    """On show, and a longer period was asked for."""
    permit = active(world, *filings, **values)
    end = permit.ends_on + timedelta(days=60)
    services.ask_prolongation(permit, ends_on=end, reason="示例：观众踊跃。", by=world.keeper)
    return fresh(permit)


def relic_in_the_zone(world: World) -> Stay:
    """A relic of the operator that entered the zone for a time and was registered there."""
    review_world = reviewing.make_world()
    review_world.dealer = world.operator
    factories.make_member(world.operator, Role.AGENT, user=review_world.agent)
    return entering.staying(review_world, regime="bonded", zone=world.zone.party)


def guarantee(world: World, amount: int | str = 1_000_000, **fields: Any) -> Guarantee:
    """A guarantee of the operator in the hands of its customs, active."""
    firm = guaranteeing.Firm(
        party=world.operator,
        agent=world.keeper,
        operator=world.keeper,
        customs=world.customs,
        officer=world.officer,
    )
    return guaranteeing.active(firm, amount, **fields)


def decide(world: World, key: str, *, value: Any, party: Party | None = None) -> PolicyValue:
    """The zone (or another) decides a policy, from today on."""
    return PolicyValue.objects.create(
        key=key,
        party=party or world.zone.party,
        value=value,
        effective_from=today(),
        reason="示例",
        set_by=world.officer,
    )
