"""On the day: missing, extra and split objects are put right on the spot, and by whom."""

import pytest

from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from relics.reviews.services import examination, onsite
from tests import reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def vessel(**fields):
    values = {
        "name": "示例补录碗",
        "texture": "porcelain",
        "size": "径12厘米",
        "year_from": 1900,
        "year_to": 1905,
        "edtf": "1900/1905",
    }
    return {**values, **fields}


def test_an_object_that_nobody_listed_is_listed_and_judged_with_the_rest(world):
    review = reviewing.accepted(world)
    with pytest.raises(NotAllowed):
        onsite.add_found_object(review, vessel(), by=world.agent)
    item = onsite.add_found_object(review, vessel(), by=world.clerk)
    assert (item.sequence, item.added_on_site, item.finding["verdict"]) == (2, True, "prohibited")
    assert item.object.owner == world.dealer
    assert type(item.object).objects.get(pk=item.object_id).submitted_at is not None


def test_a_lot_is_split_and_each_part_is_judged_by_itself(world):
    lot = world.new_object(unit="set", quantity=1, pieces=4)
    review = reviewing.accepted(world, lot)
    with pytest.raises(NotAcceptable):
        onsite.split_lot(review.items.get(), [vessel()], by=world.clerk)
    parts = [vessel(name=f"示例件{number}") for number in range(4)]
    pieces = onsite.split_lot(review.items.get(sequence=1), parts, by=world.clerk)
    assert [piece.object.whole for piece in pieces] == [lot] * 4
    assert list(review.items.values_list("status", flat=True)) == ["split", *["pending"] * 4]


def test_a_missing_object_leaves_the_case_without_an_outcome(world):
    review = reviewing.accepted(world, world.new_object(), world.new_object())
    gone = review.items.get(sequence=2)
    examination.check_in(
        review, second_officer=world.second, identity_checked=True, absent=[gone], by=world.clerk
    )
    assert list(review.items.values_list("status", flat=True)) == ["pending", "absent"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"identity_checked": False}, "identity_unchecked"), ({"second": "clerk"}, "two_officers")],
)
def test_check_in_needs_the_carriers_identity_and_two_officers(world, fields, code):
    review = reviewing.accepted(world)
    second = getattr(world, fields.get("second", "second"))
    with pytest.raises(NotAcceptable) as refusal:
        examination.check_in(
            review,
            second_officer=second,
            identity_checked=fields.get("identity_checked", True),
            by=world.clerk,
        )
    assert refusal.value.refusal.code == code


def test_a_panel_that_lost_a_member_since_does_not_sit(world):
    from relics.appraisers.models import Qualification

    review = reviewing.accepted(world)
    Qualification.objects.filter(appraiser=world.appraisers[0]).update(valid_to="2021-01-01")
    with pytest.raises(Refused) as refusal:
        examination.check_in(
            review, second_officer=world.second, identity_checked=True, by=world.clerk
        )
    assert refusal.value.refusal.rule == "R-EXIT-03"


def test_the_list_is_closed_once_a_member_has_finished(world):
    review = reviewing.appraising(world)
    item = review.items.get()
    one = world.appraisers[0].user
    examination.file_opinions(review, {item.pk: reviewing.sheet()}, no_conflict=True, by=one)
    examination.finish_appraisal(review, by=one)
    with pytest.raises(Conflict) as refusal:
        onsite.add_found_object(review, vessel(), by=world.clerk)
    assert refusal.value.refusal.code == "member_finished"


def test_nobody_finishes_before_every_object_has_his_opinion(world):
    review = reviewing.appraising(world, world.new_object(), world.new_object())
    one = world.appraisers[0].user
    first = review.items.first()
    examination.file_opinions(review, {first.pk: reviewing.sheet()}, no_conflict=True, by=one)
    with pytest.raises(NotAcceptable) as refusal:
        examination.finish_appraisal(review, by=one)
    assert refusal.value.refusal.code == "opinions_missing"


@pytest.mark.parametrize("step", ["category_step", "age_step", "value_step", "conclusion"])
def test_every_step_of_the_worksheet_is_filled(world, step):
    from dataclasses import replace

    review = reviewing.appraising(world)
    sheet = replace(reviewing.sheet(), **{step: " "})
    with pytest.raises(NotAcceptable) as refusal:
        examination.file_opinions(
            review, {review.items.get().pk: sheet}, no_conflict=True, by=world.appraisers[0].user
        )
    assert refusal.value.refusal.rule == "R-STD-10"


def test_an_opinion_needs_the_declaration_of_no_conflict(world):
    review = reviewing.appraising(world)
    with pytest.raises(NotAcceptable) as refusal:
        examination.file_opinions(
            review,
            {review.items.get().pk: reviewing.sheet()},
            no_conflict=False,
            by=world.appraisers[0].user,
        )
    assert refusal.value.refusal.rule == "R-GEN-15"


def test_nobody_came_frees_the_seats_and_is_no_refusal(world):
    review = reviewing.accepted(world)
    examination.record_no_show(review, by=world.clerk)
    assert reviewing.fresh(review).status == "submitted"
    world.session.refresh_from_db()
    assert world.session.booked == 0
