"""The players of a trial: an office with its panel, a port, and a dealer of each run's own."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from approvals.cases.services import next_number
from approvals.parties.models import Office, Party, Port, Role, User
from config.demo.making import (
    appraiser_of,
    give_roles,
    invented_card,
    invented_code,
    office_of,
    party_of,
    person_of,
    port_of,
    works_on,
)
from relics.appointments.models import Half, Session
from relics.appointments.services import open_session, staff_session
from relics.appraisers.models import Appraiser, Qualification

SEATS = 100_000
ADDRESS = "演练场地（虚构）"
RESPONSIBLE, SPECIALISTS = 5, 2
CARRIER = {
    "destination": "演练目的地",
    "carrier": "演练携运人",
    "nationality": "CN",
    "identity_kind": "id_card",
    "identity_number": invented_card(999),
    "phone": "000-00000000",
    "address": ADDRESS,
}


@dataclass(frozen=True)
class Players:
    """Who plays in one run. `run` numbers the runs of this database."""

    run: int
    office: Office
    port: Port
    dealer: Party
    agent: User
    scheduler: User
    clerk: User
    second: User
    approver: User
    issuer: User
    panel: tuple[Appraiser, ...]
    session: Session

    @property
    def name(self) -> str:
        return f"{timezone.localdate():%Y%m%d}-{self.run:04d}"


def gather_players() -> Players:
    """The standing players of this database, with a dealer and a number for a new run."""
    with transaction.atomic():
        run = next_number("trial")
        office = _office()
        staff = {
            name: give_roles(person_of(f"trial-{name}", f"演练{title}"), office.party, role)
            for name, title, role in (
                ("scheduler", "预约员", Role.SCHEDULER),
                ("clerk", "受理员甲", Role.INTAKE),
                ("second", "受理员乙", Role.INTAKE),
                ("approver", "审批人", Role.APPROVER),
                ("issuer", "签发人", Role.ISSUER),
            )
        }
        panel = _panel(office)
        dealer = party_of(
            Party.Kind.ENTERPRISE, f"演练申请人第{run}号", invented_code(run, "91220100MT")
        )
        return Players(
            run=run,
            office=office,
            port=_port(office),
            dealer=dealer,
            agent=give_roles(person_of("trial-agent", "演练经办人"), dealer, Role.AGENT),
            panel=panel,
            session=_session(office, panel, staff["scheduler"], timezone.localdate()),
            **staff,
        )


def _office() -> Office:
    code = invented_code(1, "12220100MT")
    party = party_of(Party.Kind.RELIC_OFFICE, "演练审核机构（虚构）", code, address=ADDRESS)
    return office_of(party, "trial", "演练省（虚构）")


def _port(office: Office) -> Port:
    code = invented_code(2, "12220100MT")
    customs = party_of(Party.Kind.CUSTOMS, "演练海关（虚构）", code)
    name = "演练口岸（虚构）"
    return port_of("trial", name, customs=customs, office=office, designated=True)


def _panel(office: Office) -> tuple[Appraiser, ...]:
    """An office of lawful strength (R-EXIT-05); two responsible appraisers and a third sit."""
    kinds = [Qualification.Kind.RESPONSIBLE] * RESPONSIBLE
    kinds += [Qualification.Kind.SPECIALIST] * SPECIALISTS
    bench = []
    for place, kind in enumerate(kinds, start=1):
        user = person_of(f"trial-appraiser{place}", f"演练鉴定员{place}")
        give_roles(user, office.party, Role.APPRAISER)
        bench.append(appraiser_of(user, office, kind))
    return bench[0], bench[1], bench[-1]


def _session(office: Office, panel: tuple[Appraiser, ...], scheduler: User, today: date) -> Session:
    """Today's session of the play, opened by its first run of the day."""
    known = Session.objects.filter(office=office, date=today, half=Half.AM).first()
    if known is not None:
        return known
    works_on(office, today, "演练")
    session = open_session(office, on=today, half=Half.AM, capacity=SEATS, by=scheduler)
    staff_session(session, panel, by=scheduler)
    return session
