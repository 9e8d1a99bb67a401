"""Days missed, put off and closed; what calendars and codes say of them (R-APPT-06, R-APPT-07)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from approvals.cases.models import CalendarDay
from approvals.parties.models import Role
from approvals.record.queries import trail_of
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from relics.appointments import services
from relics.appointments.absences import absences_of, withdrawal_refusal
from relics.appointments.calendars import calendar_file
from relics.appointments.codes import arrival_refusal, booking_of_code, visit_code
from relics.appointments.models import Booking, Postponement
from relics.appointments.queries import (
    cases_without_a_slot_in_time,
    no_shows_of,
)
from tests.factories import (
    days_from_now,
    make_case,
    make_member,
    make_office,
    make_session,
    today,
    working_day,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    office = make_office()
    CalendarDay.objects.create(office=office.party, day=today(), is_working=True)
    return office


@pytest.fixture
def scheduler(office):
    return make_member(office.party, Role.SCHEDULER)


@pytest.fixture
def case(office):
    return make_case(office)


def book(case, session):
    return services.book_seats(case, session, seats=1, by=case.created_by)


def miss(case, session, scheduler):
    booking = services.confirm_booking(book(case, session), by=scheduler)
    return services.record_no_show(booking, by=scheduler)


def missed_twice(case, office, scheduler):
    for half in ("am", "pm"):
        miss(case, make_session(office, day=today(), half=half), scheduler)
    return case


def test_case_23_no_show(office, case, scheduler):
    missed = miss(case, make_session(office, day=today()), scheduler)
    case.refresh_from_db()
    assert (missed.status, absences_of(case).state, case.closed_at) == ("no_show", "free", None)
    assert withdrawal_refusal(case).rule == "R-APPT-07"
    assert book(case, make_session(office)).status == "requested"
    assert case.clocks.get().stopped_at is None


def test_after_the_second_day_an_officer_tells_it_in_writing(office, case, scheduler):
    missed_twice(case, office, scheduler)
    assert absences_of(case).state == "notice_due"
    assert withdrawal_refusal(case).code == "no_show_not_told"
    notice = services.give_no_show_notice(case, text="两次未到场，请尽快预约。", by=scheduler)
    standing = absences_of(case)
    assert (standing.state, standing.count, standing.answer_by) == ("warned", 2, notice.answer_by)
    assert notice.booking == no_shows_of(case)[0]
    assert withdrawal_refusal(case).code == "no_show_warned"
    assert withdrawal_refusal(case, notice.answer_by + timedelta(days=1)) is None


def test_nobody_tells_of_missed_days_in_a_case_without_an_office(case, scheduler):
    case.office = None
    case.save()
    with pytest.raises(NotAllowed):
        services.give_no_show_notice(case, text="示例告知", by=scheduler)


def test_who_books_again_after_the_notice_is_not_withdrawn(office, case, scheduler):
    missed_twice(case, office, scheduler)
    notice = services.give_no_show_notice(case, text="请尽快预约。", by=scheduler)
    book(case, make_session(office))
    late = notice.answer_by + timedelta(days=1)
    assert withdrawal_refusal(case, late).code == "no_show_warned"


def test_no_notice_before_its_time_and_none_twice(office, case, scheduler):
    miss(case, make_session(office, day=today()), scheduler)
    with pytest.raises(Conflict) as caught:
        services.give_no_show_notice(case, text="请尽快预约。", by=scheduler)
    assert (caught.value.refusal.code, caught.value.refusal.rule) == (
        "no_notice_due",
        "R-APPT-07",
    )
    miss(case, make_session(office, day=today(), half="pm"), scheduler)
    with pytest.raises(NotAcceptable):
        services.give_no_show_notice(case, text=" ", by=scheduler)
    services.give_no_show_notice(case, text="请尽快预约。", by=scheduler)
    with pytest.raises(Conflict):
        services.give_no_show_notice(case, text="请尽快预约。", by=scheduler)


def test_the_applicant_signs_no_notice_to_itself(office, case, scheduler):
    missed_twice(case, office, scheduler)
    with pytest.raises(NotAllowed):
        services.give_no_show_notice(case, text="请尽快预约。", by=case.created_by)


def test_the_applicant_puts_its_day_off_with_its_consent_on_record(office, case):
    booking = book(case, make_session(office))
    until = working_day(9)
    services.postpone(booking, consent="同意中止期限。", until=until, by=case.created_by)
    kept = Postponement.objects.get()
    assert (kept.case, kept.until, kept.consent) == (case, until, "同意中止期限。")
    verbs = list(trail_of(case.chain).values_list("verb", flat=True))
    assert verbs[-2:] == ["booking.postpone", "clock.pause"]


def test_nothing_is_put_off_without_consent_nor_by_the_office(office, case, scheduler):
    booking = book(case, make_session(office))
    with pytest.raises(NotAcceptable) as caught:
        services.postpone(booking, consent=" ", until=working_day(9), by=case.created_by)
    assert (caught.value.refusal.code, caught.value.refusal.rule) == (
        "consent_missing",
        "R-APPT-06",
    )
    with pytest.raises(NotAllowed):
        services.postpone(booking, consent="同意。", until=working_day(9), by=scheduler)


def test_only_a_scheduler_closes_a_day_and_says_why(office, scheduler, case):
    with pytest.raises(NotAllowed):
        services.close_day(office, working_day(), note="检修", by=case.created_by)
    with pytest.raises(NotAcceptable):
        services.close_day(office, working_day(), note="", by=scheduler)


def test_a_case_that_finds_no_slot_inside_its_clock_is_shown_to_the_office(office):
    session = make_session(office, day=working_day(4))
    late = make_case(office, due_on=session.date - timedelta(days=1))
    fine = make_case(office)
    booked = make_case(office)
    book(booked, session)
    assert list(cases_without_a_slot_in_time(office)) == [late]
    assert fine not in cases_without_a_slot_in_time(office)


def event_of(body):
    return Calendar.from_ical(body).walk("VEVENT")[0]


def test_a_cancelled_booking_keeps_its_identifier_under_a_higher_sequence(office, case):
    booking = book(case, make_session(office))
    first = event_of(calendar_file(booking))
    services.cancel_booking(booking, by=case.created_by)
    again = Booking.objects.select_related("session__office", "case").get(pk=booking.pk)
    last = event_of(calendar_file(again))
    assert (first["uid"], first["sequence"], first["status"]) == (last["uid"], 0, "TENTATIVE")
    assert (last["sequence"], last["status"]) == (2, "CANCELLED")


def test_a_feed_tells_sessions_and_numbers_but_no_names_until_it_is_revoked(
    client, office, case, scheduler
):
    booking = book(case, make_session(office))
    feed, secret = services.make_feed(office, by=scheduler, whole_office=True)
    url = reverse("appointments:feed", args=[secret])
    answer = client.get(url)
    told = answer.content.decode()
    assert f"booking-{booking.pk}@relicgate" in told
    assert case.number in told
    assert case.applicant.name not in told
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert secret not in feed.digest
    services.revoke_feed(feed, by=scheduler)
    assert client.get(url).status_code == 404


def test_an_officers_own_feed_shows_only_where_it_sits_and_ends_with_its_office(client, office):
    mine = make_session(office)
    other = make_session(office, half="pm")
    person = mine.staff.first().appraiser.user
    _feed, secret = services.make_feed(office, by=person)
    url = reverse("appointments:feed", args=[secret])
    told = client.get(url).content.decode()
    assert f"session-{mine.pk}@" in told
    assert f"session-{other.pk}@" not in told
    person.memberships.update(valid_to=days_from_now(-1))
    assert client.get(url).status_code == 404


def test_only_a_scheduler_makes_and_revokes_the_offices_feed(office, scheduler):
    clerk = make_member(office.party, Role.INTAKE)
    with pytest.raises(NotAllowed):
        services.make_feed(office, by=clerk, whole_office=True)
    feed, _secret = services.make_feed(office, by=scheduler, whole_office=True)
    with pytest.raises(NotAllowed):
        services.revoke_feed(feed, by=clerk)


def refused(booking, office, day=None):
    found = booking_of_code(visit_code(booking))
    return arrival_refusal(found, [office], day or booking.session.date)


def test_the_code_leads_to_its_booking_however_it_was_typed(office, case, scheduler):
    booking = services.confirm_booking(book(case, make_session(office)), by=scheduler)
    code = visit_code(booking)
    assert booking_of_code(f" {code.lower()}\n") == booking
    assert booking_of_code(code[:-1] + ("A" if code[-1] != "A" else "B")) is None
    assert refused(booking, office) is None


def test_a_wrong_day_or_office_is_said_in_words(office, case, scheduler):
    booking = services.confirm_booking(book(case, make_session(office)), by=scheduler)
    assert refused(booking, office, today()).code == "other_day"
    assert str(booking.session) in str(refused(booking, office, today()).sentence)
    assert refused(booking, make_office("示例另一处")).code == "other_office"
    assert arrival_refusal(None, [office], today()).code == "code_unknown"


def test_a_cancelled_or_unconfirmed_booking_checks_nobody_in(office, case):
    booking = book(case, make_session(office))
    assert refused(booking, office).code == "not_confirmed"
    services.cancel_booking(booking, by=case.created_by)
    assert refused(booking, office).code == "booking_state"
