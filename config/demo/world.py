"""The standing part of the demo world: parties, people, systems, places, sessions, marks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from approvals.cases.services import calendar_of
from approvals.parties.models import Mandate, Office, Party, Port, User, Zone
from relics.appointments.models import Half, Session
from relics.appointments.services import open_session, staff_session
from relics.appraisers.models import Appraiser, Qualification
from relics.reviews.models import Mark
from relics.reviews.services.marking import stock_marks

from . import making
from .people import ORGANISATIONS, PASSWORD, PERSONAS, RESPONSIBLE, SPECIALISTS
from .systems import register_systems

DAYS_AHEAD = 15
ONSITE_WEEKDAYS = (2, 3)
"""Tuesday and Wednesday: the panel travels once a week, for two days together (§0.1)."""

WINDOW_PANEL = ("appraiser1", "appraiser2", "appraiser6")
ONSITE_PANEL = ("appraiser3", "appraiser4", "appraiser5", "appraiser7")
WINDOW_SEATS, ONSITE_SEATS, MARKS = 30, 60, 60

PORTS = (
    ("demo-air", "示例空港口岸", "customs_air", True),
    ("demo-sea", "示例海港口岸", "customs_sea", True),
    ("demo-road", "示例公路口岸", "customs_land", False),
)


@dataclass(frozen=True)
class World:
    """The rows that cases are made of, by the keys of `people`."""

    parties: dict[str, Party]
    people: dict[str, User]
    office: Office
    zone: Zone
    ports: dict[str, Port]
    appraisers: dict[str, Appraiser]


def settle() -> World:
    """Make what is missing of the standing world; what is there stays as it is."""
    parties = {each.key: _party(each.key) for each in ORGANISATIONS}
    people = _people(parties)
    office = making.office_of(parties["office"], "demo", "示例邻省")
    zone = making.zone_of(parties["zone"], "demo-zone", "示例长春综合保税区文物查验场地")
    ports = {
        code: making.port_of(
            code, name, customs=parties[customs], office=office, designated=designated
        )
        for code, name, customs, designated in PORTS
    }
    kinds = dict.fromkeys(RESPONSIBLE, Qualification.Kind.RESPONSIBLE)
    kinds |= dict.fromkeys(SPECIALISTS, Qualification.Kind.SPECIALIST)
    appraisers = {
        name: making.appraiser_of(people[name], office, kind, "陶瓷、书画、金属器、杂项")
        for name, kind in kinds.items()
    }
    world = World(parties, people, office, zone, ports, appraisers)
    _mandates(parties)
    register_systems(parties)
    _sessions(world)
    if not Mark.objects.filter(office=office).exists():
        numbers = [f"示例标识-{place:05d}" for place in range(1, MARKS + 1)]
        stock_marks(office, numbers, medium="label", by=people["issuer"])
    return world


def _party(key: str) -> Party:
    one = next(each for each in ORGANISATIONS if each.key == key)
    authority = one.kind not in (Party.Kind.ENTERPRISE, Party.Kind.PERSON)
    number = (
        making.invented_card(one.serial)
        if one.kind == Party.Kind.PERSON
        else making.invented_code(one.serial, "11220100MD" if authority else "91220100MD")
    )
    return making.party_of(
        one.kind,
        one.name,
        number,
        name_en=one.name_en,
        address=one.address,
        phone="000-00000000",
    )


def _people(parties: dict[str, Party]) -> dict[str, User]:
    """Everybody, with the demo's password; hashed once, for it is no secret."""
    known = User.objects.filter(username__in=[one.username for one in PERSONAS]).count()
    password = "" if known == len(PERSONAS) else make_password(PASSWORD)
    people = {}
    for one in PERSONAS:
        user = making.person_of(
            one.username,
            one.name,
            password=password,
            is_staff="administrator" in one.roles,
            is_superuser="administrator" in one.roles,
        )
        people[one.username] = making.give_roles(user, parties[one.organisation], *one.roles)
    return people


def _mandates(parties: dict[str, Party]) -> None:
    """The natural person and the second dealer let the agency act for them this year."""
    for principal, reference in (("person", "示例委托-001"), ("dealer2", "示例委托-002")):
        Mandate.objects.get_or_create(
            principal=parties[principal],
            agent=parties["agent"],
            reference=reference,
            defaults={
                "valid_from": timezone.localdate(),
                "valid_to": timezone.localdate() + timedelta(days=365),
            },
        )


def _sessions(world: World) -> None:
    """Today whatever day it is, and the next fifteen working days of the office."""
    today = timezone.localdate()
    making.works_on(world.office, today, "演示：今日办公")
    calendar = calendar_of(world.office.party)
    day = today
    for _ in range(DAYS_AHEAD + 1):
        window = [(Half.AM, None)] + ([(Half.PM, None)] if day.isoweekday() % 2 else [])
        onsite = day == today or day.isoweekday() in ONSITE_WEEKDAYS
        zone = [(Half.AM, world.zone), (Half.PM, world.zone)] if onsite else []
        for half, place in [*window, *zone]:
            _session(world, day, half, place)
        day = calendar.next_working(day + timedelta(days=1)).on


def _session(world: World, day: date, half: str, zone: Zone | None) -> None:
    if Session.objects.filter(office=world.office, date=day, half=half, zone=zone).exists():
        return
    scheduler = world.people["scheduler"]
    seats = ONSITE_SEATS if zone else WINDOW_SEATS
    session = open_session(world.office, on=day, half=half, capacity=seats, zone=zone, by=scheduler)
    panel = ONSITE_PANEL if zone else WINDOW_PANEL
    staff_session(session, [world.appraisers[name] for name in panel], by=scheduler)
