"""Working days and months, by the golden vectors of the rule book (R-GEN-02, R-GEN-14, R-CAL)."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from approvals.record.workdays import BEIJING, OfficeHours, WorkCalendar, national_version

CALENDAR = WorkCalendar()
days_of_published_years = st.dates(date(2004, 1, 1), date(2026, 6, 30))
any_day = st.dates(date(1950, 1, 1), date(2100, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-12", 15, "2026-03-11"),
        ("2026-04-30", 20, "2026-06-01"),
        ("2026-09-18", 15, "2026-10-15"),
        ("2026-09-19", 1, "2026-09-20"),
        ("2025-09-24", 15, "2025-10-21"),
        ("2025-09-26", 10, "2025-10-16"),
        ("2025-01-24", 5, "2025-02-07"),
        ("2026-11-23", 15, "2026-12-14"),
    ],
)
def test_working_days_are_counted_without_the_opening_day(
    received: str, days: int, due: str
) -> None:
    found = CALENDAR.due(day(received), days)
    assert (found.on, found.provisional, found.calendar) == (day(due), False, national_version())


def test_a_deadline_in_an_unpublished_year_is_provisional() -> None:
    assert CALENDAR.due(day("2026-12-25"), 5).provisional is True
    assert CALENDAR.due(day("2026-12-25"), 4).provisional is False
    assert CALENDAR.due(day("2026-12-25"), 4).on == day("2026-12-31")


@pytest.mark.parametrize(
    "made_up",
    [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
    ],
)  # fmt: skip
def test_a_make_up_day_is_a_working_day(made_up: str) -> None:
    assert day(made_up).weekday() >= 5
    assert CALENDAR.is_working(day(made_up)) is True


def test_a_year_without_a_published_calendar_is_not_guessed() -> None:
    assert CALENDAR.is_working(day("2027-01-04")) is None
    assert CALENDAR.is_working(day("2003-12-31")) is None


def test_an_office_may_close_or_open_on_a_day_of_its_own() -> None:
    office = WorkCalendar({day("2026-11-24"): False, day("2026-11-28"): True})
    assert office.is_working(day("2026-11-24")) is False
    assert office.due(day("2026-11-23"), 1).on == day("2026-11-25")
    assert office.due(day("2026-11-27"), 1).on == day("2026-11-28")


def test_overrides_that_cover_the_unknown_days_make_the_deadline_firm() -> None:
    office = WorkCalendar({day("2027-01-01"): False, day("2027-01-02"): True})
    found = office.due(day("2026-12-31"), 1)
    assert (found.on, found.provisional) == (day("2027-01-02"), False)


def test_the_calendar_version_tells_two_offices_apart() -> None:
    first = WorkCalendar({day("2026-11-24"): False})
    assert first.version.startswith(national_version() + "+office-")
    assert first.version == WorkCalendar({day("2026-11-24"): False}).version
    assert first.version != WorkCalendar({day("2026-11-24"): True}).version
    assert WorkCalendar({}, "cn-2026-a").version == "cn-2026-a"


@pytest.mark.parametrize(
    ("start", "on", "rolled"),
    [
        ("2026-08-31", "2027-02-28", None),
        ("2025-08-31", "2026-02-28", "2026-02-28"),
        ("2027-08-31", "2028-02-29", None),
        ("2026-05-15", "2026-11-15", "2026-11-16"),
    ],
)
def test_six_months_end_on_the_corresponding_day_or_the_months_last(
    start: str, on: str, rolled: str | None
) -> None:
    found = CALENDAR.months_later(day(start), 6)
    assert found.on == day(on)
    assert found.provisional is (rolled is None)
    if rolled:
        assert found.rolled == day(rolled)


@pytest.mark.parametrize(
    ("moment", "counts_from"),
    [
        ("2026-11-23T10:00", "2026-11-23"),
        ("2026-11-23T06:00", "2026-11-23"),
        ("2026-11-23T17:00", "2026-11-23"),
        ("2026-11-23T17:01", "2026-11-24"),
        ("2026-11-27T18:00", "2026-11-30"),
        ("2026-11-28T10:00", "2026-11-30"),
        ("2026-10-10T10:00", "2026-10-10"),
        ("2026-10-10T20:00", "2026-10-12"),
        ("2026-09-30T17:30", "2026-10-08"),
    ],
)
def test_a_paper_after_hours_or_on_a_day_off_counts_from_the_next_working_day(
    moment: str, counts_from: str
) -> None:
    arrived = datetime.fromisoformat(moment).replace(tzinfo=BEIJING)
    found = CALENDAR.effective_receipt(arrived)
    assert (found.received_at, found.effective_on) == (arrived, day(counts_from))
    assert found.provisional is False


def test_hours_are_read_on_the_offices_own_clock() -> None:
    late_in_beijing = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert CALENDAR.effective_receipt(late_in_beijing).effective_on == day("2026-11-24")
    london = OfficeHours(time(9), time(17), ZoneInfo("Europe/London"))
    assert CALENDAR.effective_receipt(late_in_beijing, london).effective_on == day("2026-11-23")


def test_a_receipt_at_the_end_of_the_last_published_year_is_provisional() -> None:
    evening = datetime(2026, 12, 31, 18, tzinfo=BEIJING)
    assert CALENDAR.effective_receipt(evening).provisional is True


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.effective_receipt(datetime(2026, 11, 23, 10))
    with pytest.raises(ValueError, match="closes after it opens"):
        OfficeHours(time(17), time(9))


@given(days_of_published_years, st.integers(0, 60))
def test_the_due_day_is_the_n_th_working_day(start: date, count: int) -> None:
    found = CALENDAR.due(start, count)
    span = [start + timedelta(days=step) for step in range(1, (found.on - start).days + 1)]
    assert sum(CALENDAR.is_working(one) is True for one in span) == count
    assert CALENDAR.working_days_between(start, found.on) == count
    assert count == 0 or CALENDAR.is_working(found.on) is True
    assert found.provisional is False


@given(any_day, any_day, st.integers(0, 40), st.integers(0, 40))
def test_a_later_start_or_a_longer_period_never_ends_earlier(
    one: date, other: date, short: int, more: int
) -> None:
    first, second = sorted((one, other))
    assert CALENDAR.due(first, short).on <= CALENDAR.due(second, short).on
    assert CALENDAR.due(first, short).on <= CALENDAR.due(first, short + more).on


@given(any_day, st.integers(0, 30), st.integers(0, 30))
def test_two_periods_in_a_row_are_one_long_period(start: date, one: int, other: int) -> None:
    middle = CALENDAR.due(start, one)
    assert CALENDAR.due(middle.on, other).on == CALENDAR.due(start, one + other).on


@given(any_day, st.integers(0, 60))
def test_a_firm_date_rests_on_published_days_alone(start: date, count: int) -> None:
    found = CALENDAR.due(start, count)
    walked = (start + timedelta(days=step) for step in range(1, (found.on - start).days + 1))
    assert found.provisional is any(CALENDAR.is_working(one) is None for one in walked)


@given(any_day, st.integers(0, 240))
def test_months_keep_the_day_or_fall_on_the_months_last(start: date, months: int) -> None:
    found = CALENDAR.months_later(start, months)
    assert (found.on.year - start.year) * 12 + found.on.month - start.month == months
    last_of_month = (found.on + timedelta(days=1)).day == 1
    assert found.on.day == start.day or (last_of_month and found.on.day < start.day)
    assert found.on <= found.rolled <= found.on + timedelta(days=11)


@given(st.datetimes(datetime(2004, 1, 1), datetime(2026, 12, 1), timezones=st.just(BEIJING)))
def test_a_receipt_never_counts_from_before_it_came_nor_from_a_day_off(moment: datetime) -> None:
    found = CALENDAR.effective_receipt(moment)
    assert found.effective_on >= moment.date()
    assert CALENDAR.is_working(found.effective_on) is True


def answer(*words: str) -> str:
    out = io.StringIO()
    call_command("workdays", *words, stdout=out)
    return out.getvalue()


def test_the_command_gives_json_alone() -> None:
    assert json.loads(answer("2026-02-12", "15", "--json")) == {
        "due": "2026-03-11",
        "provisional": False,
        "calendar": national_version(),
    }
    assert json.loads(answer("2026-12-25", "5", "--json"))["provisional"] is True


def test_the_command_speaks_to_people() -> None:
    assert answer("2026年11月23日", "１５") == (
        f"2026-11-23 起 15 个工作日，至 2026-12-14（{national_version()}）。\n"
    )
    assert "暂定至 2027-01-01" in answer("20261225", "5")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("2026-02-30", "5"), "“2026-02-30”不是日期，请写成 2026-11-23。\n"),
        (("soon", "5"), "“soon”不是日期，请写成 2026-11-23。\n"),
        (("2026-11-23", "-5"), "“-5”不是工作日数，请写 0 到 10000 的整数。\n"),
        (("2026-11-23", "many"), "“many”不是工作日数，请写 0 到 10000 的整数。\n"),
        (("9999-12-31", "5"), "从 9999-12-31 起数不了这么远。\n"),
    ],
)
def test_the_command_answers_unreadable_input_with_one_sentence(
    words: tuple[str, str], sentence: str
) -> None:
    complaint = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("workdays", *words, "--json", stderr=complaint)
    assert (ended.value.code, complaint.getvalue()) == (2, sentence)
