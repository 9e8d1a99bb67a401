"""A panel proposed for a session and its cases: who, why, what is missing (R-EXIT-03, R-APPT-04)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from approvals.policies.services import set_policy
from approvals.record.refusals import NotAllowed, Refused
from relics.appraisers.capacity import capacity_of
from relics.appraisers.classes import TITLES, class_of, signs
from relics.appraisers.fitness import fitness_of
from relics.appraisers.models import Post, Qualification
from relics.appraisers.proposals import propose_panels, review_choice
from relics.appraisers.queries import bench_strength, eligible
from relics.appraisers.rules import panel_refusal, post_refusal
from relics.appraisers.services import (
    declare_tie,
    propose_panel,
    record_absence,
    record_post,
    record_skill,
)
from relics.appraisers.sittings import sitting_of, sittings_between
from relics.appraisers.workload import load_of, work_of
from relics.register.models import RelicObject
from tests import factories, reviewing
from tests.factories import days_from_now, make_appraiser, make_panel, make_party, today

pytestmark = pytest.mark.django_db
SPECIALIST = Qualification.Kind.SPECIALIST


@pytest.fixture
def office():
    return factories.make_office()


@pytest.fixture
def keeper(office):
    return factories.make_member(office.party, "scheduler", "administrator")


def skilled(appraiser, keeper, *parts):
    for part in parts:
        record_skill(appraiser, part, level="expert", valid_from=factories.LONG_AGO, by=keeper)
    return appraiser


def post(appraiser, kind="shop", **said):
    return Post.objects.create(
        user=appraiser.user,
        office=appraiser.office,
        kind=kind,
        employer="示例文物商店",
        position="顾问",
        **{"valid_from": factories.LONG_AGO, **said},
    )


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ({"texture": "porcelain"}, "08"),
        ({"name": "玉壶春瓶", "texture": "porcelain"}, "08"),
        ({"name": "墨彩瓷瓶", "texture": "other"}, "08"),
        ({"name": "白玉鼻烟壶", "texture": "jade"}, "17"),
        ({"category": "书法", "name": "青花", "texture": "paper"}, "25"),
        ({"name_en": "Folding fan", "texture": "paper"}, "17"),
        ({"name_en": "Infant in a landscape", "texture": "paper"}, "25"),
        ({"texture": "other"}, None),
    ],
)
def test_the_record_points_to_a_class(words, part):
    assert class_of(RelicObject(**words)) == part


def test_the_table_of_signs_has_the_thirty_parts_by_name():
    assert [one.key for one in signs()] == list(TITLES) == [f"{n:02d}" for n in range(2, 32)]


def test_every_class_listed_has_somebody_skilled_where_the_office_has_one(office, keeper):
    panel = make_panel(office)
    expert = skilled(make_appraiser(office, SPECIALIST), keeper, "08")
    assert propose_panel(office, on=today(), classes=["08", "22"]) == [*panel[:2], expert]


def test_case_3_three_present_but_only_one_responsible_cannot_start(office):
    people = [make_appraiser(office), *(make_appraiser(office, SPECIALIST) for _ in range(2))]
    with pytest.raises(Refused) as caught:
        propose_panel(office, on=today())
    assert caught.value.refusal == panel_refusal(people, on=today(), parties=[])
    assert (caught.value.refusal.code, caught.value.refusal.rule) == ("panel_too_weak", "R-EXIT-03")


def test_case_4_the_same_person_twice_counts_once_and_an_expired_certificate_not_at_all(office):
    first, second, third = make_panel(office)
    lapsed = make_appraiser(office, valid_to=days_from_now(-1))
    for panel in ([first, second, first], [first, second, lapsed]):
        assert panel_refusal(panel, on=today(), parties=[]).code == "panel_too_weak"
    assert propose_panel(office, on=today(), size=4) == [first, second, third]


def test_case_5_who_falls_ill_is_proposed_no_more_and_the_substitute_named_is(office, keeper):
    ill, *rest = make_panel(office)
    make_appraiser(office)
    substitute = make_appraiser(office)
    record_absence(ill, starts_on=today(), ends_on=today(), substitute=substitute, by=keeper)
    session = factories.make_session(office, staff=[], day=today())
    [proposal] = propose_panels(office, [sitting_of(office, session.pk)], on=today())
    assert ill not in proposal.chosen
    reasons = {seat.appraiser: seat.reason for seat in proposal.seats}
    assert reasons[ill] == "当日缺勤"
    assert f"替补缺勤的{ill}" in reasons[substitute]
    assert set(proposal.chosen) == {rest[0], rest[1], substitute}


def test_case_6_who_once_sold_to_the_applicant_is_out_and_another_is_seated(office, keeper):
    dealer, panel = make_party(), make_panel(office)
    other = make_appraiser(office)
    declare_tie(panel[0], dealer, reason="曾向其出售文物", by=panel[0].user)
    assert propose_panel(office, on=today(), parties=[dealer]) == [panel[1], other, panel[2]]
    assert propose_panel(office, on=today()) == panel


@pytest.mark.parametrize("kind", ["shop", "auction"])
def test_a_post_in_a_relic_shop_or_auction_house_bars_from_every_panel(office, kind):
    panel, other = make_panel(office), make_appraiser(office)
    post(panel[0], kind)
    refusal = panel_refusal(panel, on=today(), parties=[])
    assert (refusal.code, refusal.rule) == ("staff_post_elsewhere", "R-GEN-16")
    assert list(eligible(office, today())) == [*panel[1:], other]
    assert bench_strength(panel, today(), []) == (2, 1)
    assert [one.able for one in fitness_of(panel, today(), [])] == [False, True, True]
    assert panel[0] not in propose_panel(office, on=today())


def test_another_post_bars_only_from_the_cases_of_who_employs(office):
    panel, employer = make_panel(office), make_party()
    post(panel[0], "other", party=employer)
    assert panel_refusal(panel, on=today(), parties=[make_party()]) is None
    assert panel_refusal(panel, on=today(), parties=[employer]).rule == "R-GEN-16"


@pytest.mark.parametrize(("day", "barred"), [(0, True), (1, False)])
def test_a_post_that_has_ended_no_longer_bars(office, day, barred):
    panel = make_panel(office)
    post(panel[0], valid_to=today())
    found = post_refusal([panel[0].user], on=days_from_now(day), parties=[])
    assert (found is not None) is barred


@pytest.mark.parametrize("role", ["scheduler", "administrator", "intake", "approver", "agent"])
def test_a_post_is_entered_by_the_person_or_a_keeper_of_the_roster(office, role):
    person = make_appraiser(office)
    said = {"kind": "auction", "employer": "示例拍卖行", "position": "专家"}
    assert record_post(person.user, office, by=person.user, **said).kind == "auction"
    other = factories.make_member(office.party, role)
    if role in ("scheduler", "administrator"):
        assert record_post(person.user, office, by=other, **said).user == person.user
    else:
        with pytest.raises(NotAllowed):
            record_post(person.user, office, by=other, **said)


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def test_the_proposal_says_who_why_and_what_is_missing(world):
    keeper = factories.make_member(world.office.party, "scheduler")
    reviewing.booked(
        world,
        world.new_object(),
        world.new_object(texture="jade", name="示例玉牌"),
        world.new_object(texture="other", name="示例物件"),
    )
    expert = skilled(world.office.appraisers.order_by("pk")[4], keeper, "08")
    factories.make_tie(world.appraisers[0], world.dealer)
    sitting = sitting_of(world.office, world.session.pk)
    assert sitting.classes == {"08", "22"}
    [proposal] = propose_panels(world.office, [sitting], on=today())
    assert (proposal.refusal, len(proposal.chosen)) == (None, 3)
    assert expert in proposal.chosen
    assert world.appraisers[0] not in proposal.chosen
    reasons = {seat.appraiser: seat.reason for seat in proposal.seats}
    assert reasons[expert] == "责任鉴定员；专长：陶瓷；工作量 0"
    assert reasons[world.appraisers[0]].startswith("应当回避：示例文物商店")
    [jade, unread] = proposal.missing
    assert jade == "玉石器：本机构没有此类专长人员，可参考第三方鉴定报告"
    assert "1 件文物的登记看不出类别" in unread


def test_who_is_down_for_the_session_stays_unless_tied_to_the_case(world):
    reviewing.booked(world)
    sitting = sitting_of(world.office, world.session.pk)
    seated = world.appraisers[1:]
    sitting = replace(sitting, staff=tuple(one.pk for one in seated))
    [kept] = propose_panels(world.office, [sitting], on=today(), keep=True)
    assert {*seated} <= {*kept.chosen}
    factories.make_tie(seated[0], world.dealer)
    [changed] = propose_panels(world.office, [sitting], on=today(), keep=True)
    assert changed.refusal is None
    assert [one in changed.chosen for one in seated] == [False] + [True] * (len(seated) - 1)


def test_what_the_office_changes_is_checked_by_the_same_rules(world):
    reviewing.booked(world)
    sitting = sitting_of(world.office, world.session.pk)
    keys = [one.pk for one in world.appraisers]
    assert review_choice(world.office, sitting, keys, on=today()).refusal is None
    assert review_choice(world.office, sitting, keys[:2], on=today()).refusal.rule == "R-EXIT-03"
    factories.make_tie(world.appraisers[0], world.dealer)
    assert review_choice(world.office, sitting, keys, on=today()).refusal.rule == "R-GEN-15"


def test_a_session_for_two_applicants_has_people_for_each_where_one_is_tied(world):
    """Who is tied to one of them is not needed: the fewest people who can serve both sit."""
    tied = world.office.appraisers.order_by("pk")[0]
    reviewing.booked(world)
    world.dealer = make_party(name="示例另一商店")
    world.agent = factories.make_member(world.dealer, "agent")
    reviewing.booked(world)
    factories.make_tie(tied, world.dealer)
    sitting = sitting_of(world.office, world.session.pk)
    assert len(sitting.hearings) == len(sitting.parties) == 2
    [proposal] = propose_panels(world.office, [sitting], on=today())
    assert (proposal.refusal, len(proposal.chosen)) == (None, 3)
    assert tied not in proposal.chosen


def test_a_week_is_planned_together_and_nobody_sits_twice_at_once(office):
    for _ in range(6):
        make_appraiser(office)
    day = factories.working_day()
    zone = factories.make_zone()
    factories.make_session(office, staff=[], day=day)
    factories.make_session(office, staff=[], day=day, zone=zone)
    first, second = propose_panels(office, sittings_between(office, day, day), on=today())
    assert not set(first.chosen) & set(second.chosen)
    assert len(first.chosen) == len(second.chosen) == 3
    again = propose_panels(office, sittings_between(office, day, day), on=today())
    assert [one.chosen for one in again] == [first.chosen, second.chosen]


def test_the_office_may_wish_for_larger_panels(office, keeper):
    for _ in range(5):
        make_appraiser(office)
    set_policy(
        "appraisers.panel_size",
        5,
        party=office.party,
        effective_from=today(),
        reason="示例",
        by=keeper,
    )
    session = factories.make_session(office, staff=[])
    [proposal] = propose_panels(office, [sitting_of(office, session.pk)], on=today())
    assert len(proposal.chosen) == 5


def test_work_counts_sittings_and_open_panels(world):
    reviewing.appraising(world)
    busy, idle = world.appraisers[0], world.office.appraisers.order_by("pk")[3]
    factories.make_session(world.office, staff=[busy], day=days_from_now(-40))
    work = work_of([busy, idle], today())
    assert (work[busy.pk].last_30, work[busy.pk].last_90, work[busy.pk].open_panels) == (1, 2, 1)
    assert (work[idle.pk].last_90, work[idle.pk].open_panels) == (0, 0)
    assert load_of([busy, idle], today(), 30) == {busy.pk: 2, idle.pk: 0}


def test_the_office_sees_how_far_above_the_minimum_it_stands_and_what_runs_out(office):
    for _ in range(5):
        make_appraiser(office)
    make_appraiser(office, SPECIALIST)
    for days in (20, 50, 70):
        make_appraiser(office, SPECIALIST, valid_to=days_from_now(days))
    now = capacity_of(office, today())
    assert (now.people, now.spare_people, now.spare_responsible, now.refusal) == (9, 2, 0, None)
    assert [(one.days, one.within) for one in now.expiring] == [(20, 30), (50, 60)]
    assert now.after is None
    assert capacity_of(office, today() + timedelta(65)).after.rule == "R-EXIT-05"


def test_a_certificate_that_is_followed_by_another_does_not_run_out(office):
    person = make_appraiser(office, valid_to=days_from_now(10))
    Qualification.objects.create(
        appraiser=person,
        kind="responsible",
        certificate_no="示例证-续",
        valid_from=days_from_now(11),
    )
    assert capacity_of(office, today()).expiring == []
