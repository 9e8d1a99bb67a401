"""Somebody falls ill, or a tie comes to light: the panel changes before the decision, lawfully."""

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.cases import engine
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from relics.appointments.models import SessionStaff
from relics.appraisers.models import Absence, Qualification
from relics.reviews.models import Opinion
from relics.reviews.services import appointment, decision, examination
from relics.reviews.services.panel import replace_member
from tests import desk, factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def reserve(world, kind="responsible"):
    """Another appraiser of the office who sits in no session yet."""
    return factories.make_appraiser(world.office, kind)


def seat(review, appraiser):
    return review.panel.get(appraiser=appraiser)


def speak(review, appraiser, *, may_leave=True, finish=True):
    items = review.items.filter(status="pending")
    sheets = {item.pk: reviewing.sheet(may_leave=may_leave) for item in items}
    examination.file_opinions(review, sheets, no_conflict=True, by=appraiser.user)
    if finish:
        examination.finish_appraisal(review, by=appraiser.user)


def replaced(world, review, place=0, **said):
    substitute = reserve(world)
    said = {"reason": "示例：突发疾病", "by": world.scheduler, **said}
    replace_member(review, seat(review, world.appraisers[place]), substitute, **said)
    return substitute


def permit_all(world, review):
    outcomes = {item.pk: "permit" for item in review.items.filter(status="pending")}
    decision.decide(review, outcomes, opinion="示例", by=world.approver)


def test_an_appraiser_who_falls_ill_after_voting_began_is_replaced_and_the_substitute_judges(world):
    review = reviewing.appraising(world, world.new_object(), world.new_object())
    ill, second, third = world.appraisers
    speak(review, ill, finish=False)
    speak(review, second)
    substitute = replaced(world, review)
    assert [turn.owner_id for turn in engine.open_turns(review.case)] == [
        third.user.pk,
        substitute.user.pk,
    ]
    with pytest.raises(NotAllowed):
        speak(review, ill, finish=False)
    speak(review, third)
    assert reviewing.fresh(review).status == "appraising"
    speak(review, substitute)
    assert reviewing.fresh(review).status == "pending_approval"
    permit_all(world, review)
    assert list(review.items.values_list("status", flat=True)) == ["permit", "permit"]


def test_what_a_replaced_member_said_is_kept_and_does_not_count(world):
    review = reviewing.appraising(world)
    speak(review, world.appraisers[0], finish=False)
    replaced(world, review)
    assert Opinion.objects.filter(member__left_at__isnull=False).count() == 1
    for appraiser in world.appraisers[1:]:
        speak(review, appraiser)
    assert reviewing.fresh(review).status == "appraising"


def test_a_member_replaced_after_the_round_closed_opens_it_again_for_the_substitute_alone(world):
    review = reviewing.judged(world)
    substitute = replaced(world, review)
    assert reviewing.fresh(review).status == "appraising"
    turns = [(turn.node, turn.owner_id) for turn in engine.open_turns(review.case)]
    assert turns == [("appraise", substitute.user.pk)]
    speak(review, substitute)
    assert [turn.node for turn in engine.open_turns(review.case)] == ["approve"]
    permit_all(world, review)
    assert review.items.get().status == "permit"


def test_a_member_is_replaced_twice(world):
    review = reviewing.appraising(world)
    first = replaced(world, review)
    last = reserve(world)
    replace_member(review, seat(review, first), last, reason="示例：出差", by=world.scheduler)
    for appraiser in [*world.appraisers[1:], last]:
        speak(review, appraiser)
    assert reviewing.fresh(review).status == "pending_approval"


def test_a_dissenting_responsible_appraiser_is_not_replaced(world):
    review = reviewing.appraising(world)
    speak(review, world.appraisers[0], may_leave=False)
    with pytest.raises(Conflict) as refusal:
        replaced(world, review)
    found = refusal.value.refusal
    assert (found.code, found.rule) == ("dissenter_stays", "R-EXIT-04")
    assert seat(review, world.appraisers[0]).left_at is None


def test_a_tie_found_late_bars_even_a_member_who_dissented_and_the_clock_goes_on(world):
    review = reviewing.judged(world, against={0: {1}})
    clock = review.case.clocks.get(kind="decision")
    factories.make_tie(world.appraisers[0], world.dealer)
    substitute = replaced(world, review, reason="示例：曾向申请人出售文物，应当回避")
    speak(review, substitute)
    permit_all(world, review)
    assert review.items.get().status == "permit"
    assert review.case.clocks.filter(kind="decision").count() == 1
    assert review.case.clocks.get(kind="decision").due_on == clock.due_on


def test_the_database_counts_only_those_who_sit(world):
    review = reviewing.judged(world)
    replaced(world, review)
    item = review.items.get()
    write = "UPDATE reviews_reviewitem SET status = %s WHERE id = %s"
    for status in ("permit", "permit_issued", "released"):
        with (
            pytest.raises(IntegrityError, match="R-EXIT-04"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(write, [status, item.pk])
    assert review.items.get().status == "pending"


def test_a_tie_found_after_confirmation_is_re_seated_before_the_day_and_the_case_goes_on(world):
    review = reviewing.accepted(world)
    factories.make_tie(world.appraisers[0], world.dealer)
    with pytest.raises(Refused) as refusal:
        examination.check_in(
            review, second_officer=world.second, identity_checked=True, by=world.clerk
        )
    assert refusal.value.refusal.rule == "R-GEN-15"
    substitute = replaced(world, review)
    assert SessionStaff.objects.filter(session=world.session, appraiser=substitute).exists()
    examination.check_in(review, second_officer=world.second, identity_checked=True, by=world.clerk)
    owners = {turn.owner_id for turn in engine.open_turns(review.case)}
    assert owners == {one.user.pk for one in [substitute, *world.appraisers[1:]]}


@pytest.mark.parametrize("who", ["clerk", "approver", "agent"])
def test_only_the_scheduler_replaces_a_member(world, who):
    review = reviewing.appraising(world)
    with pytest.raises(NotAllowed):
        replaced(world, review, by=getattr(world, who))


def test_a_replacement_needs_a_reason(world):
    with pytest.raises(NotAcceptable):
        replaced(world, reviewing.appraising(world), reason="  ")


def test_the_substitute_makes_the_panel_lawful_or_is_refused(world):
    review = reviewing.appraising(world)
    one = reserve(world, "specialist")
    with pytest.raises(Refused) as refusal:
        replace_member(
            review, seat(review, world.appraisers[0]), one, reason="示例", by=world.scheduler
        )
    assert refusal.value.refusal.rule == "R-EXIT-03"


def test_nobody_sits_twice_and_nobody_of_another_office(world):
    review = reviewing.appraising(world)
    for stranger in (world.appraisers[1], factories.make_appraiser()):
        with pytest.raises(NotAcceptable):
            replace_member(
                review,
                seat(review, world.appraisers[0]),
                stranger,
                reason="示例",
                by=world.scheduler,
            )


def test_after_the_decision_the_panel_is_closed(world):
    review = reviewing.decided(world)
    with pytest.raises(Conflict) as refusal:
        replaced(world, review)
    assert refusal.value.refusal.code == "panel_closed"


def test_who_lost_the_certificate_by_the_day_is_not_on_the_panel_that_sits(world):
    spare = reserve(world)
    SessionStaff.objects.create(
        session=world.session, appraiser=spare, date=world.session.date, half=world.session.half
    )
    review = reviewing.accepted(world)
    assert review.panel.count() == 4
    Qualification.objects.filter(appraiser=spare).update(valid_to=factories.days_from_now(-1))
    examination.check_in(review, second_officer=world.second, identity_checked=True, by=world.clerk)
    assert {one.appraiser for one in review.seated} == set(world.appraisers)


def test_an_absent_member_keeps_the_examination_from_starting_until_replaced(world):
    review = reviewing.accepted(world)
    today = factories.today()
    Absence.objects.create(appraiser=world.appraisers[0], starts_on=today, ends_on=today)
    arrive = {"second_officer": world.second, "identity_checked": True, "by": world.clerk}
    with pytest.raises(Refused) as refusal:
        examination.check_in(review, **arrive)
    assert refusal.value.refusal.code == "panel_absent"
    replaced(world, review)
    examination.check_in(review, **arrive)
    assert reviewing.fresh(review).status == "appraising"


def test_only_who_serves_in_the_session_is_put_on_its_panel(world):
    review = reviewing.booked(world)
    with pytest.raises(NotAcceptable) as refusal:
        appointment.confirm_appointment(
            review, panel=[*world.appraisers[:2], reserve(world)], by=world.scheduler
        )
    assert (refusal.value.refusal.code, refusal.value.refusal.rule) == (
        "not_in_session",
        "R-APPT-04",
    )


def test_the_scheduler_replaces_a_member_on_the_page_and_others_read_why_they_cannot(world):
    review = reviewing.appraising(world)
    substitute = reserve(world)
    page = desk.at("panel", review)
    assert "只有审核机构的预约管理员可以更换鉴定人员。" in desk.text(desk.get(world.clerk, page))
    said = {
        "member": seat(review, world.appraisers[0]).pk,
        "substitute": substitute.pk,
        "reason": "示例：突发疾病",
    }
    assert desk.post(world.clerk, page, said).status_code == 403
    assert desk.post(world.scheduler, page, {**said, "reason": ""}).status_code == 422
    assert desk.post(world.scheduler, page, said).status_code == 302
    assert {one.appraiser for one in review.seated} == {substitute, *world.appraisers[1:]}
    assert "已退出" in desk.text(desk.get(world.scheduler, page))
