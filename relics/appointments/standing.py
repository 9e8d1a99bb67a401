"""What the rules must know when a case asks for a session, read in one statement.

Everything is also said by a named query (`memberships_of`, `live_booking`, `decision_due`,
`bench_strength`); a test holds the two against each other. It is written out because a full
day is asked for by everybody at once, and the ORM's making of seven statements costs ten times
what the server needs to answer this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from approvals.cases.models import Case
from approvals.parties.models import User
from approvals.record.prepared import one_row
from approvals.record.services import Head
from approvals.record.workdays import WorkCalendar

from .models import Session

_QUESTION = """
SELECT
  (SELECT party.name
     FROM parties_membership held
     JOIN parties_party party ON party.id = held.party_id AND party.is_active
     JOIN parties_user person ON person.id = held.user_id AND person.is_active
    WHERE held.user_id = %(person)s AND held.party_id = %(acting)s AND held.role = 'agent'
      AND held.valid_from <= %(today)s AND (held.valid_to IS NULL OR held.valid_to >= %(today)s)
    LIMIT 1),
  EXISTS (SELECT FROM appointments_booking
           WHERE case_id = %(case)s AND status IN ('requested', 'confirmed')),
  (SELECT id FROM appointments_waitingentry
    WHERE case_id = %(case)s AND status IN ('waiting', 'offered')),
  (SELECT due_on FROM cases_clock
    WHERE case_id = %(case)s AND kind = 'decision' AND stopped_at IS NULL),
  (SELECT is_working FROM cases_calendarday WHERE office_id = %(office)s AND day = %(day)s),
  count(*),
  count(*) FILTER (WHERE able.leads)
  {more}
FROM (
  SELECT bool_or(paper.kind = 'responsible') AS leads
    FROM appointments_sessionstaff seat
    JOIN appraisers_appraiser person ON person.id = seat.appraiser_id AND person.is_active
    JOIN parties_user account ON account.id = person.user_id AND account.is_active
    JOIN appraisers_qualification paper ON paper.appraiser_id = person.id
     AND paper.valid_from <= %(day)s AND (paper.valid_to IS NULL OR paper.valid_to >= %(day)s)
   WHERE seat.session_id = %(session)s
     AND NOT EXISTS (SELECT FROM appraisers_absence away
                      WHERE away.appraiser_id = person.id
                        AND %(day)s BETWEEN away.starts_on AND away.ends_on)
     AND NOT EXISTS (SELECT FROM appraisers_tie tie
                      WHERE tie.appraiser_id = person.id
                        AND tie.party_id IN (%(applicant)s, %(agent)s)
                        AND tie.valid_from <= %(day)s
                        AND (tie.valid_to IS NULL OR tie.valid_to >= %(day)s))
   GROUP BY person.id
) able
"""
STANDING = _QUESTION.format(more="")
OPENING = _QUESTION.format(
    more="""
  , nextval('appointments_booking_id_seq')
  , (SELECT seq FROM record_trailhead WHERE chain = %(chain)s)
  , (SELECT hash FROM record_trailhead WHERE chain = %(chain)s)
"""
)
"""The standing, and with what a booking is written: its key, and the head of the case's chain."""


@dataclass(frozen=True)
class Standing:
    """How a case, a session and a person stand to each other.

    `acting_for` is the name of the case's acting party where the person is its agent today;
    `waiting` is the key of its place on the waiting list; `able` of the session's staff can sit
    for the parties, `responsible` of them lead.
    """

    acting_for: str | None
    has_booking: bool
    waiting: int | None
    due_on: date | None
    is_office_day: bool
    able: int
    responsible: int


@dataclass(frozen=True)
class Opening:
    """The standing of a booking about to be written, with its key and the head of its chain."""

    standing: Standing
    key: int
    head: Head | None


def standing_of(case: Case, session: Session, by: User | None = None) -> Standing:
    """Read the standing; without a person `acting_for` is None."""
    return _standing(session, _asked(STANDING, case, session, by))


def opening_of(case: Case, session: Session, by: User) -> Opening:
    """Read the standing, and what the booking is written with; nothing is locked by it."""
    *row, key, seq, last = _asked(OPENING, case, session, by)
    return Opening(_standing(session, row), key, None if last is None else (seq, last))


def _asked(question: str, case: Case, session: Session, by: User | None) -> Sequence[Any]:
    row = one_row(
        question,
        {
            "person": by.pk if by else None,
            "acting": case.acting_party_id,
            "today": timezone.localdate(),
            "case": case.pk,
            "chain": case.chain,
            "office": session.office.party_id,
            "day": session.date,
            "session": session.pk,
            "applicant": case.applicant_id,
            "agent": case.agent_id,
        },
    )
    assert row is not None  # an aggregate without groups always has its row
    return row


def _standing(session: Session, row: Sequence[Any]) -> Standing:
    acting_for, has_booking, waiting, due_on, works, able, responsible = row
    is_office_day = _works(session.date, works)
    return Standing(acting_for, has_booking, waiting, due_on, is_office_day, able, responsible)


def _works(day: date, said: bool | None) -> bool:  # noqa: FBT001  the office's own word
    own = {} if said is None else {day: said}
    return WorkCalendar(own, version="of one day").next_working(day).on == day
