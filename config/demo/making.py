"""Rows of an invented world. Each is made once: asking again gives the row that is there."""

from datetime import date, time
from typing import Any

from django.contrib.auth.hashers import make_password
from stdnum.cn import ric, uscc

from approvals.cases.models import CalendarDay
from approvals.parties.models import Membership, Office, Party, Port, User, Zone
from relics.appraisers.models import Appraiser, Qualification

LONG_AGO = date(2020, 1, 1)
OFFICE_HOURS = (time(9), time(17))


def invented_code(serial: int, series: str = "91220100MA") -> str:
    """A unified social credit code of nobody, with its check digit; `series` has ten signs."""
    body = f"{series}{serial:07d}"
    return f"{body}{uscc.calc_check_digit(body)}"


def invented_card(serial: int) -> str:
    """An identity card number with its check digit, of somebody born in 1900."""
    body = f"22010019000101{serial:03d}"
    return f"{body}{ric.calc_check_digit(body + '?')}"


def party_of(kind: str, name: str, number: str, **fields: Any) -> Party:
    """The party with that identity number: a card for a person, a credit code for all others."""
    identity = Party.IdentityKind.ID_CARD if kind == Party.Kind.PERSON else Party.IdentityKind.USCC
    party, _made = Party.objects.get_or_create(
        identity_kind=identity,
        identity_number=number,
        defaults={"kind": kind, "name": name, **fields},
    )
    return party


def person_of(username: str, name: str, **fields: Any) -> User:
    """The user of that name; one made now without a password cannot sign in with one."""
    fields.setdefault("password", make_password(None))
    user, _made = User.objects.get_or_create(
        username=username, defaults={"full_name": name, **fields}
    )
    return user


def give_roles(user: User, party: Party, *roles: str) -> User:
    for role in roles:
        Membership.objects.get_or_create(user=user, party=party, role=role, valid_from=LONG_AGO)
    return user


def office_of(party: Party, code: str, province: str) -> Office:
    opens, closes = OFFICE_HOURS
    office, _made = Office.objects.get_or_create(
        code=code,
        defaults={"party": party, "province": province, "opens_at": opens, "closes_at": closes},
    )
    return office


def zone_of(party: Party, code: str, address: str) -> Zone:
    zone, _made = Zone.objects.get_or_create(
        code=code, defaults={"party": party, "address": address}
    )
    return zone


def port_of(code: str, name: str, *, customs: Party, office: Office, designated: bool) -> Port:
    port, _made = Port.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "customs": customs,
            "office": office,
            "is_designated": designated,
        },
    )
    return port


def appraiser_of(user: User, office: Office, kind: str, skills: str = "") -> Appraiser:
    """An appraiser of the office, fit for the certificate that they hold (R-EXIT-06)."""
    appraiser, _made = Appraiser.objects.get_or_create(
        user=user,
        defaults={
            "office": office,
            "title": Appraiser.Title.INTERMEDIATE,
            "degree": Appraiser.Degree.BACHELOR,
            "skills": skills,
        },
    )
    Qualification.objects.get_or_create(
        appraiser=appraiser,
        kind=kind,
        valid_from=LONG_AGO,
        defaults={"certificate_no": f"示例证-{user.username}"},
    )
    return appraiser


def works_on(office: Office, day: date, note: str) -> None:
    """The office's own word that it works on `day`, whatever the national calendar says."""
    CalendarDay.objects.get_or_create(
        office=office.party, day=day, defaults={"is_working": True, "note": note}
    )
