"""The lawful panel: three specialists, two of them responsible, untied, present (R-EXIT-03)."""

from datetime import timedelta

import pytest

from approvals.record.refusals import Refused
from relics.appraisers.models import Absence, Appraiser, Qualification
from relics.appraisers.queries import eligible, is_responsible_on, qualified_on
from relics.appraisers.rules import office_refusal, panel_refusal, seating_refusal
from relics.appraisers.services import propose_panel
from tests.factories import (
    days_from_now,
    make_appraiser,
    make_office,
    make_panel,
    make_party,
    make_tie,
    today,
    working_day,
)

pytestmark = pytest.mark.django_db

SPECIALIST = Qualification.Kind.SPECIALIST
RESPONSIBLE = Qualification.Kind.RESPONSIBLE


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def panel(office):
    return make_panel(office)


@pytest.fixture
def dealer():
    return make_party()


def code(members, *, parties=(), on=None):
    refusal = panel_refusal(members, on=on or today(), parties=parties)
    return refusal and refusal.code


def test_two_responsible_appraisers_and_a_specialist_are_a_panel(panel, dealer):
    assert panel_refusal(panel, on=today(), parties=[dealer]) is None


def test_a_responsible_appraiser_counts_as_a_specialist_too(office):
    assert code([make_appraiser(office) for _ in range(3)]) is None


def test_three_present_but_only_one_responsible_cannot_start(office):
    members = [
        make_appraiser(office),
        make_appraiser(office, SPECIALIST),
        make_appraiser(office, SPECIALIST),
    ]
    refusal = panel_refusal(members, on=today(), parties=[])
    assert (refusal.code, refusal.rule) == ("panel_too_weak", "R-EXIT-03")
    assert "责任鉴定员 1 人" in str(refusal.sentence)


def test_two_people_are_no_panel(panel):
    assert code(panel[:2]) == "panel_too_weak"


def test_nobody_is_no_panel():
    assert code([]) == "panel_too_weak"


def test_the_same_person_twice_counts_once(panel):
    assert code([panel[0], panel[1], panel[0]]) == "panel_too_weak"
    assert code([*panel, panel[0]]) is None


def test_the_same_person_in_two_records_of_the_roster_counts_once(panel):
    again = Appraiser.objects.get(pk=panel[0].pk)
    assert code([panel[0], again, panel[1]]) == "panel_too_weak"


def test_a_certificate_that_expired_yesterday_is_not_counted_and_is_named(office, panel):
    lapsed = make_appraiser(office, valid_to=days_from_now(-1))
    refusal = panel_refusal([*panel[:2], lapsed], on=today(), parties=[])
    assert refusal.code == "panel_too_weak"
    assert str(lapsed) in str(refusal.sentence)


@pytest.mark.parametrize(("day", "expected"), [(0, None), (1, "panel_too_weak")])
def test_a_certificate_is_good_on_its_last_day_and_not_after(office, panel, day, expected):
    last = make_appraiser(office, valid_to=today())
    assert code([*panel[:2], last], on=days_from_now(day)) == expected


def test_a_certificate_that_begins_tomorrow_is_not_counted(office, panel):
    new = make_appraiser(office, valid_from=days_from_now(1))
    assert code([*panel[:2], new]) == "panel_too_weak"


def test_a_responsible_certificate_that_lapsed_leaves_the_specialist(office, panel):
    person = make_appraiser(office, SPECIALIST)
    Qualification.objects.create(
        appraiser=person,
        kind=RESPONSIBLE,
        certificate_no="示例证-0",
        valid_from=days_from_now(-400),
        valid_to=days_from_now(-1),
    )
    assert code([*panel[:2], person]) is None
    assert code([panel[0], panel[2], person]) == "panel_too_weak"


@pytest.mark.parametrize("who", ["appraiser", "account"])
def test_who_has_left_the_office_is_not_counted(panel, who):
    record = panel[0] if who == "appraiser" else panel[0].user
    record.is_active = False
    record.save()
    assert code(panel) == "panel_too_weak"


def test_an_appraiser_who_once_sold_to_the_applicant_stands_aside(panel, dealer):
    make_tie(panel[1], dealer)
    refusal = panel_refusal(panel, on=today(), parties=[make_party(), dealer])
    assert (refusal.code, refusal.rule) == ("panel_tied", "R-GEN-15")
    for part in (str(panel[1]), dealer.name, "曾向其出售文物"):
        assert part in str(refusal.sentence)


def test_a_tie_to_somebody_else_does_not_matter(panel, dealer):
    make_tie(panel[0], make_party())
    assert code(panel, parties=[dealer]) is None


@pytest.mark.parametrize(("day", "expected"), [(0, "panel_tied"), (1, None)])
def test_a_tie_that_has_ended_no_longer_binds(panel, dealer, day, expected):
    make_tie(panel[0], dealer, valid_to=today())
    assert code(panel, parties=[dealer], on=days_from_now(day)) == expected


def test_one_tied_member_spoils_even_a_large_panel(office, panel, dealer):
    tied = make_appraiser(office)
    make_tie(tied, dealer)
    assert code([*panel, tied], parties=[dealer]) == "panel_tied"


@pytest.mark.parametrize(
    ("day", "expected"), [(1, None), (2, "panel_absent"), (4, "panel_absent"), (5, None)]
)
def test_an_absent_member_is_named_from_the_first_day_to_the_last(panel, day, expected):
    Absence.objects.create(appraiser=panel[2], starts_on=days_from_now(2), ends_on=days_from_now(4))
    assert code(panel, on=days_from_now(day)) == expected


def test_a_panel_can_be_taken_from_a_staff_in_which_one_must_stand_aside(office, panel, dealer):
    make_tie(panel[0], dealer)
    staff = [*panel, make_appraiser(office)]
    assert seating_refusal(staff, on=today(), parties=[dealer]) is None


def test_no_panel_can_be_taken_when_those_left_are_too_few(panel, dealer):
    make_tie(panel[0], dealer)
    assert seating_refusal(panel, on=today(), parties=[dealer]).code == "panel_tied"


def test_eligible_are_the_offices_own_qualified_present_and_untied(office, panel, dealer):
    away, tied, lapsed = (
        make_appraiser(office),
        make_appraiser(office),
        make_appraiser(office, valid_to=days_from_now(-1)),
    )
    Absence.objects.create(appraiser=away, starts_on=today(), ends_on=today())
    make_tie(tied, dealer)
    make_appraiser()

    assert list(eligible(office, today(), [dealer])) == panel
    assert list(qualified_on(office, today())) == [*panel, away, tied]
    assert lapsed not in qualified_on(office, today())


def test_who_is_responsible_is_read_from_the_day(office):
    person = make_appraiser(office, valid_to=today())
    assert is_responsible_on(person, today()) is True
    assert is_responsible_on(person, days_from_now(1)) is False
    assert is_responsible_on(make_appraiser(office, SPECIALIST), today()) is False


def test_the_same_rows_propose_the_same_panel(office, panel):
    extra = [make_appraiser(office) for _ in range(2)]
    first = propose_panel(office, on=today())
    assert first == propose_panel(office, on=today()) == panel
    assert extra[0] not in first


def test_the_proposal_shares_the_load_and_stays_lawful(office, panel, dealer):
    busy = {panel[0].pk: 5, panel[2].pk: 9}
    rested = make_appraiser(office)
    proposed = propose_panel(office, on=today(), parties=[dealer], load=busy)
    assert proposed == [panel[1], rested, panel[0]]
    assert code(proposed, parties=[dealer]) is None


def test_over_many_days_everybody_sits_about_equally_often(office):
    people = [make_appraiser(office) for _ in range(6)]
    load = dict.fromkeys((each.pk for each in people), 0)
    for number in range(1, 11):
        for each in propose_panel(office, on=working_day(number), load=load):
            load[each.pk] += 1
    assert set(load.values()) == {5}


def test_a_larger_panel_is_filled_with_the_least_busy(office, panel):
    assert len(propose_panel(office, on=today(), size=3)) == 3
    more = make_appraiser(office, SPECIALIST)
    assert propose_panel(office, on=today(), size=4) == [*panel, more]


def test_no_proposal_where_no_lawful_panel_is_left(office, panel, dealer):
    make_tie(panel[0], dealer)
    with pytest.raises(Refused) as caught:
        propose_panel(office, on=today(), parties=[dealer])
    assert caught.value.refusal.code == "panel_too_weak"


def test_an_office_below_its_minimum_takes_on_nothing_new(office):
    for _ in range(5):
        make_appraiser(office)
    make_appraiser(office, SPECIALIST)
    assert office_refusal(office, on=today()).rule == "R-EXIT-05"
    last = make_appraiser(office, SPECIALIST, valid_to=today())
    assert office_refusal(office, on=today()) is None
    assert office_refusal(office, on=today() + timedelta(days=1)).code == "office_too_small"
    assert last.office == office
