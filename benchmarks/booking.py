"""Booking under contention, against the bare statement.

*Hot*: 32 clients hammer one day of 200 seats until it is full and go on to the next. *Spread*:
4,000 sessions at random. The value is `book_seats`, the verb of the appointments' room: case row
locked, permission, rules, booking, trail, seats. The floor is one statement that counts up a row
and inserts a booking, without anything else, in the same run on the same server. What the page
adds, the applicant's turn in the flow, is not in it.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.db.models.functions import Abs, Coalesce

from approvals.record.refusals import Conflict
from relics.appointments.models import LIVE, Booking, Session
from relics.appointments.services import book_seats

from .booking_world import SEATS, Client, Desk, make_clients, make_desk
from .crowd import Act, rate
from .figures import Figure, Run
from .machine import hurried, unfit, watch
from .scratch import dsn, scratch_database

RUNS = 3
SECONDS = 4.0
HOT_DAYS = 80
OFFICES = 20
SLOTS = 4000
WARM = 8
"""Bookings after which the server plans none of the statements anew."""
MOST_BOOKINGS = 200
"""Cases of one client for one run: more than it can book in the time."""

FLOOR_TABLES = """
DROP TABLE IF EXISTS bench_booking, bench_day;
CREATE TABLE bench_day (
    id bigint PRIMARY KEY, capacity int NOT NULL, booked int NOT NULL DEFAULT 0,
    CHECK (booked BETWEEN 0 AND capacity));
CREATE TABLE bench_booking (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day bigint NOT NULL REFERENCES bench_day, client int NOT NULL);
"""
FLOOR = """
WITH taken AS (
    UPDATE bench_day SET booked = booked + 1
    WHERE id = %s AND booked < capacity RETURNING id)
INSERT INTO bench_booking (day, client) SELECT id, %s FROM taken RETURNING id
"""


def run() -> Iterator[Figure]:
    """Yield the figures of booking; takes about two minutes."""
    with scratch_database():
        hot, spread = [], []
        acknowledged = 0
        for _run in range(RUNS):
            foreign = watch()
            floor = _floor(hot=True)
            value, count = _service([make_desk(HOT_DAYS)], hot=True)
            hot.append(Run(value, floor, foreign()))
            acknowledged += count
            foreign = watch()
            floor = _floor(hot=False)
            value, count = _service(
                [make_desk(SLOTS // OFFICES) for _office in range(OFFICES)], hot=False
            )
            spread.append(Run(value, floor, foreign()))
            acknowledged += count
        off = hurried()
        yield Figure("booking_hot", hot, aim=0.30, not_judged=unfit(hot, off))
        yield Figure("booking_spread", spread, aim=0.10, not_judged=unfit(spread, off))
        for name, wrong in _faults(acknowledged):
            yield Figure(name, [Run(wrong)], aim=0, higher_is_better=False)


def _days(number: int, *, hot: bool, slots: int) -> Callable[[bool], int]:
    """Which day a client tries next; it hears whether the last attempt was acknowledged."""
    dice = random.Random(number)
    place = 0

    def following(acknowledged: bool) -> int:  # noqa: FBT001  it is an answer, not a switch
        nonlocal place
        if not hot:
            return dice.randrange(slots)
        place += not acknowledged
        return min(place, slots - 1)

    return following


def _floor(*, hot: bool) -> float:
    slots = 400 if hot else SLOTS
    with connection.cursor() as cursor:
        cursor.execute(FLOOR_TABLES)
        cursor.execute(
            "INSERT INTO bench_day (id, capacity) SELECT n, %s FROM generate_series(0, %s) n",
            [SEATS, slots - 1],
        )
    place = dsn()
    connection.close()

    def client(number: int) -> Act:
        server = psycopg.connect(**place, autocommit=True)
        day = _days(number, hot=hot, slots=slots)
        last = True

        def act() -> bool:
            nonlocal last
            last = server.execute(FLOOR, (day(last), number)).fetchone() is not None
            return last

        return act

    return rate(client, SECONDS)[0]


def _service(desks: list[Desk], *, hot: bool) -> tuple[float, int]:
    clients = make_clients(desks, MOST_BOOKINGS)
    sessions = {desk.office.party_id: desk.sessions for desk in desks}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _warm_up(clients[0], sessions)
    connection.close()

    def client(number: int) -> Act:
        _warm_up(clients[number], sessions)
        return _booker(clients[number], sessions, _days(number, hot=hot, slots=_least(desks)))

    return rate(client, SECONDS)


def _warm_up(client: Client, sessions: dict[Any, list[Session]]) -> None:
    """Bookings that are not kept: modules, caches and the connection are there before the clock."""
    for case in client.cases[:WARM]:
        with transaction.atomic():
            book_seats(case, sessions[case.office_id][-1], seats=1, by=client.user)
            transaction.set_rollback(True)


def _least(desks: list[Desk]) -> int:
    return min(len(desk.sessions) for desk in desks)


def _booker(client: Client, sessions: dict[Any, list[Session]], day: Callable[[bool], int]) -> Act:
    waiting = iter(client.cases)
    case = next(waiting)
    last = True

    def act() -> bool:
        nonlocal case, last
        session = sessions[case.office_id][day(last)]
        try:
            book_seats(case, session, seats=1, by=client.user)
        except Conflict:
            last = False
        else:
            last = True
            case = next(waiting)
        return last

    return act


def _faults(acknowledged: int) -> Iterator[tuple[str, int]]:
    """What the tables say after all runs: sold over, booked twice, counter against rows."""
    taken = Coalesce(Sum("bookings__seats", default=0), 0)
    counted = Session.objects.annotate(taken=taken)
    yield "booking_over", counted.filter(taken__gt=F("capacity")).count()
    live = Booking.objects.filter(status__in=LIVE).values("case").annotate(times=Count("pk"))
    yield "booking_double", live.filter(times__gt=1).count()
    drift = counted.aggregate(drift=Sum(Abs(F("booked") - F("taken"))))["drift"] or 0
    yield "booking_drift", drift + abs(Booking.objects.count() - acknowledged)
