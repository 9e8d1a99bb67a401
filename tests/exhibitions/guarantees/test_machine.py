"""Every state × verb × role of the guarantee (§10.10), from the machine's own table."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from approvals.cases.services import calendar_of
from approvals.parties.models import Party, Role
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from approvals.record.status import transitions_of
from exhibitions.guarantees import services
from exhibitions.guarantees.models import LIVE, Change, Guarantee, Ruling
from tests import factories, guaranteeing
from tests.guaranteeing import DAY, SIGNED, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A guarantee in every state and a person for every role, once; tests roll back."""
    with django_db_blocker.unblock(), transaction.atomic():
        firm = guaranteeing.make_firm()
        rows = {status: stage(firm) for status, stage in guaranteeing.STAGES.items()}
        yield firm, rows, _people(firm)
        transaction.set_rollback(True)


def _people(firm):
    elsewhere = {role: factories.make_member(factories.make_party(), role) for role in Role.values}
    other = factories.make_party(Party.Kind.CUSTOMS)
    return {
        **{f"{role} elsewhere": user for role, user in elsewhere.items()},
        "agent": firm.agent,
        "operator": firm.operator,
        "viewer": factories.make_member(firm.party, Role.VIEWER),
        "customs": firm.officer,
        "approver of the customs": factories.make_member(firm.customs, Role.APPROVER),
        "customs of another place": factories.make_member(other, Role.CUSTOMS),
        "stranger": factories.make_user(),
    }


def _top_up(row, by):
    services.top_up(row, Decimal(5_000_000), document="示例", by=by)


def _renew(row, by):
    services.renew(row, row.valid_to + 500 * DAY, document="示例", by=by)


def _fall_short(row, by):
    thing = row.coverages.filter(released_at=None).first()
    if thing is None:
        thing = guaranteeing.make_firm().thing()
        services.lock_cover(row, [(thing, Decimal(1), "示例")], by=by)
        thing = row.coverages.get()
    services.revalue(row, [(thing.object, row.amount + 1)], by=by)


def _release(row, by):
    opened = [(one.object, one.what_for) for one in row.coverages.filter(released_at=None)]
    if opened and row.status == "insufficient":
        services.release_cover(row, opened, reason="示例", by=by)
    services.release_guarantee(fresh(row), by=by)


def _clear(row, by):
    opened = [(one.object, one.what_for) for one in row.coverages.filter(released_at=None)]
    if opened and row.status == "insufficient":
        services.release_cover(row, opened, reason="示例", by=by)
    services.clear_guarantee(fresh(row), by=by)


VERBS = {
    "submit": ("agent operator", lambda row, by: services.submit_guarantee(row, by=by)),
    "accept": ("customs", lambda row, by: services.accept_guarantee(row, by=by)),
    "refuse": ("customs", lambda row, by: services.refuse_guarantee(row, **SIGNED, by=by)),
    "activate": ("customs", lambda row, by: services.activate_guarantee(row, by=by)),
    "fall_short": ("customs", _fall_short),
    "recover": ("customs", _top_up),
    "renew": ("customs", _renew),
    "call": (
        "customs",
        lambda row, by: services.call_guarantee(row, Decimal(1), document="示例", **SIGNED, by=by),
    ),
    "release": ("customs", _release),
    "clear": ("customs", _clear),
    "give_notice": ("customs", lambda row, by: services.give_notice(row, **SIGNED, by=by)),
    "forfeit": ("customs", lambda row, by: services.forfeit_guarantee(row, **SIGNED, by=by)),
}
BY_TIME = {"near_end"}
MOVES = transitions_of(Guarantee)
STAYS = {
    ("fall_short", "insufficient"): "insufficient",
    ("recover", "active"): "active",
    ("recover", "expiring"): "expiring",
    ("renew", "active"): "active",
    ("renew", "insufficient"): "insufficient",
}
"""Short already, or a change of one that suffices or lasts: done, and the status stays."""
FROZEN = {("fall_short", "expiring")}
"""What has nothing locked takes nothing new: it falls short of what stood under it only."""
REACHED = {("release", "insufficient"), ("clear", "insufficient")}
"""The last object comes back: it recovers first and is given back then."""


def attempt(row, verb, by):
    """What came of it: the new status or the refusal; nothing is kept."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                VERBS[verb][1](fresh(row), by)
                return str(fresh(row).status)
        except Refused as error:
            return type(error) if error.refusal.rule else None
        finally:
            transaction.set_rollback(True)


def target_of(verb, status):
    return next((end for name, start, end in MOVES if (name, start) == (verb, status)), None)


def test_the_table_of_the_rules_is_the_table_of_the_machine():
    live = ("active", "insufficient", "expiring")
    assert set(MOVES) == {
        ("submit", "draft", "submitted"),
        ("accept", "submitted", "accepted"),
        ("refuse", "submitted", "refused"),
        ("activate", "accepted", "active"),
        ("fall_short", "active", "insufficient"),
        ("fall_short", "expiring", "insufficient"),
        ("recover", "insufficient", "active"),
        ("near_end", "active", "expiring"),
        ("renew", "expiring", "active"),
        *(("call", status, "called") for status in live),
        *(("release", s, "released") for s in (*live, "called", "unclaimed", "notice")),
        *(("clear", status, "unclaimed") for status in (*live, "called")),
        ("give_notice", "unclaimed", "notice"),
        ("forfeit", "notice", "treasury"),
    }
    assert {name for name, _start, _end in MOVES} == {*VERBS, *BY_TIME}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", list(guaranteeing.STAGES))
def test_every_state_knows_only_its_own_verbs(world, status, verb):
    firm, rows, people = world
    row = rows[status]
    for days, column, name in ((120, "cleared_on", "unclaimed"), (400, "noticed_on", "notice")):
        if status == name:
            guaranteeing.long_ago(row, column, days)
    who = VERBS[verb][0].split()[0]
    came = attempt(row, verb, people[who])
    if (verb, status) in FROZEN:
        assert came is Conflict
    elif (verb, status) in STAYS:
        assert came == STAYS[verb, status]
    else:
        assert came == (target_of(verb, status) or Conflict)


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_roles_of_a_verb_may_do_it(world, verb):
    firm, rows, people = world
    start = next(start for name, start, _end in MOVES if name == verb)
    row = rows[start]
    for days, column, name in ((120, "cleared_on", "unclaimed"), (400, "noticed_on", "notice")):
        if start == name:
            guaranteeing.long_ago(row, column, days)
    allowed = set(VERBS[verb][0].split())
    wrong = {}
    for name, person in people.items():
        came = attempt(row, verb, person)
        fits = came == target_of(verb, start) if name in allowed else came is NotAllowed
        if not fits:
            wrong[name] = came
    assert wrong == {}


def test_customs_decides_in_5_working_days_and_on_a_general_one_in_10(world):
    firm, _rows, _people = world
    today = timezone.localdate()
    for general, days in ((False, 5), (True, 10)):
        row = guaranteeing.submitted(firm, is_general=general)
        assert row.decide_by == calendar_of(firm.customs).due(today, days).on


def test_a_refusal_is_written_with_its_reason_ground_and_rights(world):
    firm, rows, _people = world
    row = rows["submitted"]
    for left_out in SIGNED:
        with pytest.raises(NotAcceptable) as caught:
            services.refuse_guarantee(row, **{**SIGNED, left_out: " "}, by=firm.officer)
        assert caught.value.refusal.code == "ruling_incomplete"
    signed = services.refuse_guarantee(row, **SIGNED, by=firm.officer)
    assert (signed.kind, signed.reason, signed.by) == ("refusal", "示例理由", firm.officer)
    assert fresh(row).status == "refused"


def test_a_change_is_asked_before_the_end_and_decided_in_5_working_days(world, monkeypatch):
    firm, _rows, _people = world
    row = guaranteeing.active(firm)
    asked = services.request_change(row, amount=Decimal(50), document="示例-2", by=firm.agent)
    assert asked.decide_by == calendar_of(firm.customs).due(timezone.localdate(), 5).on
    assert fresh(row).amount == 1_000_000
    later = row.valid_to + DAY
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: later)
    with pytest.raises(Conflict) as caught:
        services.request_change(row, valid_to=later + DAY, document="示例-3", by=firm.agent)
    assert caught.value.refusal.code == "change_too_late"
    services.grant_change(asked, by=firm.officer)
    assert fresh(row).amount == 1_000_050


def test_a_change_is_decided_once(world):
    firm, _rows, _people = world
    row = guaranteeing.active(firm)
    asked = services.request_change(
        row, valid_to=row.valid_to + DAY, document="示例-4", by=firm.agent
    )
    services.decline_change(asked, **SIGNED, by=firm.officer)
    with pytest.raises(Conflict) as caught:
        services.grant_change(asked, by=firm.officer)
    assert caught.value.refusal.code == "change_settled"
    assert fresh(row).valid_to == row.valid_to
    assert Ruling.objects.get(guarantee=row).kind == "declined"
    with pytest.raises(IntegrityError, match="change_settled_once"), transaction.atomic():
        Change.objects.filter(pk=asked.pk).update(outcome="granted")


@pytest.mark.parametrize(
    "said",
    [
        {"document": " ", "amount": Decimal(1)},
        {"document": "示例"},
        {"document": "示例", "amount": Decimal(1), "valid_to": timezone.localdate() + 999 * DAY},
        {"document": "示例", "amount": Decimal(-1)},
        {"document": "示例", "valid_to": timezone.localdate()},
    ],
)
def test_a_change_says_one_thing_by_its_document(world, said):
    firm, rows, _people = world
    with pytest.raises(NotAcceptable):
        services.request_change(rows["active"], **said, by=firm.agent)


def test_a_deposit_that_nobody_fetches_goes_to_the_treasury_in_two_terms(world, monkeypatch):
    firm, _rows, _people = world
    row = guaranteeing.unclaimed(firm)

    def day(months, more):
        last = calendar_of(firm.customs).months_later(started, months)
        return max(last.on, last.rolled) + more * DAY

    for months, verb, status in (
        (3, services.give_notice, "notice"),
        (12, services.forfeit_guarantee, "treasury"),
    ):
        started = timezone.localdate()
        last_day, first_day = day(months, 0), day(months, 1)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda on=last_day: on)
        with pytest.raises(Conflict) as caught:
            verb(row, **SIGNED, by=firm.officer)
        assert (caught.value.refusal.code, caught.value.refusal.rule) == (
            "term_not_over",
            "R-GUAR-06",
        )
        monkeypatch.setattr("django.utils.timezone.localdate", lambda on=first_day: on)
        verb(row, **SIGNED, by=firm.officer)
        assert fresh(row).status == status


def test_only_a_deposit_is_fetched(world):
    firm, _rows, _people = world
    row = guaranteeing.active(firm, form="letter")
    with pytest.raises(NotAcceptable) as caught:
        services.clear_guarantee(row, by=firm.officer)
    assert caught.value.refusal.code == "nothing_to_fetch"
    assert services.release_guarantee(row, by=firm.officer).status == "released"


def test_nothing_is_given_back_while_an_object_stands_under_it(world):
    firm, _rows, _people = world
    row, thing = guaranteeing.locked(firm)
    for act in (services.release_guarantee, services.clear_guarantee):
        with pytest.raises(Conflict) as caught:
            act(row, by=firm.officer)
        assert caught.value.refusal.code == "still_locked"
    held = fresh(row)
    held.release()
    with (
        pytest.raises(IntegrityError, match="guarantee_nothing_locked_when_over"),
        transaction.atomic(),
    ):
        held.save()


def test_customs_takes_what_is_owed_and_what_stands_under_it_stays(world):
    firm, _rows, _people = world
    row, thing = guaranteeing.locked(firm, 300)
    with pytest.raises(NotAcceptable) as caught:
        services.call_guarantee(row, row.amount + 1, document="示例", **SIGNED, by=firm.officer)
    assert caught.value.refusal.code == "call_impossible"
    held = services.call_guarantee(row, Decimal(100), document="示例", **SIGNED, by=firm.officer)
    assert (held.status, held.amount, held.required) == ("called", 999_900, 300)
    assert OutboxMessage.objects.filter(kind="guarantee.called").count() == 2  # the world's too
    services.release_cover(row, [(thing, "示例许可-1")], reason="已缴税", by=firm.officer)
    assert services.release_guarantee(row, by=firm.officer).status == "released"


def test_the_same_letter_is_handed_in_once(world):
    firm, _rows, _people = world
    row = guaranteeing.active(firm)
    again = guaranteeing.drafted(firm, document_no=row.document_no)
    with pytest.raises(Conflict) as caught:
        services.submit_guarantee(again, by=firm.agent)
    assert caught.value.refusal.code == "document_known"
    assert fresh(again).status == "draft"


def test_a_draft_may_be_worded_otherwise_and_nothing_after(world):
    firm, rows, _people = world
    row = services.fill_guarantee(guaranteeing.drafted(firm), face=Decimal(5), by=firm.agent)
    assert (row.face, fresh(row).amount) == (5, 5)
    with pytest.raises(Conflict):
        services.fill_guarantee(rows["submitted"], face=Decimal(5), by=firm.agent)


def test_every_act_stands_in_the_trail(world):
    firm, rows, _people = world
    row = rows["treasury"]
    verbs = TrailEntry.objects.filter(chain=row.chain).values_list("verb", flat=True)
    assert list(verbs) == [
        f"guarantee.{verb}"
        for verb in ("draft", "submit", "accept", "activate", "clear", "notice", "forfeit")
    ]


def test_live_is_what_answers_for_goods():
    assert LIVE == ("active", "insufficient", "expiring")
    assert timedelta(days=1) == DAY
