"""The life of a stay: every state × verb × role, and its ends (§10.3, R-TEMP-05, 13)."""

import pytest

from approvals.cases.models import AdverseAct
from approvals.cases.services import sign_adverse_act
from approvals.record.models import OutboxMessage
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from approvals.record.status import transitions_of
from relics.entries.models import Stay, StayAlarm
from relics.entries.queries import stay_of
from relics.entries.services import (
    ask_extension,
    begin_reexit,
    begin_sale,
    call_off_sale,
    draft_overdue,
    end_reexit,
    extend,
    fall_overdue,
    give_alarms,
    open_exit_case,
    refuse_extension,
    report_incident,
    settle_domestic,
    settle_duty,
)
from relics.entries.tasks import read_terms
from relics.reviews.models import Mark
from tests import entering, factories

NUMBERS = {"customs_release": "示例放行1", "licence": "示例许可1", "new_owner": "示例买受人"}
VERBS = {
    "ask_extension": lambda stay, by: ask_extension(stay, by=by),
    "answer_extension": lambda stay, by: extend(stay, 3, decision="示例延期1号", by=by),
    "begin_reexit": lambda stay, by: begin_reexit(stay, by=by),
    "call_off_reexit": lambda stay, by: end_reexit(stay, left=False, by=by),
    "leave": lambda stay, by: end_reexit(stay, left=True, by=by),
    "begin_sale": lambda stay, by: begin_sale(stay, by=by),
    "call_off_sale": lambda stay, by: call_off_sale(stay, by=by),
    "settle": lambda stay, by: settle_domestic(stay, **NUMBERS, by=by),
    "fall_overdue": lambda stay, by: fall_overdue(stay, reason="示例", by=by),
    "convert": lambda stay, by: open_exit_case(stay, by=by),
    "report_incident": lambda stay, by: report_incident(stay, kind="lost", told="示例", by=by),
    "settle_duty": lambda stay, by: settle_duty(stay, duty_number="示例税1号", by=by),
}
ACTORS = {
    "begin_sale": ("agent",),
    "call_off_sale": ("agent",),
    "convert": ("agent",),
    "report_incident": ("agent", "clerk"),
    "settle": ("clerk",),
    "settle_duty": ("clerk",),
}
PATHS = {
    "in_country": (),
    "extension_pending": ("ask_extension",),
    "reexit_pending": ("begin_reexit",),
    "sale_pending": ("begin_sale",),
    "incident": ("report_incident",),
    "overdue": ("past", "fall_overdue"),
    "left": ("begin_reexit", "leave"),
    "settled_domestic": ("begin_sale", "settle"),
    "customs_duty_settled": ("report_incident", "settle_duty"),
    "exit_case": ("past", "fall_overdue", "convert"),
}


def actor_of(world, verb):
    return getattr(world, ACTORS.get(verb, ("clerk",))[0])


def walked(world, stay, path):
    for verb in path:
        if verb == "past":
            entering.due(stay, -1)
        else:
            VERBS[verb](stay, actor_of(world, verb))
    return Stay.objects.get(pk=stay.pk)


def arrows():
    return {(name, source) for name, source, _target in transitions_of(Stay)}


@pytest.mark.slow
@pytest.mark.parametrize("state", PATHS)
def test_every_verb_in_every_state_moves_as_the_table_says_or_is_refused_with_a_rule(
    world, stay, state
):
    """`convert` and `fall_overdue` have the law of their own on top; see below."""
    stay = walked(world, stay, PATHS[state])
    assert stay.status == state
    for verb, act in VERBS.items():
        if (verb, state) in arrows():
            continue
        with pytest.raises(Conflict) as error:
            act(stay, actor_of(world, verb))
        assert error.value.refusal.rule
        assert Stay.objects.get(pk=stay.pk).status == state


@pytest.mark.parametrize("verb", ACTORS)
def test_each_verb_is_for_its_roles_only(world, stay, verb):
    before = {name: path for name, path in PATHS.items() if (verb, name) in arrows()}
    stay = walked(world, stay, next(iter(before.values())))
    if verb == "convert":
        stay = walked_past(world, stay)
    strangers = {
        "agent": world.agent,
        "clerk": world.clerk,
        "approver": world.approver,
        "customs": world.customs,
        "stranger": factories.make_user(),
    }
    for name in ACTORS[verb]:
        strangers.pop(name)
    for by in strangers.values():
        with pytest.raises(NotAllowed):
            VERBS[verb](stay, by)


def walked_past(world, stay):
    entering.due(stay, -1)
    return fall_overdue(stay, reason="示例", by=world.approver)


def test_case_9_after_the_term_only_the_ordinary_review_is_open(world, stay):
    """Month 7 without extension: drafted by the clock, signed by an officer (R-TEMP-05)."""
    stay = entering.due(stay, -1)
    (act,) = draft_overdue()
    assert draft_overdue() == [act]
    assert Stay.objects.get(pk=stay.pk).status == "in_country"
    with pytest.raises(NotAllowed):
        sign(act, world.clerk)
    sign(act, world.approver)
    stay = Stay.objects.get(pk=stay.pk)
    assert stay.status == "overdue"
    with pytest.raises(Conflict) as error:
        begin_reexit(stay, by=world.agent)
    assert error.value.refusal.code == "stay_state"
    review = open_exit_case(stay, by=world.agent)
    assert (review.procedure, review.items.get().object_id) == ("exit_review", stay.object_id)
    assert Stay.objects.get(pk=stay.pk).status == "exit_case"
    assert stay_of(stay.object) is None


def sign(act, by):
    return sign_adverse_act(
        act, reason="示例：逾期未复出境。", ground=act.ground, rights=act.rights, by=by
    )


def test_a_stay_in_time_is_not_said_to_be_overdue(world, stay):
    assert draft_overdue() == []
    with pytest.raises(Conflict) as error:
        fall_overdue(stay, reason="示例", by=world.approver)
    assert error.value.refusal.code == "not_past"
    with pytest.raises(Conflict) as error:
        open_exit_case(stay, by=world.agent)
    assert error.value.refusal.rule == "R-TEMP-05"


def test_a_pending_extension_or_reexit_keeps_it_out_of_overdue(world, stay):
    ask_extension(stay, by=world.agent)
    entering.due(stay, -1)
    assert draft_overdue() == []
    refuse_extension(stay, by=world.approver, reason="示例")
    assert AdverseAct.objects.count() == 0
    assert len(draft_overdue()) == 1


def test_an_extension_is_not_asked_after_the_term(world, stay):
    stay = entering.due(stay, -1)
    with pytest.raises(Conflict) as error:
        ask_extension(stay, by=world.agent)
    assert error.value.refusal.rule == "R-TEMP-05"


def test_without_privilege_the_ordinary_review_is_open_at_once(world):
    stay = entering.staying(world, seal="absent")
    assert open_exit_case(stay, by=world.agent).procedure == "exit_review"


def test_each_reminder_is_given_once_at_sixty_thirty_fifteen_and_seven_days(world, stay):
    for left, told in ((61, 0), (60, 1), (59, 0), (30, 1), (16, 0), (15, 1), (7, 1), (0, 0)):
        day = stay.clocks.get(kind="relic").due_on - factories.timedelta(days=left)
        kinds = [one.clock.kind for one in give_alarms(day)]
        assert kinds.count("relic") == told, left
        assert give_alarms(day) == []
    days = StayAlarm.objects.filter(clock__kind="relic").order_by("-days")
    assert list(days.values_list("days", flat=True)) == [60, 30, 15, 7]
    assert OutboxMessage.objects.filter(kind="stay.alarm").count() == StayAlarm.objects.count()


def test_the_daily_job_reminds_and_drafts(world):
    entering.due(entering.staying(world), 5)
    entering.due(entering.staying(world), -1)
    read_terms(0)
    assert (StayAlarm.objects.count(), AdverseAct.objects.count()) == (1, 1)


def test_a_sale_in_china_is_closed_on_two_numbers_and_the_office_takes_its_mark(world, stay):
    begin_sale(stay, by=world.agent)
    with pytest.raises(NotAcceptable) as error:
        settle_domestic(stay, **{**NUMBERS, "licence": " "}, by=world.clerk)
    assert error.value.refusal.rule == "R-TEMP-13"
    settle_domestic(stay, **NUMBERS, by=world.clerk)
    assert Stay.objects.get(pk=stay.pk).status == "settled_domestic"
    assert Mark.objects.get(item=stay.item).status == "removed"


def test_only_what_came_for_sale_is_sold(world):
    stay = entering.staying(world, purpose="research")
    with pytest.raises(Refused) as error:
        begin_sale(stay, by=world.agent)
    assert error.value.refusal.rule == "R-TEMP-12"


def test_what_is_lost_waits_for_its_duty(world, stay):
    report_incident(stay, kind="lost", told="示例：运输途中遗失。", by=world.agent)
    assert OutboxMessage.objects.filter(recipient="customs", kind="stay.incident").count() == 1
    settle_duty(stay, duty_number="示例税1号", by=world.clerk)
    assert Stay.objects.get(pk=stay.pk).status == "customs_duty_settled"
