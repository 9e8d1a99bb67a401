"""The best lawful panel: the greedy answer where it is good enough, else the solver's."""

from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relics.appraisers.panels import Ask, Candidate, Plan, choose
from relics.appraisers.panels.choosing import greedy, reaches_the_bound
from relics.appraisers.panels.solving import solve


def lead(key, classes="", load=0):
    return Candidate(key, True, frozenset(classes), load)


def hand(key, classes="", load=0):
    return Candidate(key, False, frozenset(classes), load)


def ask(*people, classes="", key="case", **said):
    return Ask(key, people, frozenset(classes), **said)


def brute_force(asks):
    """The best measure over every combination of lawful panels there is."""
    best = None
    for panels in product(*(_every_panel(one) for one in asks)):
        if _two_places_at_once(asks, panels):
            continue
        plan = Plan({one.key: panel for one, panel in zip(asks, panels, strict=True)}, asks=asks)
        best = plan.measure if best is None else min(best, plan.measure)
    return best


def _every_panel(one):
    keys = [person.key for person in one.candidates]
    sizes = range(one.need, len(keys) + 1)
    found = [panel for size in sizes for panel in combinations(keys, size)]
    return [None, *(panel for panel in found if one.is_lawful(panel))]


def _two_places_at_once(asks, panels):
    where = {}
    for one, panel in zip(asks, panels, strict=True):
        for key in panel or ():
            place = one.key if one.place is None else one.place
            if one.time is not None and where.setdefault((one.time, key), place) != place:
                return True
    return False


def test_the_greedy_answer_is_kept_where_nothing_can_be_better():
    plan = choose([ask(lead(1), lead(2), hand(3), lead(4))])
    assert (plan.panels["case"], plan.found_by) == ((1, 2, 3), "greedy")


def test_greedy_seats_one_too_many_and_the_solver_finds_the_three_who_cover_all_classes():
    people = (lead(1, "a"), lead(2, "b"), lead(3, "ab", 1), lead(4, "c"), hand(5, "d"))
    one = ask(*people, classes="abcd")
    assert len(greedy([one]).panels["case"]) == 4
    plan = choose([one])
    assert (plan.panels["case"], plan.found_by, plan.proven) == ((3, 4, 5), "solver", True)


def test_greedy_takes_the_only_leads_of_the_next_session_and_the_solver_seats_both():
    """At one time: the first case could do with others, the second has these alone."""
    first = ask(lead(1), lead(2), lead(3), lead(4), hand(5), hand(6), key="first", time="am")
    second = ask(lead(1), lead(2), hand(3), hand(5), key="second", time="am")
    assert greedy([first, second]).panels["second"] is None
    plan = choose([first, second])
    assert plan.found_by == "solver"
    assert None not in plan.panels.values()
    assert not set(plan.panels["first"]) & set(plan.panels["second"])


def test_a_busy_expert_is_left_in_peace_where_two_others_know_as_much():
    people = (lead(1, "ab", 9), lead(2, "a"), lead(3, "b"), hand(4))
    assert choose([ask(*people, classes="ab")]).panels["case"] == (2, 3, 4)


def test_who_is_down_for_the_session_is_kept_but_for_a_class_that_only_a_newcomer_knows():
    down = (lead(4, load=9), lead(5, "a", load=9), hand(6, load=9))
    new = tuple(replace(one, newcomer=True) for one in (lead(1), lead(2, "b"), hand(3, "a")))
    assert choose([ask(*new, *down, classes="a")]).panels["case"] == (4, 5, 6)
    assert len({2, 4, 5, 6} & set(choose([ask(*new, *down, classes="ab")]).panels["case"])) == 3


def test_cases_of_one_session_share_its_people():
    cases = [
        ask(lead(1), lead(2), lead(3), hand(4), hand(5), key="one", place="session"),
        ask(lead(2), lead(3), hand(4), hand(5), key="two", place="session"),
    ]
    plan = choose(cases)
    assert sum(plan.sittings.values()) == 3
    assert set(plan.panels["one"]) == set(plan.panels["two"]) == {2, 3, 4}


def test_a_week_shares_the_sittings_evenly():
    people = [lead(key) for key in range(1, 7)]
    week = [ask(*people, key=day, time=(day, half)) for day in range(5) for half in ("am",)]
    sittings = choose(week).sittings
    assert (sum(sittings.values()), max(sittings.values())) == (15, 3)


@pytest.mark.parametrize("people", [(), (lead(1), lead(2)), (lead(1), hand(2), hand(3))])
def test_no_lawful_panel_no_proposal(people):
    assert choose([ask(*people)]).panels == {"case": None}
    assert solve([ask(*people)]).panels == {"case": None}


def test_one_case_without_a_panel_does_not_cost_the_others_theirs():
    plan = choose([ask(lead(1), lead(2), key="a"), ask(lead(1), lead(2), hand(3), key="b")])
    assert plan.panels == {"a": None, "b": (1, 2, 3)}


rosters = st.dictionaries(
    st.integers(1, 5),
    st.tuples(st.booleans(), st.sets(st.sampled_from("abc")), st.integers(0, 4), st.booleans()),
    min_size=3,
    max_size=5,
)


@st.composite
def plans_wanted(draw):
    """One or two cases over one small roster, each with those of it who may sit."""
    roster = draw(rosters)
    asks = []
    for number in range(draw(st.integers(1, 2))):
        able = set(roster) - draw(st.sets(st.sampled_from(sorted(roster)), max_size=2))
        people = tuple(
            Candidate(key, leads, frozenset(classes), load, newcomer=newcomer)
            for key, (leads, classes, load, newcomer) in sorted(roster.items())
            if key in able
        )
        classes = frozenset(draw(st.sets(st.sampled_from("abc"))))
        place, time = draw(st.sampled_from([(None, None), (None, "am"), ("room", "am")]))
        asks.append(Ask(number, people, classes, place=place, time=time))
    return tuple(asks)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(plans_wanted())
def test_a_panel_is_found_where_there_is_one_and_its_worst_load_is_the_smallest(asks):
    """Against every combination there is, on small rosters: the solver, and the whole choice."""
    best = brute_force(asks)
    assert solve(asks).measure == best
    assert choose(asks).measure == best


@settings(max_examples=80, deadline=None, derandomize=True)
@given(plans_wanted())
def test_the_same_question_has_the_same_answer(asks):
    assert choose(asks).panels == choose(asks).panels
    for one in asks:
        panel = choose(asks).panels[one.key]
        assert panel is None or one.is_lawful(panel)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(plans_wanted())
def test_a_greedy_answer_that_is_kept_cannot_be_bettered(asks):
    plan = greedy(asks)
    if reaches_the_bound(plan):
        assert plan.measure == brute_force(asks)
    else:
        assert choose(asks).found_by == "solver"
