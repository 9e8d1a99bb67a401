"""Every verb of a permit and of a place in every state by every role (§10.8)."""

from datetime import timedelta

import pytest
from django.db import transaction

from approvals.cases.models import AdverseAct
from approvals.parties.models import Party, Role
from approvals.record.refusals import Refused
from approvals.record.status import transitions_of
from exhibitions.permits import services
from exhibitions.permits.models import DisplayPermit, Site
from tests import factories, showing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def people_of(world):
    elsewhere = factories.make_port(world.place.office).customs
    other = factories.make_party(name="示例另一展厅公司")
    return {
        "operator": world.keeper,
        "agent": factories.make_member(world.operator, Role.AGENT),
        "viewer": factories.make_member(world.operator, Role.VIEWER),
        "owner's agent": world.place.agent,
        "customs": world.officer,
        "customs elsewhere": factories.make_member(elsewhere, Role.CUSTOMS),
        "culture": world.culture,
        "culture elsewhere": factories.make_member(
            factories.make_party(Party.Kind.CULTURE), Role.CULTURE
        ),
        "tax": world.tax,
        "office": world.place.clerk,
        "rival": factories.make_member(other, Role.OPERATOR),
        "stranger": factories.make_user(),
    }


NUMBERS = {"customs_number": "示例许可1号", "business_number": "示例C1"}
LATER = {"ends_on": showing.today() + timedelta(days=120), "reason": "示例"}


def signs(kind):
    def sign(subject, by):
        AdverseAct.objects.get(case=subject.case_id, kind=kind, status="drafted")
        showing.sign(subject, by)

    return sign


VERBS = {
    "fill": ("operator", lambda one, by: services.fill_permit(one, {"title": "示例"}, by=by)),
    "choose": (
        "operator",
        lambda one, by: services.choose_items(
            one, [item.object_id for item in one.items.all()], by=by
        ),
    ),
    "submit": ("operator", lambda one, by: services.submit_permit(one, by=by)),
    "withdraw": ("operator", lambda one, by: services.withdraw_permit(one, by=by)),
    "answer": ("culture", lambda one, by: services.answer_permit(one, agrees=True, by=by)),
    "return": ("customs", lambda one, by: services.return_permit(one, reason="示例", by=by)),
    "approve": ("customs", lambda one, by: services.approve_permit(one, **NUMBERS, by=by)),
    "refuse": ("customs", lambda one, by: services.draft_refusal(one, reason="示例", by=by)),
    "secure": ("operator", lambda one, by: services.secure_permit(one, by=by)),
    "open": ("operator", lambda one, by: services.open_permit(one, by=by)),
    "ask longer": ("operator", lambda one, by: services.ask_prolongation(one, **LATER, by=by)),
    "prolong": ("customs", lambda one, by: services.grant_prolongation(one, number="示例", by=by)),
    "refuse longer": (
        "customs",
        lambda one, by: services.draft_prolongation_refusal(one, reason="示例", by=by),
    ),
    "suspend": ("customs", lambda one, by: services.draft_suspension(one, reason="示例", by=by)),
    "resume": ("customs", lambda one, by: services.resume_permit(one, reason="示例", by=by)),
    "revoke": ("customs", lambda one, by: services.draft_revocation(one, reason="示例", by=by)),
    "wind up": ("operator customs", lambda one, by: services.begin_closing(one, by=by)),
    "close": ("customs", lambda one, by: services.close_permit(one, by=by)),
    "sign": ("customs", signs("display_suspension")),
}
ACTING = ("operator", "customs", "culture")
OPEN_IN = {
    "draft": {"fill", "choose", "submit", "withdraw"},
    "submitted": {"answer", "withdraw"},
    "under_review": {"return", "approve", "refuse", "withdraw"},
    "returned": {"fill", "choose", "submit", "withdraw"},
    "refused": set(),
    "withdrawn": set(),
    "approved": {"secure", "revoke", "withdraw"},
    "guaranteed": {"open", "revoke", "withdraw"},
    "active": {"ask longer", "suspend", "revoke", "wind up"},
    "prolonging": {"prolong", "refuse longer", "suspend", "revoke", "wind up"},
    "to be signed": {"ask longer", "suspend", "revoke", "wind up", "sign"},
    "suspended": {"resume", "revoke", "wind up"},
    "revoked": {"close"},
    "closing": {"close"},
    "closed": set(),
}


def states(world):
    returned = showing.submitted(world)
    services.return_permit(returned, reason="示例", by=world.officer)
    refused = showing.submitted(world)
    services.draft_refusal(refused, reason="示例", by=world.officer)
    withdrawn = showing.submitted(world)
    services.withdraw_permit(withdrawn, by=world.keeper)
    drafted = showing.active(world)
    services.draft_suspension(drafted, reason="示例", by=world.officer)
    closed = showing.closing(world)
    services.close_permit(closed, by=world.officer)
    return {
        "draft": showing.drafted(world),
        "submitted": showing.asked(world),
        "under_review": showing.submitted(world),
        "returned": returned,
        "refused": showing.sign(refused, world.officer),
        "withdrawn": withdrawn,
        "approved": showing.approved(world),
        "guaranteed": showing.guaranteed(world),
        "active": showing.active(world),
        "prolonging": showing.prolonging(world),
        "to be signed": drafted,
        "suspended": showing.suspended(world),
        "revoked": showing.revoked(world),
        "closing": showing.closing(world),
        "closed": closed,
    }


def does(act, subject, by):
    """Whether the person may; nothing of it is kept. What is refused names its rule."""
    done = transaction.savepoint()
    try:
        act(type(subject).objects.select_related("case").get(pk=subject.pk), by)
    except Refused as error:
        return not error.refusal.rule
    except AdverseAct.DoesNotExist:
        return False
    finally:
        transaction.savepoint_rollback(done)
    return True


def walked(found, verbs, people, open_in):
    """Who acts somewhere tries everything everywhere; all others what is open to somebody."""
    return {
        (state, verb, who)
        for state, subject in found.items()
        for verb, (_roles, act) in verbs.items()
        for who, by in people.items()
        if who in ACTING or verb in open_in[state]
        if does(act, subject, by)
    }


def allowed(open_in, verbs):
    return {
        (state, verb, who)
        for state, open_ones in open_in.items()
        for verb in open_ones
        for who in verbs[verb][0].split(" ")
    }


def test_every_verb_in_every_state_by_every_role(world):
    found = states(world)
    reached = {status for _move, _source, status in transitions_of(DisplayPermit)}
    assert {showing.fresh(one).status for one in found.values()} == {"draft", *reached}
    assert walked(found, VERBS, people_of(world), OPEN_IN) == allowed(OPEN_IN, VERBS)


SITE_VERBS = {
    "fill": ("operator", lambda one, by: services.fill_site(one, {"climate": "示例"}, by=by)),
    "submit": ("operator", lambda one, by: services.submit_site(one, by=by)),
    "withdraw": ("operator", lambda one, by: services.withdraw_site(one, by=by)),
    "return": ("customs", lambda one, by: services.return_site(one, reason="示例", by=by)),
    "approve": ("customs", lambda one, by: services.approve_site(one, number="示例", by=by)),
    "refuse": ("customs", lambda one, by: services.draft_site_refusal(one, reason="示例", by=by)),
}
SITE_OPEN_IN = {
    "draft": {"fill", "submit", "withdraw"},
    "submitted": {"return", "approve", "refuse", "withdraw"},
    "returned": {"fill", "submit", "withdraw"},
    "approved": set(),
    "ended": set(),
    "refused": set(),
    "withdrawn": set(),
}


def site_states(world):
    def another(place):
        room = services.open_showroom(
            world.operator, world.zone, name=f"示例厅{place}", address="示例路", by=world.keeper
        )
        return room.sites.get()

    draft = another(1)
    told = {"plan": showing.PLAN, "security": "示例", "climate": "示例"}
    services.fill_site(draft, told, by=world.keeper)
    returned = showing.submitted_site(world, another(2))
    services.return_site(returned, reason="示例", by=world.officer)
    refused = showing.submitted_site(world, another(3))
    services.draft_site_refusal(refused, reason="示例", by=world.officer)
    withdrawn = another(4)
    services.withdraw_site(withdrawn, by=world.keeper)
    ended = world.showroom.sites.get()
    return {
        "draft": draft,
        "submitted": showing.submitted_site(world, another(5)),
        "returned": returned,
        "refused": showing.sign(refused, world.officer),
        "withdrawn": withdrawn,
        "approved": showing.moved(world),
        "ended": ended,
    }


def test_every_verb_on_a_place_in_every_state_by_every_role(world):
    found = site_states(world)
    assert {Site.objects.get(pk=one.pk).status for one in found.values()} == set(SITE_OPEN_IN)
    done = walked(found, SITE_VERBS, people_of(world), SITE_OPEN_IN)
    assert done == allowed(SITE_OPEN_IN, SITE_VERBS)
