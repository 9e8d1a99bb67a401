"""The offices, sessions and cases that the booking bench fights over; all plainly invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import count, islice

from django.utils import timezone

from approvals.cases.models import Case, Clock
from approvals.cases.services import calendar_of
from approvals.parties.models import Membership, Office, Party, Role, User
from approvals.record.models import TrailHead
from relics.appointments.models import Half, Session, SessionStaff
from relics.appraisers.models import Appraiser, Qualification

from .crowd import CLIENTS

SEATS = 200
"""Seats of a day."""

_number = count(1)


@dataclass(frozen=True)
class Desk:
    """One office with its sessions."""

    office: Office
    sessions: list[Session]


@dataclass(frozen=True)
class Client:
    """One dealer's agent with the cases it will book for."""

    user: User
    cases: list[Case]


def _party(kind: str) -> Party:
    number = next(_number)
    return Party.objects.create(
        kind=kind,
        name=f"示例单位{number}",
        identity_kind=Party.IdentityKind.PASSPORT,
        identity_number=f"BENCH{number:06d}",
    )


def _user(party: Party, role: str) -> User:
    user = User.objects.create(username=f"bench{next(_number)}", full_name="示例人员")
    Membership.objects.create(user=user, party=party, role=role, valid_from=date(2020, 1, 1))
    return user


def make_desk(sessions: int) -> Desk:
    """An office with a lawful panel in each of its `sessions`."""
    party = _party(Party.Kind.RELIC_OFFICE)
    office = Office.objects.create(
        party=party,
        code=f"bench{next(_number)}",
        province="示例省",
        opens_at=time(9),
        closes_at=time(17),
    )
    panel = [_appraiser(office) for _seat in range(3)]
    keeper = _user(party, Role.SCHEDULER)
    made = Session.objects.bulk_create(
        Session(
            office=office,
            date=day,
            half=half,
            place_kind=Session.PlaceKind.WINDOW,
            address="示例路一号",
            capacity=SEATS,
            opened_by=keeper,
        )
        for day, half in islice(_halves(party), sessions)
    )
    SessionStaff.objects.bulk_create(
        SessionStaff(session=session, appraiser=person, date=session.date, half=session.half)
        for session in made
        for person in panel
    )
    return Desk(office, made)


def _halves(office: Party) -> Iterator[tuple[date, str]]:
    calendar, day = calendar_of(office), timezone.localdate()
    while True:
        day = calendar.next_working(day + timedelta(days=1)).on
        yield day, Half.AM
        yield day, Half.PM


def _appraiser(office: Office) -> Appraiser:
    appraiser = Appraiser.objects.create(
        user=_user(office.party, Role.APPRAISER),
        office=office,
        title=Appraiser.Title.SENIOR,
        degree=Appraiser.Degree.MASTER,
    )
    Qualification.objects.create(
        appraiser=appraiser,
        kind=Qualification.Kind.RESPONSIBLE,
        certificate_no=f"示例证{appraiser.pk}",
        valid_from=date(2020, 1, 1),
    )
    return appraiser


def make_clients(desks: list[Desk], cases: int) -> list[Client]:
    """Thirty-two agents, each with `cases` received cases spread over the desks."""
    return [_client(desks, cases) for _client_ in range(CLIENTS)]


def _client(desks: list[Desk], cases: int) -> Client:
    party = _party(Party.Kind.ENTERPRISE)
    user = _user(party, Role.AGENT)
    made = Case.objects.bulk_create(
        Case(
            kind="exit_review",
            number=f"BENCH-{next(_number)}",
            title="示例申请",
            applicant=party,
            office=desks[place % len(desks)].office.party,
            created_by=user,
            received_at=timezone.now(),
        )
        for place in range(cases)
    )
    Clock.objects.bulk_create(_clock(case) for case in made)
    TrailHead.objects.bulk_create(TrailHead(chain=case.chain) for case in made)
    return Client(user, made)


def _clock(case: Case) -> Clock:
    today = timezone.localdate()
    return Clock(
        case=case,
        kind="decision",
        rule="R-EXIT-02",
        received_at=timezone.now(),
        starts_on=today,
        working_days=15,
        due_on=today + timedelta(days=3650),
        calendar="bench",
    )
