"""Every state × verb × role of the filing (§10.7), from the machine's own table."""

import pytest
from django.db import IntegrityError, transaction

from approvals.parties.models import Role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from approvals.record.status import transitions_of
from relics.filings import services
from relics.filings.models import Filing
from tests import factories, filing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """A filing in every state and a person for every role, once; tests roll back."""
    from django.conf import settings

    before = settings.MEDIA_ROOT
    with django_db_blocker.unblock(), transaction.atomic():
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
        place = filing.make_place()
        rows = {status: stage(place) for status, stage in filing.STAGES.items()}
        yield place, rows, _people(place)
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = before


def _people(place):
    other = factories.make_office("示例另一审核处")
    rival = factories.make_party(name="示例另一画廊")
    rest = {role: factories.make_member(factories.make_party(), role) for role in Role.values}
    return {
        **{f"{role} elsewhere": user for role, user in rest.items()},
        "agent": place.agent,
        "viewer": factories.make_member(place.dealer, Role.VIEWER),
        "rival": factories.make_member(rival, Role.AGENT),
        "culture": place.culture,
        "clerk of the relic office": place.clerk,
        "clerk of another office": factories.make_member(other.party, Role.INTAKE),
        "customs": place.customs,
        "customs elsewhere ": factories.make_member(
            factories.make_port(other).customs, Role.CUSTOMS
        ),
        "stranger": factories.make_user(),
    }


def _approve(place, row, by):
    approval = filing.approval_for(place, row)
    services.apply_approval(row, approval, by=by)


def _end_show(place, row, by):
    use = row.uses.first()
    if use is None:
        services.record_use(row, purpose="show", reference="", by=by)
    services.end_use(use, by=by)


VERBS = {
    "file": ("agent", lambda p, f, by: services.submit_filing(f, by=by)),
    "return_for_fix": (
        "culture",
        lambda p, f, by: services.return_filing(f, [("", "示例")], by=by),
    ),
    "answer": ("agent", lambda p, f, by: services.answer_fix(f, by=by)),
    "activate": ("culture", lambda p, f, by: services.accept_filing(f, by=by)),
    "refuse": ("culture", lambda p, f, by: services.refuse_filing(f, reason="示例", by=by)),
    "change": (
        "agent",
        lambda p, f, by: services.change_filing(f, {"year": "1999"}, reason="示例", by=by),
    ),
    "settle_change": ("culture", lambda p, f, by: services.confirm_change(f, by=by)),
    "begin_display": (
        "agent culture",
        lambda p, f, by: services.record_use(f, purpose="show", reference="示例展-9", by=by),
    ),
    "end_display": ("agent culture", _end_show),
    "request_line_two": (
        "agent",
        lambda p, f, by: services.request_line_two(f, port=p.port, by=by),
    ),
    "give_up_line_two": (
        "agent",
        lambda p, f, by: services.give_up_line_two(f, reason="示例", by=by),
    ),
    "approve": ("culture", _approve),
    "release": (
        "customs",
        lambda p, f, by: services.release_line_two(f, declaration="示例", by=by),
    ),
    "reexport": (
        "customs",
        lambda p, f, by: services.reexport(f, port=p.port, declaration="示例", by=by),
    ),
    "cancel": ("agent", lambda p, f, by: services.cancel_filing(f, reason="示例", by=by)),
    "stop": ("culture", lambda p, f, by: services.found_to_be_relic(f, reason="示例", by=by)),
}
MOVES = transitions_of(Filing)
ALREADY = {("release", "released"), ("reexport", "reexported")}
"""Told twice, customs hears the first answer: idempotent, and nothing moves."""
STAYS = {("begin_display", "in_display")}
"""A second show of what is on display is noted; the status stays."""


def attempt(place, row, verb, by):
    """What came of it: the new status or the refusal; nothing is kept."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                VERBS[verb][1](place, filing.fresh(row), by)
                return filing.fresh(row).status
        except Refused as error:
            return type(error) if error.refusal.rule else None
        finally:
            transaction.set_rollback(True)


def test_the_walk_knows_every_move_of_the_machine():
    assert {name for name, _source, _target in MOVES} == {*VERBS, "file_lightly"}


@pytest.mark.parametrize("status", filing.STAGES)
def test_each_verb_by_its_role_moves_only_where_the_machine_says(world, status):
    place, rows, people = world
    targets = {name: target for name, source, target in MOVES if source == status}
    for verb, (who, _act) in VERBS.items():
        came = attempt(place, rows[status], verb, people[who.split()[0]])
        if verb in targets:
            assert came == targets[verb], verb
        elif (verb, status) in ALREADY | STAYS:
            assert came == status, verb
        else:
            assert came in (Conflict, NotAcceptable, NotAllowed), (verb, came)


@pytest.mark.parametrize("verb", VERBS)
def test_no_other_role_may(world, verb):
    place, rows, people = world
    source = next(source for name, source, _target in MOVES if name == verb)
    allowed = VERBS[verb][0].split()
    for who, person in people.items():
        if who not in allowed:
            assert attempt(place, rows[source], verb, person) == NotAllowed, who


def test_every_live_state_has_a_lawful_way_on():
    from relics.filings.models import LIVE

    assert {source for _name, source, _target in MOVES} >= set(LIVE)


def test_the_database_lets_nothing_cross_line_two_without_the_approval(world):
    _place, rows, _people = world
    with pytest.raises(IntegrityError, match="filing_line_two"), transaction.atomic():
        Filing.objects.filter(pk=rows["released"].pk).update(approval_row=None)
