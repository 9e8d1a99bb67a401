"""The waiting list on real connections: one place is offered once, and no seat is lost."""

from collections import Counter

import pytest
from django.db.models import F, Sum

from relics.appointments import services
from relics.appointments.models import LIVE, Booking, Session, WaitingEntry
from tests.factories import make_case, make_office, make_session

from .test_last_seats import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def book(case, session):
    return services.book_seats(case, session, seats=1, by=case.created_by)


def wait(case):
    return services.join_waiting_list(case, seats=1, by=case.created_by)


def held_and_booked(session):
    live = Booking.objects.filter(session=session, status__in=LIVE)
    held = WaitingEntry.objects.filter(session=session, status="offered")
    return live.count() + (held.aggregate(sum=Sum("units"))["sum"] or 0)


def test_seats_given_back_at_once_are_offered_once_each_while_others_push_in():
    office = make_office()
    session = make_session(office, capacity=6)
    taken = [book(make_case(office), session) for _ in range(6)]
    waiting = [wait(make_case(office)) for _ in range(8)]
    others = [make_case(office) for _ in range(6)]

    all_at_once(
        [lambda one=one: services.cancel_booking(one, by=one.booked_by) for one in taken]
        + [lambda case=case: book(case, session) for case in others]
    )

    states = Counter(WaitingEntry.objects.values_list("status", flat=True))
    assert states == {"offered": 6, "waiting": 2}
    assert Session.objects.get().booked == held_and_booked(session) == 6
    first = sorted(one.pk for one in waiting)[:6]
    offered = WaitingEntry.objects.filter(status="offered").order_by("pk")
    assert list(offered.values_list("pk", flat=True)) == first


def test_offers_accepted_and_let_go_at_once_book_nobody_twice():
    office = make_office()
    session = make_session(office, capacity=4)
    taken = [book(make_case(office), session) for _ in range(4)]
    entries = [wait(make_case(office)) for _ in range(8)]
    for one in taken:
        services.cancel_booking(one, by=one.booked_by)

    answers = all_at_once(
        [lambda one=one: book(one.case, session) for one in entries[:4]]
        + [lambda one=one: book(one.case, session) for one in entries[:2]]
        + [
            lambda one=one: services.leave_waiting_list(one, by=one.case.created_by)
            for one in entries[2:4]
        ]
    )

    assert len(answers) == 8
    per_case = Booking.objects.filter(status__in=LIVE).values("case")
    assert per_case.count() == per_case.distinct().count()
    assert Session.objects.get().booked == held_and_booked(session)
    assert not Session.objects.filter(booked__gt=F("capacity")).exists()
