"""What a walk of random officers has in common: one transaction, one way to try an act."""

import re
from collections import Counter

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine

from approvals.cases import engine
from approvals.parties.models import User
from approvals.parties.queries import holds_role
from approvals.record.queries import first_broken_link
from approvals.record.refusals import Refused

from . import officers
from .test_every_move import FINALS

OVER = FINALS["reviews.Review"]
RULE = re.compile(r"(R-[A-Z]+-\d\d|D-[A-Z]+|§ ?\d+(\.\d+)?|edge case \d+|art\. ?\d+)")
"""A rule of the law, or one of the house's own (D-TURN: whose turn it is)."""
MOST_STEPS = 40


class Walk(RuleBasedStateMachine):
    """Cases of one dealer at one office, in one transaction that is rolled back.

    `office` is the world and its people; `done` counts what succeeded in all walks together, and
    `ends` how cases ended, so that a test can tell a walk from a standstill.
    """

    office: officers.Office
    done: Counter
    ends: Counter

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.reviews = []

    def teardown(self):
        """From wherever the walk stopped, every case comes home; then nothing is left of it."""
        try:
            for review in self.reviews:
                self.bring_home(review)
                self.ends[officers.fresh(review).status] += 1
                assert first_broken_link(review.case.chain) is None
            self.nothing_is_left_hanging()
            connection.check_constraints()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def bring_home(self, review):
        raise NotImplementedError

    def nothing_is_left_hanging(self):
        raise NotImplementedError

    def attempt(self, act, *args):
        """Whether the act was done; a refusal names its rule and leaves nothing behind."""
        try:
            with transaction.atomic():
                act(self.office, *args)
        except Refused as error:
            if not RULE.fullmatch(error.refusal.rule):
                raise AssertionError((act.__name__, error.refusal)) from error
            return False
        self.done[act.__name__] += 1
        return True

    def ways_on(self, case):
        """Who could do what for the case to go on, from its open turns."""
        for turn in engine.open_turns(case):
            for who, act in self.office.next[turn.node]:
                owner = who == officers.OWNER
                by = User.objects.get(pk=turn.owner_id) if owner else self.office.people[who]
                yield by, act

    def turns_that_somebody_can_do(self, case):
        """The open turns of the case, each checked to be open to one of the people."""
        turns = engine.open_turns(case)
        for turn in turns:
            assert any(
                person.pk == turn.owner_id or holds_role(person, turn.role, turn.party_id)
                for person in self.office.people.values()
            ), turn
        return turns


def steady(examples, steps):
    """The same walks every time, told as they were found: making one shorter takes minutes."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
