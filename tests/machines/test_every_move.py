"""Every machine of the project, walked state by state and move by move from its own table.

Nothing here needs a database: the law of a status is the table of its model (rules §10).
"""

import inspect
import re

import pytest
from django.apps import apps

from approvals.record.status import (
    StatusField,
    TransitionNotAllowed,
    transitions_of,
)

MACHINES = {
    model._meta.label: model
    for model in apps.get_models()
    if any(isinstance(field, StatusField) for field in model._meta.get_fields())
}
FINALS = {
    "appointments.Booking": {"refused", "cancelled", "moved", "attended", "no_show"},
    "appointments.VisitRequest": {"granted", "declined"},
    "appointments.WaitingEntry": {"taken", "lapsed", "left"},
    "books.Settlement": {"settled"},
    "cases.AdverseAct": {"signed", "dropped"},
    "certificates.Certificate": {"revoked", "superseded", "voided", "expired"},  # §10.12
    "declarations.CentralDeclaration": {"matched"},  # §10.11
    "comparisons.Comparison": {"matched", "explained", "swapped", "unexplained"},  # §10.5
    "entries.Stay": {"left", "exit_case", "settled_domestic", "customs_duty_settled"},  # §10.3
    "exhibits.Count": {"closed"},
    "exhibits.Exhibit": {"seized"},  # §10.9
    "extensions.Extension": {"approved", "refused", "taken_back"},  # §10.4
    "filings.Filing": {"released", "reexported", "cancelled", "refused", "stopped"},  # §10.7
    "gates.GatePass": {"passed", "refused", "withdrawn", "void"},  # rules 6.3
    "guarantees.Guarantee": {"refused", "released", "treasury"},  # §10.10
    "loans.Loan": {"matched", "mismatched", "cancelled"},  # §10.6
    "permits.DisplayPermit": {"refused", "withdrawn", "closed"},  # §10.8
    "permits.Site": {"refused", "withdrawn", "ended"},
    "reviews.Mark": {"removed", "void", "destroyed"},  # §9.16
    "reviews.Review": {"closed", "not_accepted", "withdrawn"},  # §10.1
    "reviews.ReviewItem": {  # §10.1, and what entry and return make of an object (§10.2, §10.5)
        "absent",
        "handed_over",
        "not_relic",
        "referred",
        "registered",
        "released",
        "replica",
        "returned",
        "split",
        "voided",
    },
    "sales.Sale": {"cancelled", "refunded"},  # §10.9; what is delivered may still be refunded
    "sales.SaleLicence": {"verified", "rejected"},
    "transfers.TransferList": {"matched", "withdrawn", "lapsed"},  # R-CENT-07
    "watchlists.Candidate": {"confirmed", "dismissed"},
    "watchlists.Freeze": {"lifted", "handed_over"},
}
"""Where a machine of the rules ends; everything else has a way on."""
RULE = re.compile(r"\b(R-[A-Z]+-\d\d|§ ?\d+(\.\d+)?|edge case \d+|art\. ?\d+)")
SENTENCE = re.compile(r"^[A-Z].*\w.*\.$", re.DOTALL)


def field_of(model):
    return next(field for field in model._meta.get_fields() if isinstance(field, StatusField))


def states_of(model):
    return [value for value, _label in field_of(model).choices]


def table_of(model):
    return transitions_of(model, field_of(model).name)


def in_state(model, state):
    """A row of nowhere whose status is `state`."""
    row = model()
    row.__dict__[field_of(model).name] = state
    return row


STATES = [
    pytest.param(label, state, id=f"{label}-{state}")
    for label, model in MACHINES.items()
    for state in states_of(model)
]
MOVES = sorted({(label, name) for label, model in MACHINES.items() for name, *_ in table_of(model)})


def test_the_machines_that_are_walked_are_all_there_are():
    assert set(MACHINES) == set(FINALS)
    for model in MACHINES.values():
        named = [field for field in model._meta.get_fields() if isinstance(field, StatusField)]
        assert len(named) == 1
        assert named[0].protected is True


@pytest.mark.parametrize(("label", "state"), STATES)
def test_what_is_not_in_the_table_is_refused(label, state):
    model = MACHINES[label]
    table = {(name, source) for name, source, _target in table_of(model)}
    for move in sorted({name for name, _source in table if (name, state) not in table}):
        row = in_state(model, state)
        with pytest.raises(TransitionNotAllowed):
            getattr(row, move)()
        assert row.__dict__[field_of(model).name] == state, move


def plain_moves(model):
    """The moves that ask nothing: no condition read from rows, no word of the person."""
    for move in field_of(model).get_all_transitions(model):
        asked = inspect.signature(getattr(model, move.name)).parameters
        if not move.conditions and len(asked) == 1:
            yield move


@pytest.mark.parametrize("label", MACHINES)
def test_what_is_in_the_table_arrives_where_it_says(label):
    model = MACHINES[label]
    walked = list(plain_moves(model))
    for move in walked:
        row = in_state(model, move.source)
        getattr(row, move.name)()
        assert row.__dict__[field_of(model).name] == str(move.target), move.name
    assert walked


@pytest.mark.parametrize("label", MACHINES)
def test_no_move_leads_to_a_state_that_has_no_name(label):
    named = set(states_of(MACHINES[label]))
    for name, source, target in table_of(MACHINES[label]):
        assert {source, target} <= named, name


@pytest.mark.parametrize("label", MACHINES)
def test_every_state_is_reached_from_the_first(label):
    model = MACHINES[label]
    reached, fresh = set(), {str(field_of(model).default)}
    while fresh:
        reached |= fresh
        fresh = {to for _name, source, to in table_of(model) if source in reached} - reached
    assert reached == set(states_of(model))


@pytest.mark.parametrize("label", MACHINES)
def test_the_ends_are_those_of_the_rules_and_every_other_state_leads_to_one(label):
    model = MACHINES[label]
    table = table_of(model)
    assert set(states_of(model)) - {source for _name, source, _to in table} == FINALS[label]
    arrives, before = set(FINALS[label]), set()
    while arrives != before:
        before = set(arrives)
        arrives |= {source for _name, source, to in table if to in arrives}
    assert arrives == set(states_of(model))


@pytest.mark.parametrize(("label", "move"), MOVES)
def test_every_move_says_what_it_is_by_a_rule_or_in_a_sentence(label, move):
    told = (getattr(MACHINES[label], move).__doc__ or "").strip()
    assert SENTENCE.match(told), told
    assert RULE.search(told) or len(told.split()) > 2, told


def test_most_machines_cite_the_rules_they_follow():
    """A machine of the law names at least one rule in its moves; that of a paper's queue does not."""
    silent = {
        label
        for label, model in MACHINES.items()
        if not any(
            RULE.search(getattr(model, name).__doc__ or "") for name, *_rest in table_of(model)
        )
    }
    assert silent == {"appointments.VisitRequest", "appointments.WaitingEntry", "loans.Loan"}
