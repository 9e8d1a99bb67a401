"""Posting on the account book, against the bare statement.

Eight clients, each an enterprise with a book of its own, send objects out and call them back
(预减, 撤销预减). *Pass*: the ten lines of one gate pass are posted together, as the gate does it;
*single*: one line at a time. The value is `commit` and `call_off_going`, the verbs of the books'
room: permission, locks, rules, postings, trail and outbox. The floor is one statement that
updates a row and inserts one, without anything else, in the same run on the same server. Both
are counted in lines posted a second. *Hot* posts passes on the lines of one book: its trail is
one chain, so its clients queue.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import count, groupby

import psycopg
from django.db import connection
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from approvals.parties.models import Membership, Party, Role, User, Zone
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.services import CLOCKWORK
from exhibitions.books.models import Account, Book, Line, Posting
from exhibitions.books.services import Paper, call_off_going, commit, expect, receive
from relics.register.models import RelicObject

from .crowd import Act, rate
from .figures import Figure, Run
from .machine import hurried, unfit, watch
from .scratch import dsn, scratch_database

RUNS = 3
SECONDS = 4.0
CLIENTS = 8
LINES = 400
"""Lines of each client."""
PASS = 10
"""Lines of one gate pass."""
PAPER = Paper("gate_pass", "示例核放单")

FLOOR_TABLES = """
DROP TABLE IF EXISTS bench_posting, bench_line;
CREATE TABLE bench_line (id bigint PRIMARY KEY, quantity int NOT NULL CHECK (quantity >= 0));
CREATE TABLE bench_posting (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line bigint NOT NULL REFERENCES bench_line, client int NOT NULL);
"""
FLOOR = """
WITH moved AS (UPDATE bench_line SET quantity = quantity + 1 WHERE id = %s RETURNING id)
INSERT INTO bench_posting (line, client) SELECT id, %s FROM moved RETURNING id
"""
_number = count(1)


def run() -> Iterator[Figure]:
    """Yield the figures of posting; takes about two minutes."""
    with scratch_database():
        firms = [_firm() for _client in range(CLIENTS)]
        passes, singles, hot = [], [], []
        for _run in range(RUNS):
            foreign = watch()
            floor = _floor()
            passes.append(Run(_posting(firms, PASS), floor, foreign()))
            singles.append(Run(_posting(firms, 1), floor, foreign()))
            one = [(user, lines) for user, lines in _shared(firms[0])]
            hot.append(Run(_posting(one, PASS), floor, foreign()))
        off = hurried()
        yield Figure("ledger_pass", passes, aim=0.33, not_judged=unfit(passes, off))
        yield Figure("ledger_single", singles, aim=0.33, not_judged=unfit(singles, off))
        yield Figure("ledger_hot", hot, aim=0.33, not_judged=unfit(hot, off))
        for name, wrong in _faults():
            yield Figure(name, [Run(wrong)], aim=0, higher_is_better=False)


Firm = tuple[User, Sequence[Line]]


def _firm() -> Firm:
    """An enterprise whose book has its lines in stock; all plainly invented."""
    number = next(_number)
    holder, customs, seat = (
        Party.objects.create(
            kind=kind,
            name=f"示例单位{number}",
            identity_kind=Party.IdentityKind.PASSPORT,
            identity_number=f"BENCH{kind}{number}",
        )
        for kind in (Party.Kind.ENTERPRISE, Party.Kind.CUSTOMS, Party.Kind.ZONE)
    )
    user = User.objects.create(username=f"bench{number}", full_name="示例人员")
    Membership.objects.create(
        user=user, party=holder, role=Role.OPERATOR, valid_from=date(2020, 1, 1)
    )
    book = Book.objects.create(
        number=f"示例账册{number}",
        holder=holder,
        zone=Zone.objects.create(party=seat, code=f"bench{number}", address="示例路一号"),
        customs=customs,
        opened_on=timezone.localdate(),
        opened_by=user,
    )
    things = RelicObject.objects.bulk_create(
        RelicObject(
            owner=holder, number=f"示例{place}", name="示例油画", texture="other", created_by=user
        )
        for place in range(LINES)
    )
    lines = Line.objects.bulk_create(
        Line(
            book=book,
            sequence=place,
            item_number=f"示例{place}",
            object=thing,
            hs_code="9701210000",
            name=thing.name,
            unit="件",
            price=Decimal(1),
            currency="CNY",
            opened_by=user,
        )
        for place, thing in enumerate(things, start=1)
    )
    expect(lines, PAPER, by=CLOCKWORK)
    receive(lines, PAPER, by=CLOCKWORK)
    return user, lines


def _shared(firm: Firm) -> list[Firm]:
    """The lines of one book dealt out to all clients."""
    user, lines = firm
    return [(user, lines[place::CLIENTS]) for place in range(CLIENTS)]


def _floor() -> float:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR_TABLES)
        cursor.execute(
            "INSERT INTO bench_line (id, quantity) SELECT n, 0 FROM generate_series(0, %s) n",
            [CLIENTS * LINES],
        )
    place = dsn()
    connection.close()

    def client(number: int) -> Act:
        server = psycopg.connect(**place, autocommit=True)
        dice = random.Random(number)

        def act() -> bool:
            line = number * LINES + dice.randrange(LINES)
            return server.execute(FLOOR, (line, number)).fetchone() is not None

        return act

    return rate(client, SECONDS, threads=1)[0]


def _posting(firms: Sequence[Firm], size: int) -> float:
    """Lines posted a second by all clients, each going through its own again and again."""
    _all_back()
    connection.close()

    def client(number: int) -> Act:
        user, known = firms[number]
        lines = list(Line.objects.in_bulk([line.pk for line in known]).values())
        act = _poster(user, [_with_book(line, known[0].book) for line in lines], size)
        for _warm_up in range(4):
            act()
        return act

    return rate(client, SECONDS, threads=1)[0] * size


def _all_back() -> None:
    """Every line is free again, by postings of the clock's."""
    going = Line.objects.filter(account=Account.GOING).select_related("book").order_by("book")
    for _book, lines in groupby(going, key=lambda line: line.book_id):
        call_off_going(list(lines), PAPER, by=CLOCKWORK)


def _with_book(line: Line, book: Book) -> Line:
    line.book = book
    return line


def _poster(user: User, lines: Sequence[Line], size: int) -> Act:
    groups = [lines[place : place + size] for place in range(0, len(lines) - size + 1, size)]
    turns: Callable[[], int] = count().__next__

    def act() -> bool:
        group = groups[turns() % len(groups)]
        verb = commit if group[0].account == Account.FREE else call_off_going
        return len(verb(group, PAPER, by=user)) == size

    return act


def _faults() -> Iterator[tuple[str, int]]:
    """What the tables say after all runs: a line beside its last posting, acts untold."""
    last = Posting.objects.filter(line=OuterRef("pk")).order_by("-pk").values("credit")[:1]
    stood = Line.objects.annotate(stood=Subquery(last))
    yield "ledger_drift", stood.exclude(account=F("stood")).count()
    acts = TrailEntry.objects.filter(verb__startswith="books.").count()
    told = OutboxMessage.objects.filter(kind="book.posted").count()
    yield "ledger_untold", abs(acts - told)
    wrong = Line.objects.exclude(account__in=[Account.FREE, Account.GOING]).count()
    yield "ledger_lost", wrong
