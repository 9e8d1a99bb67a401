"""Every verb of an extension in every state by every role (§10.4)."""

import pytest
from django.db import transaction

from approvals.cases.models import AdverseAct
from approvals.parties.models import Role
from approvals.record.refusals import NotAllowed, Refused
from approvals.record.status import transitions_of
from relics.extensions.models import Extension
from relics.extensions.services import (
    answer_extension,
    draft_extension,
    fill_extension,
    submit_extension,
    take_back_extension,
)
from tests import extending, factories

pytestmark = pytest.mark.django_db


def people_of(world):
    other = factories.make_office("示例另一审核处")
    elsewhere = factories.make_port(other).customs
    return {
        "agent": world.agent,
        "viewer": factories.make_member(world.dealer, Role.VIEWER),
        "intake": world.clerk,
        "scheduler": world.scheduler,
        "appraiser": world.appraisers[0].user,
        "approver": world.approver,
        "issuer": world.issuer,
        "customs": world.customs,
        "customs elsewhere": factories.make_member(elsewhere, Role.CUSTOMS),
        "approver elsewhere": factories.make_member(other.party, Role.APPROVER),
        "rival": factories.make_member(factories.make_party(), Role.AGENT),
        "stranger": factories.make_user(),
    }


VERBS = {
    "fill": ("agent", lambda one, by: fill_extension(one, months=1, reason="示例", by=by)),
    "submit": ("agent", lambda one, by: submit_extension(one, by=by)),
    "office": ("approver", lambda one, by: answer_extension(one, "office", agrees=True, by=by)),
    "customs": ("customs", lambda one, by: answer_extension(one, "customs", agrees=True, by=by)),
    "sign": ("approver", extending.sign),
    "take back": ("agent", lambda one, by: take_back_extension(one, by=by)),
}
OPEN_IN = {
    "draft": {"fill", "submit"},
    "submitted": {"office", "customs", "take back"},
    "denied": {"sign", "take back"},
    "approved": set(),
    "refused": set(),
    "taken_back": set(),
}


def states(world):
    one, two, three, four, five, six = extending.stays(world, 6)

    def denied(stay):
        return extending.answered(world, extending.submitted(world, stay), office=False)

    return {
        "draft": extending.drafted(world, one),
        "submitted": extending.submitted(world, two),
        "denied": denied(three),
        "approved": extending.approved(world, four),
        "refused": extending.sign(denied(five), world.approver),
        "taken_back": take_back_extension(extending.submitted(world, six), by=world.agent),
    }


def does(act, extension, by):
    """Whether the person may; nothing of it is kept. What is refused names its rule."""
    done = transaction.savepoint()
    try:
        act(extending.fresh(extension), by)
    except Refused as error:
        return not error.refusal.rule
    except AdverseAct.DoesNotExist:
        return False
    finally:
        transaction.savepoint_rollback(done)
    return True


def test_every_verb_in_every_state_by_every_role(world):
    people, found = people_of(world), states(world)
    ends = {status for _move, _source, status in transitions_of(Extension)}
    assert ends == {"submitted", "approved", "refused", "taken_back"}
    done = {
        (state, verb, who)
        for state, extension in found.items()
        for verb, (_role, act) in VERBS.items()
        for who, by in people.items()
        if does(act, extension, by)
    }
    assert done == {
        (state, verb, VERBS[verb][0]) for state, verbs in OPEN_IN.items() for verb in verbs
    }


def test_nobody_asks_for_what_is_not_its_own(world, pair):
    stay, _other = pair
    rival = factories.make_member(factories.make_party(), Role.AGENT)
    with pytest.raises(NotAllowed):
        draft_extension([stay.pk], requester=world.dealer, by=rival)
    assert not Extension.objects.exists()
