"""How long an object may stay: separate clocks, the earliest governs (R-TEMP-04, 10, 11)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.parties.models import Office
from approvals.policies.models import PolicyValue
from approvals.record.workdays import WorkCalendar
from relics.entries.models import EntryDeclaration, StayClock
from relics.entries.queries import current_clocks
from relics.entries.shown import faces_of
from relics.entries.terms import first_clocks, in_months
from tests import entering, factories

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
KINDS = StayClock.Kind.values


@pytest.mark.parametrize(
    ("start", "due", "rolled"),
    [
        ("2026-08-31", "2027-02-28", None),
        ("2025-08-31", "2026-02-28", "2026-02-28"),
        ("2027-08-31", "2028-02-29", None),
        ("2026-05-15", "2026-11-15", "2026-11-16"),
    ],
)
def test_six_months_end_on_the_corresponding_day_and_are_not_rolled(start, due, rolled):
    """The golden vectors of rules §1.1; what is rolled is only told (R-GEN-14)."""
    clock = in_months("relic", date.fromisoformat(start), {"stay.months": 6}, WorkCalendar())
    assert clock.due_on == date.fromisoformat(due)
    assert clock.provisional is (rolled is None)
    if rolled:
        assert clock.rolled_on == date.fromisoformat(rolled)


@given(start=DAYS, months=st.integers(1, 24))
def test_a_clock_never_ends_before_it_starts_nor_rolls_backwards(start, months):
    clock = in_months("relic", start, {"stay.months": months}, WorkCalendar())
    assert start < clock.due_on <= clock.rolled_on
    assert (clock.due_on - start).days <= 31 * months


@given(st.lists(st.tuples(st.sampled_from(KINDS), DAYS), max_size=12))
def test_the_earliest_of_the_latest_rows_governs(rows):
    clocks = [
        StayClock(pk=place, kind=kind, due_on=due) for place, (kind, due) in enumerate(rows, 1)
    ]
    latest = dict(rows)
    found = current_clocks(clocks)
    assert {one.kind: one.due_on for one in found} == latest
    assert [one.due_on for one in found] == sorted(latest.values())


def kinds_of(stay):
    return set(stay.clocks.values_list("kind", flat=True))


def test_bonded_goods_have_no_clock_of_customs_but_the_offices_runs(world):
    stay = entering.staying(world, regime="bonded", zone=entering.make_zone())
    assert kinds_of(stay) == {"relic"}


def test_temporarily_imported_goods_have_both_clocks_from_their_own_days(world):
    stay = entering.staying(world, entered_on=factories.days_from_now(-20))
    assert kinds_of(stay) == {"relic", "customs"}
    starts = dict(stay.clocks.values_list("kind", "starts_on"))
    assert starts == {"relic": factories.today(), "customs": factories.days_from_now(-20)}
    governs = [face.clock.kind for face in faces_of(stay) if face.governs]
    assert governs == ["customs"]


def test_the_months_are_a_policy_of_the_zone_before_the_offices(world):
    zone = entering.make_zone()
    for party, months in ((world.office.party, 4), (zone, 3)):
        PolicyValue.objects.create(
            key="stay.months",
            party=party,
            value=months,
            effective_from=factories.today(),
            reason="示例",
            set_by=world.approver,
        )
    told = EntryDeclaration(regime="bonded", zone=zone)
    outside = EntryDeclaration(regime="bonded", zone=None)
    office = Office.objects.get(pk=world.office.pk)
    start = date(2026, 3, 2)
    assert [one.due_on for one in first_clocks(told, office, start)] == [date(2026, 6, 2)]
    assert [one.policy for one in first_clocks(outside, office, start)] == [{"stay.months": 4}]


def test_an_extension_adds_a_row_and_leaves_the_old_one(world, stay):
    before = {one.kind: one.due_on for one in current_clocks(stay.clocks.all())}
    entering.extended(world, stay, months=6)
    rows = stay.clocks.order_by("pk")
    assert rows.count() == 4
    after = {one.kind: one for one in current_clocks(rows)}
    calendar = WorkCalendar()
    assert {kind: one.due_on for kind, one in after.items()} == {
        kind: calendar.months_later(due, 6).on for kind, due in before.items()
    }
    assert {one.decision for one in after.values()} == {"示例延期1号"}


def test_the_last_day_itself_still_counts(world, stay):
    stay = entering.due(stay, 0)
    assert [face.over for face in faces_of(stay)] == [False, False]
    later = factories.today() + timedelta(days=1)
    assert faces_of(stay, on=later)[0].over is True
