"""Random people do random acts in a few exit reviews at once, and the law holds after each.

What no test thought of: in every order of acts, tried by anybody, no object is permitted
against a responsible appraiser, every open case has a turn that somebody can do or waits for an
authority outside, and from wherever they stopped all cases come to a lawful end.
"""

from collections import Counter

import pytest
from django.db.models import Count
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from approvals.cases.models import Clock
from relics.reviews.models import ReviewItem
from relics.reviews.queries import free_objects_of
from relics.reviews.services import application
from tests import reviewing

from . import officers
from .walking import MOST_STEPS, OVER, Walk, steady

LIVE = ("pending", "permit", "permit_issued", "frozen")
PERMITTED = ("permit", "permit_issued", "released")
AGAIN = ("returned", "left", "absent", "voided")
"""Outcomes after which an object may be applied for anew."""
REACHED = {"decide", "issue", "hand_back", "freeze", "instruct", "sign", "revoke", "replace"}
"""Acts that stand far along the way: where none succeeded the walks have become too short."""
WISHES = st.integers(0, 63)


class RandomOfficers(Walk):
    """Two or three exit reviews."""

    done = Counter()
    ends = Counter()

    def __init__(self):
        super().__init__()
        self.sealed = False

    def one_of(self, which):
        return officers.fresh(self.reviews[which % len(self.reviews)])

    # what anybody may try

    @precondition(lambda self: len(self.reviews) < 3)
    @rule(picks=st.sets(st.integers(0, 4), min_size=1, max_size=3), how=st.integers(0, 7))
    def draft(self, picks, how):
        drafted = []
        if self.attempt(officers.draft, sorted(picks), drafted):
            self.reviews += drafted
            if how:
                self.attempt(officers.submit, self.one_of(-1), self.office.world.agent, 0)

    @precondition(lambda self: self.reviews)
    @rule(which=st.integers(0, 2), wishes=st.lists(WISHES, min_size=1, max_size=5))
    def go_on(self, which, wishes):
        """The office and the applicant do what is next, one way or another."""
        for wish in wishes:
            review = self.one_of(which)
            ways = list(self.ways_on(review.case))
            if ways:
                by, act = ways[wish % len(ways)]
                self.attempt(act, review, by, wish)

    @precondition(lambda self: self.reviews)
    @rule(
        which=st.integers(0, 2),
        act=st.sampled_from(officers.ACTS),
        who=st.integers(0, 30),
        wish=WISHES,
    )
    def try_anything(self, which, act, who, wish):
        people = list(self.office.people.values())
        self.attempt(act, self.one_of(which), people[who % len(people)], wish)

    @precondition(lambda self: self.reviews)
    @rule(which=st.integers(0, 2), pair=st.sampled_from(officers.CROSSING), wish=WISHES)
    def cross_the_way(self, which, pair, wish):
        """Who may, at a time when it may be inconvenient."""
        who, act = pair
        self.attempt(act, self.one_of(which), self.office.people[who], wish)

    def with_a_permit(self):
        return [one for one in self.reviews if officers.permit_of(one)]

    @precondition(lambda self: not self.sealed and self.with_a_permit())
    @rule()
    def seal_a_permit(self):
        """What the worker does after a commit; once in a walk, for drawing a paper takes time."""
        officers.finish_permit(self.with_a_permit()[0])
        self.sealed = True

    # what holds after each

    @invariant()
    def nothing_is_permitted_against_a_responsible_appraiser(self):
        permitted = ReviewItem.objects.filter(review__in=self.reviews, status__in=PERMITTED)
        for item in permitted.select_related("review"):
            seats = item.review.panel.filter(left_at__isnull=True)
            leading = [seat for seat in seats if seat.responsible]
            assert len({seat.appraiser_id for seat in seats}) >= 3
            assert len(leading) >= 2
            for seat in leading:
                said = item.opinions.filter(member=seat).order_by("-version").first()
                assert said is not None
                assert said.may_leave is True

    @invariant()
    def every_open_case_has_a_turn_that_somebody_can_do(self):
        for known in self.reviews:
            review = officers.fresh(known)
            turns = self.turns_that_somebody_can_do(review.case)
            if review.status in OVER:
                assert turns == [], review.status
                assert review.case.closed_at is not None
                assert not review.items.filter(status="pending").exists()
            elif review.status == "draft":
                assert turns == []
            elif not turns:
                assert officers.freezes_in(review).exists(), review.status

    @invariant()
    def no_clock_runs_twice(self):
        running = Clock.objects.filter(stopped_at__isnull=True).values("case", "kind")
        assert not running.annotate(count=Count("pk")).filter(count__gt=1).exists()

    @invariant()
    def an_object_is_in_one_live_case(self):
        live = ReviewItem.objects.filter(review__in=self.reviews, status__in=LIVE)
        assert max(Counter(live.values_list("object", flat=True)).values(), default=1) == 1

    # and the way home

    def bring_home(self, review):
        """Every case comes to its end by the right people, whatever was done before."""
        approver = self.office.world.approver
        for _step in range(MOST_STEPS):
            held = officers.fresh(review)
            if held.status in {*OVER, "draft"}:
                break
            if officers.freezes_in(held).exists():
                self.attempt(officers.report, held, approver, 0)
                assert self.attempt(officers.instruct, held, approver, 0)
            else:
                ways = list(self.ways_on(held.case))
                assert any(self.attempt(act, held, by, 1) for by, act in ways), (
                    held.status,
                    [act.__name__ for _by, act in ways],
                    list(held.items.values_list("sequence", "status")),
                )
        assert officers.fresh(review).status in {*OVER, "draft"}

    def nothing_is_left_hanging(self):
        """No object waits in a case that is over, and what is free can be applied for again."""
        for review in self.reviews:
            for _freeze in officers.freezes_in(review):
                self.attempt(officers.report, review, self.office.world.approver, 0)
                assert self.attempt(officers.instruct, review, self.office.world.approver, 0)
        items = ReviewItem.objects.filter(review__in=self.reviews).order_by("pk")
        over = items.exclude(review__status="draft")
        assert not over.filter(status__in=("pending", "permit", "prohibited", "frozen")).exists()
        for item in items.filter(status="permit_issued").select_related("review__case"):
            assert officers.permit_of(item.review).status in ("prepared", "valid", "suspended")
        last = dict(items.values_list("object", "status"))
        draft = application.draft_application(
            self.office.world.dealer, title="示例", by=self.office.world.agent
        )
        free = set(free_objects_of(draft).values_list("pk", flat=True))
        assert {key for key, status in last.items() if status in AGAIN} <= free


@pytest.mark.slow
@pytest.mark.django_db
def test_random_officers_find_no_state_without_a_lawful_way_on(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    RandomOfficers.office = officers.Office()
    run_state_machine_as_test(RandomOfficers, settings=steady(examples=10, steps=30))
    assert set(RandomOfficers.ends) >= OVER
    assert set(RandomOfficers.done) >= REACHED
