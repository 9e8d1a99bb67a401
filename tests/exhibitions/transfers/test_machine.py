"""Every state × verb × role of a list, from the machine's own table."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from approvals.parties.models import Party, Role
from approvals.record.refusals import Conflict, NotAllowed, Refused
from approvals.record.status import transitions_of
from exhibitions.transfers import services
from exhibitions.transfers.models import OPEN, TransferList
from tests import factories, transferring
from tests.transferring import expected, fresh, given, mismatched

pytestmark = pytest.mark.django_db
MOVES = transitions_of(TransferList)


def _withdrawn(pair):
    return services.withdraw_list(given(pair), by=pair.giver.agent)


def _matched(pair):
    out = given(pair)
    expected(pair)
    return out


def _lapsed(pair):
    out = given(pair)
    past = timezone.localdate() - timedelta(days=1)
    TransferList.objects.filter(pk=out.pk).update(expires_on=past)
    services.lapse_lists()
    return out


STAGES = {
    "unmatched": given,
    "mismatch": lambda pair: mismatched(pair)[0],
    "matched": _matched,
    "withdrawn": _withdrawn,
    "lapsed": _lapsed,
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A list in every state and a person for every role, once; tests roll back."""
    with django_db_blocker.unblock(), transaction.atomic():
        kept = {}
        for place, (status, stage) in enumerate(STAGES.items()):
            pair = transferring.make_pair(1)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(transferring, "OUT", f"QD98E{place:04d}")
                patch.setattr(transferring, "IN", f"QD98I{place:04d}")
                patch.setattr(given, "__defaults__", (f"QD98E{place:04d}",))
                patch.setattr(expected, "__defaults__", (f"QD98I{place:04d}",))
                kept[status] = (pair, stage(pair), _people(pair))
        yield kept
        transaction.set_rollback(True)


def _people(pair):
    firm = pair.giver
    elsewhere = {role: factories.make_member(factories.make_party(), role) for role in Role.values}
    other = factories.make_party(Party.Kind.CUSTOMS)
    return {
        **{f"{role} elsewhere": user for role, user in elsewhere.items()},
        "agent": firm.agent,
        "operator": firm.operator,
        "viewer": factories.make_member(firm.holder, Role.VIEWER),
        "customs": firm.customs,
        "customs of another place": factories.make_member(other, Role.CUSTOMS),
        "the other side": pair.receiver.agent,
        "customs of the other side": pair.receiver.customs,
        "stranger": factories.make_user(),
    }


VERBS = {
    "correct": lambda pair, one, by: services.correct_out_list(one, pair.lines, by=by),
    "withdraw": lambda _pair, one, by: services.withdraw_list(one, by=by),
}
BY_ITSELF = {"differ", "match", "stand_alone", "lapse"}
SIDE = {"agent", "operator"}


def attempt(kept, verb, by):
    pair, one, _people = kept
    with transaction.atomic():
        try:
            with transaction.atomic():
                return str(fresh(VERBS[verb](pair, fresh(one), by)).status)
        except Refused as error:
            return type(error) if error.refusal.rule else None
        finally:
            transaction.set_rollback(True)


def test_the_machine_is_that_of_the_rules():
    assert set(MOVES) == {
        *(("correct", start, "unmatched") for start in OPEN),
        *(("differ", start, "mismatch") for start in OPEN),
        *(("match", start, "matched") for start in OPEN),
        *(("withdraw", start, "withdrawn") for start in OPEN),
        *(("lapse", start, "lapsed") for start in OPEN),
        ("stand_alone", "mismatch", "unmatched"),
    }
    assert {name for name, _start, _end in MOVES} == {*VERBS, *BY_ITSELF}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", STAGES)
def test_every_state_knows_only_its_own_verbs_and_only_its_side_may(world, status, verb):
    kept = world[status]
    assert fresh(kept[1]).status == status
    end = next((end for name, start, end in MOVES if (name, start) == (verb, status)), None)
    if (verb, status) == ("correct", "mismatch"):
        end = "mismatch"
    wrong = {}
    for name, person in kept[2].items():
        came = attempt(kept, verb, person)
        fits = came == (end or Conflict) if name in SIDE else came is NotAllowed
        if not fits:
            wrong[name] = came
    assert wrong == {}
