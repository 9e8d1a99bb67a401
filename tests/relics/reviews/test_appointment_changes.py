"""An appointment put off, moved by the office, missed; a case that ends waits for nothing."""

import json
from datetime import timedelta

import pytest

from approvals.cases import engine
from approvals.cases.models import Clock, ClockPause
from approvals.policies.services import set_policy
from approvals.record.queries import trail_of
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from relics.appointments import services as appointments
from relics.appointments.codes import booking_of_code
from relics.appointments.models import NoShowNotice, WaitingEntry
from relics.appointments.queries import live_booking, no_shows_of
from relics.reviews.services import absence, application, appointment, intake, rebooking, resuming
from relics.reviews.services.examination import record_no_show
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def nodes_of(review):
    return [turn.node for turn in engine.open_turns(review.case)]


def later_session(world, days=2, **fields):
    fields.setdefault("staff", world.appraisers)
    return factories.make_session(world.office, day=factories.working_day(days), **fields)


def papers_of(review, kind):
    return review.case.certificates.filter(kind=kind)


def said_in(paper):
    return json.loads(paper.snapshot)


def test_the_applicant_postpones_and_the_days_it_delays_are_not_counted(world):
    session = later_session(world)
    review = reviewing.submitted(world)
    appointment.book_appointment(review, session, by=world.agent)
    due = Clock.objects.get(case=review.case, kind="decision").due_on
    until = factories.working_day(5)
    rebooking.postpone_appointment(
        review, consent="同意顺延期间不计入期限。", until=until, by=world.agent
    )
    review = reviewing.fresh(review)
    pause = ClockPause.objects.get(clock__case=review.case)
    session.refresh_from_db()
    assert (pause.ground, pause.starts_on, pause.until) == ("postponement", session.date, until)
    assert pause.consent_by == world.agent
    assert Clock.objects.get(case=review.case, kind="decision").due_on > due
    assert (review.status, nodes_of(review), session.booked) == ("submitted", ["book"], 0)


def test_booking_again_before_the_day_put_off_to_ends_the_pause_by_itself(world):
    review = reviewing.submitted(world)
    appointment.book_appointment(review, later_session(world), by=world.agent)
    until = factories.working_day(8)
    rebooking.postpone_appointment(review, consent="同意。", until=until, by=world.agent)
    late = Clock.objects.get(case=review.case, kind="decision").due_on
    sooner = later_session(world, days=5)
    appointment.book_appointment(review, sooner, by=world.agent)
    pause = ClockPause.objects.get(clock__case=review.case)
    assert (pause.ended_on, pause.ended_by) == (sooner.date, world.agent)
    assert Clock.objects.get(case=review.case, kind="decision").due_on < late
    told = list(trail_of(review.case.chain).values_list("verb", flat=True))
    assert told.index("clock.resume") > told.index("clock.pause")


def test_booking_again_for_the_day_put_off_to_leaves_the_pause_as_agreed(world):
    review = reviewing.submitted(world)
    appointment.book_appointment(review, later_session(world), by=world.agent)
    again = later_session(world, days=5)
    rebooking.postpone_appointment(review, consent="同意。", until=again.date, by=world.agent)
    appointment.book_appointment(review, again, by=world.agent)
    assert ClockPause.objects.get(clock__case=review.case).ended_on is None


@pytest.mark.parametrize(
    ("consent", "days", "code"), [(" ", 5, "consent_missing"), ("同意。", 0, "not_later")]
)
def test_a_postponement_without_consent_or_a_later_day_changes_nothing(world, consent, days, code):
    session = later_session(world)
    review = reviewing.submitted(world)
    appointment.book_appointment(review, session, by=world.agent)
    until = session.date + timedelta(days=days)
    with pytest.raises(NotAcceptable) as caught:
        rebooking.postpone_appointment(review, consent=consent, until=until, by=world.agent)
    assert (caught.value.refusal.code, caught.value.refusal.rule) == (code, "R-APPT-06")
    assert (reviewing.fresh(review).status, ClockPause.objects.count()) == ("booked", 0)


def test_the_office_puts_nobody_off(world):
    review = reviewing.appointed(world)
    until = factories.working_day(5)
    with pytest.raises(NotAllowed):
        rebooking.postpone_appointment(review, consent="同意。", until=until, by=world.scheduler)


def test_the_office_moves_a_confirmed_appointment_and_seats_the_panel_anew(world):
    review = reviewing.accepted(world)
    others = [
        *[factories.make_appraiser(world.office, "responsible") for _ in range(2)],
        factories.make_appraiser(world.office, "specialist"),
    ]
    session = later_session(world, staff=others)
    moved = rebooking.reseat_appointment(review, session, reason="示例检修", by=world.scheduler)
    review = reviewing.fresh(review)
    assert (moved.status, moved.session, review.status) == ("confirmed", session, "accepted")
    assert {one.appraiser for one in review.seated} == set(others)
    assert nodes_of(review) == ["check_in"]
    newest = papers_of(review, "appointment_notice").latest("pk")
    assert said_in(newest)["appointment"]["date"] == session.date.isoformat()


def test_a_confirmed_appointment_is_not_moved_where_no_lawful_panel_sits(world):
    review = reviewing.appointed(world)
    session = later_session(world, staff=world.appraisers[:1])
    seated = {one.appraiser for one in review.seated}
    with pytest.raises(Refused) as caught:
        rebooking.reseat_appointment(review, session, reason="示例", by=world.scheduler)
    assert caught.value.refusal.rule in ("R-APPT-04", "R-EXIT-03")
    review = reviewing.fresh(review)
    assert live_booking(review.case).session == world.session
    assert {one.appraiser for one in review.seated} == seated


@pytest.mark.parametrize("who", ["agent", "clerk", "approver", "customs"])
def test_only_a_scheduler_moves_an_appointment_for_the_office(world, who):
    review = reviewing.appointed(world)
    with pytest.raises(NotAllowed):
        rebooking.reseat_appointment(
            review, later_session(world), reason="示例", by=getattr(world, who)
        )


def test_a_move_by_the_office_needs_its_reason(world):
    review = reviewing.appointed(world)
    with pytest.raises(NotAcceptable) as caught:
        rebooking.reseat_appointment(review, later_session(world), reason=" ", by=world.scheduler)
    assert caught.value.refusal.rule == "R-APPT-02"


def test_a_closed_day_moves_everybody_who_fits_and_tells_the_rest(world):
    asked, firm, large = (
        reviewing.booked(world),
        reviewing.appointed(world),
        reviewing.booked(world, *[world.new_object() for _ in range(9)]),
    )
    later = later_session(world, days=3, capacity=2)
    done = appointments.close_day(
        world.office, world.session.date, note="设备检修", by=world.scheduler
    )
    assert [one.case for one in done.warned] == [large.case]
    states = [
        (live_booking(one.case).session, live_booking(one.case).status) for one in (asked, firm)
    ]
    assert states == [(later, "requested"), (later, "confirmed")]
    told = trail_of(large.case.chain).last()
    assert (told.verb, told.reason) == ("booking.day_closed", "设备检修")
    world.session.refresh_from_db()
    assert (world.session.is_open, world.session.booked) == (False, 9)


def waiting_with_an_offer(world):
    """A case that waits for the only seat of a session, and is offered it."""
    session = later_session(world, capacity=1)
    holder, review = reviewing.submitted(world), reviewing.submitted(world)
    booking = appointment.book_appointment(holder, session, by=world.agent)
    world.session.is_open = False
    world.session.save(update_fields=["is_open"])
    entry = appointments.join_waiting_list(review.case, seats=1, by=world.agent)
    appointments.cancel_booking(booking, by=world.agent)
    entry = WaitingEntry.objects.get(pk=entry.pk)
    session.refresh_from_db()
    assert (entry.status, session.booked) == ("offered", 1)
    return review, entry, session


@pytest.mark.parametrize(
    "end",
    [
        lambda review, by: application.withdraw_application(review, reason="", by=by),
        lambda review, by: resuming.retract_application(review, by=by),
    ],
    ids=["withdrawn", "retracted"],
)
def test_a_case_that_ends_leaves_the_list_and_frees_what_is_held(world, end):
    review, entry, session = waiting_with_an_offer(world)
    end(review, world.agent)
    entry = WaitingEntry.objects.get(pk=entry.pk)
    session.refresh_from_db()
    assert (entry.status, session.booked) == ("left", 0)


def test_booking_takes_minutes_by_the_material_of_the_objects(world):
    session = later_session(world, unit="minutes", capacity=500)
    for texture, minutes in (("porcelain", 7), ("jade", 11)):
        set_minutes(world, f"appointments.minutes.{texture}", minutes)
    set_minutes(world, "appointments.minutes.visit", 20)
    things = [world.new_object(), world.new_object(texture="jade")]
    review = reviewing.submitted(world, *things)
    booking = appointment.book_appointment(review, session, by=world.agent)
    assert (booking.seats, booking.minutes) == (2, 38)


def set_minutes(world, key, minutes):
    set_policy(
        key,
        minutes,
        party=world.office.party,
        effective_from=factories.today(),
        reason="示例",
        by=world.approver,
    )


def test_the_notice_bears_the_code_that_opens_the_check_in(world):
    review = reviewing.appointed(world)
    paper = papers_of(review, "appointment_notice").get()
    assert booking_of_code(said_in(paper)["appointment"]["code"]).case == review.case


def missed(world, times):
    """A case that was accepted, and whose day was missed so many times."""
    review = reviewing.appointed(world)
    review = intake.accept_application(review, by=world.clerk)
    record_no_show(review, by=world.clerk)
    for _ in range(times - 1):
        review = reviewing.fresh(review)
        appointment.book_appointment(review, world.session, by=world.agent)
        appointment.confirm_appointment(review, by=world.scheduler)
        record_no_show(reviewing.fresh(review), by=world.clerk)
    return reviewing.fresh(review)


def warned(world):
    review = missed(world, 2)
    absence.warn_of_absence(review, text="示例：两次未到场。", by=world.scheduler)
    return review


def warned_long_ago(world):
    """The days to answer have passed: the row of evidence is written so, for none is changed."""
    review = missed(world, 2)
    NoShowNotice.objects.create(
        case=review.case,
        booking=no_shows_of(review.case)[0],
        count=2,
        text="示例：两次未到场。",
        answer_by=factories.days_from_now(-1),
        signed_by=world.scheduler,
    )
    return review


def test_the_notice_of_missed_days_goes_out_on_paper(world):
    paper = papers_of(warned(world), "no_show_notice").get()
    answer_by = NoShowNotice.objects.get().answer_by
    assert said_in(paper)["items"] == [{"subject": "已 2 次未到场", "text": "示例：两次未到场。"}]
    assert answer_by.isoformat() in said_in(paper)["reasons"]


def test_after_the_notice_and_its_days_an_approver_signs_the_withdrawal(world):
    review = warned_long_ago(world)
    absence.withdraw_for_absence(
        review, reason="示例：两次未到场，告知后未预约。", by=world.approver
    )
    review = reviewing.fresh(review)
    item = review.items.get()
    assert (review.status, item.status, nodes_of(review)) == ("withdrawn", "left", [])
    assert review.case.closed_at is not None
    assert not Clock.objects.filter(case=review.case, stopped_at__isnull=True).exists()
    paper = papers_of(review, "deemed_withdrawal").get()
    assert "行政复议" in said_in(paper)["rights"]
    assert said_in(paper)["reasons"] == "示例：两次未到场，告知后未预约。"
    assert resuming.take_up_again(review, by=world.agent).items.count() == 1


def test_no_withdrawal_before_the_notice_or_within_its_days(world):
    review = missed(world, 2)
    for code in ("no_show_not_told", "no_show_warned"):
        with pytest.raises(Conflict) as caught:
            absence.withdraw_for_absence(review, reason="示例", by=world.approver)
        assert (caught.value.refusal.code, caught.value.refusal.rule) == (code, "R-APPT-07")
        if not NoShowNotice.objects.exists():
            absence.warn_of_absence(review, text="示例", by=world.scheduler)


def test_who_waits_for_seats_that_the_office_lacks_is_not_withdrawn(world):
    review = warned_long_ago(world)
    world.session.is_open = False
    world.session.save(update_fields=["is_open"])
    appointments.join_waiting_list(review.case, seats=1, by=world.agent)
    with pytest.raises(Conflict) as caught:
        absence.withdraw_for_absence(review, reason="示例", by=world.approver)
    assert caught.value.refusal.code == "no_show_warned"


@pytest.mark.parametrize("who", ["agent", "scheduler", "clerk", "issuer", "customs"])
def test_only_the_approver_signs_a_withdrawal_for_absence(world, who):
    review = reviewing.submitted(world)
    with pytest.raises(NotAllowed) as caught:
        absence.withdraw_for_absence(review, reason="示例", by=getattr(world, who))
    assert caught.value.refusal.rule == "R-APPT-07"
