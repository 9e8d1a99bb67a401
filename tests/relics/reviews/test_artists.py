"""Makers whose works may not leave: all of them, or the representative ones (R-STD-09)."""

from dataclasses import replace

import pytest
from django.urls import reverse

from approvals.record.refusals import Refused
from relics.reviews.services import decision, examination
from relics.standards.services import load_list, put_into_force
from tests import factories, reviewing

pytestmark = pytest.mark.django_db

LINES = """list,name,aliases,level,document,effective_from,effective_to,evidence
示例书画名单,示例禁,,all,示例文〔示例〕1号,2023-05-26,,V2
示例书画名单,示例限,,representative,示例文〔示例〕1号,2023-05-26,,V2
"""


@pytest.fixture
def world():
    made = reviewing.make_world()
    party = made.office.party
    version = load_list(
        "artists", LINES.encode(), filename="示例.csv", source="示例", party=party, by=made.approver
    )
    put_into_force(
        version, effective_from=factories.today(), reason="示例", party=party, by=made.approver
    )
    return made


def judged(world, maker, **said):
    review = reviewing.appraising(world, world.new_object(maker=maker))
    item = review.items.get()
    for appraiser in world.appraisers:
        sheet = replace(reviewing.sheet(), **said)
        examination.file_opinions(review, {item.pk: sheet}, no_conflict=True, by=appraiser.user)
        examination.finish_appraisal(review, by=appraiser.user)
    return reviewing.fresh(review), item.pk


def permit(world, review, key):
    return decision.decide(review, {key: "permit"}, opinion="示例", by=world.approver)


def test_no_work_of_a_maker_on_the_first_level_leaves(world):
    review, key = judged(world, "示例禁", is_representative=False)
    with pytest.raises(Refused) as refused:
        permit(world, review, key)
    assert (refused.value.refusal.code, refused.value.refusal.rule) == ("artist_barred", "R-STD-09")


@pytest.mark.parametrize(
    ("said", "code"), [(None, "representative_unrecorded"), (True, "representative_work")]
)
def test_a_representative_work_does_not_leave_and_it_must_be_said(world, said, code):
    review, key = judged(world, "示例限", is_representative=said)
    with pytest.raises(Refused) as refused:
        permit(world, review, key)
    assert refused.value.refusal.code == code


def test_another_work_of_that_maker_may_leave(world):
    review, key = judged(world, "示例限", is_representative=False)
    assert permit(world, review, key).permitted == 1


def test_case_19_the_list_of_the_day_of_the_decision_counts(world):
    """Listed when it was handed in, and no more when it is decided."""
    review, key = judged(world, "示例禁", is_representative=False)
    party = world.office.party
    none = LINES.splitlines(keepends=True)[0] + "示例书画名单,示例旁,,all,示例,2023-05-26,,V2\n"
    version = load_list(
        "artists", none.encode(), filename="a.csv", source="示例", party=party, by=world.approver
    )
    put_into_force(
        version, effective_from=factories.today(), reason="示例", party=party, by=world.approver
    )
    assert permit(world, review, key).permitted == 1


def test_the_worksheet_asks_only_for_listed_makers(world, client):
    listed = reviewing.appraising(world, world.new_object(maker="示例限"))
    other = reviewing.appraising(world, world.new_object(maker="示例人"))
    client.force_login(world.appraisers[0].user)
    for review, asked in ((listed, True), (other, False)):
        url = reverse(
            "reviews:examination_object",
            kwargs={"pk": review.case_id, "item": review.items.get().pk},
        )
        assert ("is_representative" in client.get(url).content.decode()) is asked
