"""The last seats of a day, on real connections: exactly the seats are sold, never one more."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from approvals.record.queries import first_broken_link, trail_of
from approvals.record.refusals import Conflict
from relics.appointments import services
from relics.appointments.models import Booking, Session
from tests.factories import make_case, make_office, make_session, working_day

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CLIENTS = 32
SEATS = 20


def all_at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run each act in a thread with a connection of its own, all let go at the same moment."""
    gate, answers = Barrier(len(acts)), [None] * len(acts)

    def run(place):
        try:
            connection.ensure_connection()
            gate.wait()
            answers[place] = acts[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def booking_act(case, session, seats=1):
    return lambda: services.book_seats(case, session, seats=seats, by=case.created_by)


def test_32_clients_fight_for_20_seats_and_exactly_20_are_sold():
    office = make_office()
    session = make_session(office, capacity=SEATS)
    later = make_session(office, day=working_day(5), capacity=500)
    cases = [make_case(office) for _ in range(CLIENTS)]

    answers = all_at_once([booking_act(case, session) for case in cases])

    kinds = Counter(type(answer) for answer in answers)
    assert kinds == {Booking: SEATS, Conflict: CLIENTS - SEATS}
    assert Session.objects.get(pk=session.pk).booked == SEATS
    assert Booking.objects.filter(session=session).count() == SEATS
    losers = [answer for answer in answers if isinstance(answer, Conflict)]
    assert {loser.status for loser in losers} == {409}
    assert {loser.as_problem()["next_free"]["id"] for loser in losers} == {later.pk}
    assert first_broken_link() is None


def test_bookings_of_many_seats_never_share_the_last_ones():
    office = make_office()
    session = make_session(office, capacity=10)
    cases = [make_case(office) for _ in range(8)]

    answers = all_at_once([booking_act(case, session, seats=3) for case in cases])

    assert sum(isinstance(answer, Booking) for answer in answers) == 3
    assert Session.objects.get(pk=session.pk).booked == 9


def test_one_case_booked_twice_at_once_has_one_booking():
    office = make_office()
    case = make_case(office)
    sessions = [make_session(office, half=half) for half in ("am", "pm")] * 4

    answers = all_at_once([booking_act(case, session) for session in sessions])

    assert Counter(type(answer) for answer in answers) == {Booking: 1, Conflict: 7}
    assert sum(Session.objects.values_list("booked", flat=True)) == 1


def test_moves_in_both_directions_at_once_neither_deadlock_nor_lose_a_seat():
    office = make_office()
    one, two = make_session(office), make_session(office, day=working_day(5))
    cases = [make_case(office) for _ in range(8)]
    bookings = [
        booking_act(case, session)() for case, session in zip(cases, [one, two] * 4, strict=True)
    ]

    def move(booking):
        other = two if booking.session_id == one.pk else one
        return lambda: services.move_booking(booking, other, by=booking.booked_by)

    answers = all_at_once([move(booking) for booking in bookings])

    assert Counter(type(answer) for answer in answers) == {Booking: 8}
    assert list(Session.objects.order_by("pk").values_list("booked", flat=True)) == [4, 4]


def test_outside_a_transaction_nothing_is_booked():
    office = make_office()
    case, session = make_case(office), make_session(office)
    with pytest.raises(RuntimeError):
        services.request_booking(case, session, seats=1, by=case.created_by)
    assert not Booking.objects.exists()


def test_no_statement_of_a_booking_holds_the_row_that_everybody_wants():
    """The seats are taken inside the commit: no round trip passes while the session is locked."""
    office = make_office()
    case, session = make_case(office), make_session(office)
    with CaptureQueriesContext(connection) as queries:
        services.book_seats(case, session, seats=2, by=case.created_by)
    touched = [
        q["sql"] for q in queries if "UPDATE" in q["sql"] and "appointments_session" in q["sql"]
    ]
    assert touched == []
    assert Session.objects.get(pk=session.pk).booked == 2


def test_the_commit_itself_refuses_a_seat_that_is_gone():
    office = make_office()
    session = make_session(office, capacity=2)
    first, second = make_case(office), make_case(office)
    services.book_seats(first, session, seats=2, by=first.created_by)
    with pytest.raises(IntegrityError, match="seats_claimed"):
        Booking.objects.create(case=second, session=session, seats=1, booked_by=second.created_by)
    assert not Booking.objects.filter(case=second).exists()
    assert Session.objects.get(pk=session.pk).booked == 2


def test_a_booking_that_finds_the_session_full_leaves_nothing():
    office = make_office()
    session = make_session(office, capacity=2)
    first, second = make_case(office), make_case(office)
    services.book_seats(first, session, seats=2, by=first.created_by)
    with pytest.raises(Conflict) as caught:
        services.book_seats(second, session, seats=1, by=second.created_by)
    assert caught.value.refusal.code == "session_full"
    assert not trail_of(second.chain).exists()


SCRATCH = """
CREATE TABLE IF NOT EXISTS race_day (id int PRIMARY KEY, capacity int NOT NULL);
CREATE TABLE IF NOT EXISTS race_booking (day int NOT NULL);
INSERT INTO race_day VALUES (1, %s);
"""


def count_then_insert():
    """What not to do: count the bookings, and insert one where it looks as if there were room."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT capacity FROM race_day WHERE id = 1")
        (capacity,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM race_booking WHERE day = 1")
        (taken,) = cursor.fetchone()
        cursor.execute("SELECT pg_sleep(0.02)")
        if taken >= capacity:
            return False
        cursor.execute("INSERT INTO race_booking VALUES (1)")
        return True


def test_the_negative_control_counts_then_inserts_and_does_oversell():
    """If this ever fails, the races above prove nothing: the clients no longer meet."""
    with connection.cursor() as cursor:
        cursor.execute(SCRATCH, [SEATS])
    try:
        answers = all_at_once([count_then_insert] * CLIENTS)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE race_booking, race_day")
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert sum(answers) > SEATS
