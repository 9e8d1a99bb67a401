"""Plainly invented people, offices and cases. Each function makes one row and what it stands on."""

from datetime import date, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from stdnum.cn import uscc

from approvals.cases.models import Case, Clock
from approvals.parties.models import Membership, Office, Party, Port, Role, User, Zone
from approvals.record.workdays import WorkCalendar
from relics.appointments.models import Half, Session, SessionStaff
from relics.appraisers.models import Appraiser, Qualification, Tie

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)


def today() -> date:
    return timezone.localdate()


def working_day(days: int = 3) -> date:
    """The n-th working day from today."""
    return WorkCalendar().due(today(), days).on


def example_uscc(number: int | None = None) -> str:
    """A unified social credit code of nobody, with a right check digit."""
    body = f"91220100MA{next(_numbers) if number is None else number:07d}"
    return body + uscc.calc_check_digit(body)


def make_user(name: str = "示例人员", *, username: str = "", **fields: Any) -> User:
    number = next(_numbers)
    user = User(username=username or f"user{number}", full_name=name, **fields)
    user.set_unusable_password()
    user.save()
    return user


def make_party(kind: str = Party.Kind.ENTERPRISE, *, name: str = "", **fields: Any) -> Party:
    """A party with a valid code: the dealer 示例文物商店 unless told otherwise."""
    fields.setdefault("identity_kind", Party.IdentityKind.USCC)
    fields.setdefault("identity_number", example_uscc())
    return Party.objects.create(
        kind=kind, name=name or f"示例{Party.Kind(kind).label}{next(_numbers)}", **fields
    )


def make_member(party: Party, *roles: str, user: User | None = None, **fields: Any) -> User:
    """A person (new unless given) who holds `roles` for the party."""
    user = user or make_user()
    fields.setdefault("valid_from", LONG_AGO)
    for role in roles:
        Membership.objects.create(user=user, party=party, role=role, **fields)
    return user


def make_office(name: str = "示例文物进出境审核管理处", **fields: Any) -> Office:
    party = make_party(Party.Kind.RELIC_OFFICE, name=name)
    fields.setdefault("code", f"office{next(_numbers)}")
    fields.setdefault("province", "示例省")
    return Office.objects.create(party=party, opens_at=time(9), closes_at=time(17), **fields)


def make_zone(name: str = "示例综合保税区", **fields: Any) -> Zone:
    fields.setdefault("code", f"zone{next(_numbers)}")
    fields.setdefault("address", "示例综合保税区一号查验场地")
    return Zone.objects.create(party=make_party(Party.Kind.ZONE, name=name), **fields)


def make_port(office: Office | None = None, **fields: Any) -> Port:
    number = next(_numbers)
    fields.setdefault("name", f"示例口岸{number}")
    fields.setdefault("is_designated", True)
    customs = fields.pop("customs", None) or make_party(Party.Kind.CUSTOMS)
    return Port.objects.create(
        code=f"port{number}", customs=customs, office=office or make_office(), **fields
    )


def make_case(
    office: Office | None = None,
    *,
    applicant: Party | None = None,
    agent: Party | None = None,
    due_on: date | None = None,
    clock: bool = True,
    **fields: Any,
) -> Case:
    """A received case with a number and its running clock of kind ``decision``."""
    number = next(_numbers)
    applicant = applicant or make_party()
    fields.setdefault("kind", "exit_review")
    fields.setdefault("created_by", make_member(agent or applicant, Role.AGENT))
    fields.setdefault("number", f"示例-{number:06d}")
    fields.setdefault("received_at", timezone.now())
    case = Case.objects.create(
        title=f"示例申请{number}",
        applicant=applicant,
        agent=agent,
        office=(office or make_office()).party,
        **fields,
    )
    if clock:
        make_clock(case, due_on)
    return case


def make_clock(case: Case, due_on: date | None = None, kind: str = "decision") -> Clock:
    due = WorkCalendar().due(today(), 15)
    return Clock.objects.create(
        case=case,
        kind=kind,
        rule="R-EXIT-02",
        received_at=timezone.now(),
        starts_on=min(today(), due_on or today()),
        working_days=15,
        due_on=due_on or due.on,
        calendar=due.calendar,
    )


def make_appraiser(
    office: Office | None = None, kind: str = Qualification.Kind.RESPONSIBLE, **fields: Any
) -> Appraiser:
    """An appraiser of the office, qualified since long ago (`valid_to` to let it expire)."""
    office = office or make_office()
    valid_from = fields.pop("valid_from", LONG_AGO)
    valid_to = fields.pop("valid_to", None)
    user = fields.pop("user", None) or make_user(f"示例鉴定员{next(_numbers)}")
    make_member(office.party, Role.APPRAISER, user=user)
    fields.setdefault("title", Appraiser.Title.INTERMEDIATE)
    fields.setdefault("degree", Appraiser.Degree.BACHELOR)
    appraiser = Appraiser.objects.create(user=user, office=office, **fields)
    Qualification.objects.create(
        appraiser=appraiser,
        kind=kind,
        certificate_no=f"示例证-{next(_numbers):05d}",
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return appraiser


def make_tie(appraiser: Appraiser, party: Party, **fields: Any) -> Tie:
    """The appraiser must stand aside for the party, since long ago."""
    fields.setdefault("valid_from", LONG_AGO)
    return Tie.objects.create(
        appraiser=appraiser,
        party=party,
        reason="曾向其出售文物",
        declared_at=timezone.now(),
        **fields,
    )


def make_panel(office: Office) -> list[Appraiser]:
    """The smallest lawful panel: two responsible appraisers and a specialist (R-EXIT-03)."""
    responsible, specialist = Qualification.Kind.RESPONSIBLE, Qualification.Kind.SPECIALIST
    return [make_appraiser(office, kind) for kind in (responsible, responsible, specialist)]


def make_session(
    office: Office | None = None,
    *,
    staff: list[Appraiser] | None = None,
    day: date | None = None,
    half: str = Half.AM,
    **fields: Any,
) -> Session:
    """A session of 20 seats in three working days, with a lawful panel unless `staff` is given."""
    office = office or make_office()
    zone = fields.get("zone")
    fields.setdefault("place_kind", "onsite" if zone else "window")
    fields.setdefault("address", "示例路一号")
    fields.setdefault("capacity", 20)
    fields.setdefault("opened_by", make_member(office.party, Role.SCHEDULER))
    day = day or working_day()
    session = Session.objects.create(office=office, date=day, half=half, **fields)
    for appraiser in make_panel(office) if staff is None else staff:
        SessionStaff.objects.create(session=session, appraiser=appraiser, date=day, half=half)
    return session


def days_from_now(days: int) -> date:
    return today() + timedelta(days=days)
