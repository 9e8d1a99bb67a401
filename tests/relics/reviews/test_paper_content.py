"""What the papers of a review say is law that was read, people's words, or marked as neither."""

import json

import pytest
from django.utils import timezone, translation

from approvals.certificates.models import Certificate
from relics.reviews.papers import grounds
from relics.reviews.services import custody, decision, examination, marking, paper_acts
from relics.reviews.services.panel import replace_member
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def said(review, kind):
    return json.loads(Certificate.objects.get(case=review.case, kind=kind).snapshot)


READ_IN_THE_OFFICIAL_TEXT = {
    "《中华人民共和国文物保护法》第七十七条",
    "《中华人民共和国文物保护法》第七十八条",
    "《中华人民共和国文物保护法实施条例》第四十五条",
    "《中华人民共和国文物保护法实施条例》第四十五条第三款、第四十七条第二款",
    "《中华人民共和国文物保护法实施条例》第四十五条、第四十七条",
    "《中华人民共和国文物保护法实施条例》第四十七条",
    "《中华人民共和国行政许可法》第三十二条",
    "《中华人民共和国行政许可法》第三十八条",
    "《中华人民共和国行政许可法》第六十九条",
    "《中华人民共和国行政复议法》第二十条",
    "《中华人民共和国行政诉讼法》第四十六条",
}


def test_only_provisions_that_were_read_are_printed_as_law():
    printed = {
        one
        for name, keys in vars(grounds).items()
        if name.endswith("_GROUND")
        for part in grounds.said(*keys).split("；")
        for one in part.replace("、《", "；《").split("；")
    }
    assert printed == READ_IN_THE_OFFICIAL_TEXT


def test_the_machines_finding_stands_on_the_register_as_a_hint_and_no_ground(world):
    old = world.new_object(year_from=1850, year_to=1900, edtf="1850/1900")
    review = reviewing.issued(world, old, prohibit={1})
    (thing,) = said(review, "prohibited_register")["objects"]
    assert thing["finding"].startswith("年限比对提示（由系统生成，供鉴定参考，不作为决定依据）：")
    assert "标准" not in "".join(said(review, "prohibited_register")["ground"])


def test_the_permit_names_each_responsible_appraiser_with_the_day_of_signing(world):
    review = reviewing.issued(world)
    today = timezone.localdate().isoformat()
    signers = said(review, "exit_permit")["appraisers"]
    assert [(one["responsible"], one["opinion"], one["signed"]) for one in signers] == [
        (True, "同意出境", today),
        (True, "同意出境", today),
        (False, None, today),
    ]


def test_who_left_the_panel_is_not_named_on_the_permit(world):
    review = reviewing.judged(world)
    substitute = factories.make_appraiser(world.office)
    member = review.panel.get(appraiser=world.appraisers[0])
    replace_member(review, member, substitute, reason="示例：突发疾病", by=world.scheduler)
    item = review.items.get()
    sheets = {item.pk: reviewing.sheet()}
    examination.file_opinions(review, sheets, no_conflict=True, by=substitute.user)
    examination.finish_appraisal(review, by=substitute.user)
    decision.decide(review, {item.pk: "permit"}, opinion="示例", by=world.approver)
    (mark,) = marking.stock_marks(world.office, ["示例标识1"], medium="label", by=world.issuer)
    marking.bind_marks(review, {item.pk: mark}, by=world.clerk)
    paper_acts.issue_papers(review, by=world.issuer)
    names = {one["name"] for one in said(review, "exit_permit")["appraisers"]}
    assert names == {str(one) for one in [substitute, *world.appraisers[1:]]}


def test_the_reason_on_the_register_is_chinese_whatever_the_approver_reads(world):
    review = reviewing.judged(world, against={0: {1}})
    item = review.items.get()
    with translation.override("en"):
        decision.decide(review, {item.pk: "prohibited"}, opinion="示例", by=world.approver)
    assert review.items.get().reason == "有责任鉴定员不同意出境，不能许可。"


def test_the_register_gives_reason_ground_and_rights(world):
    review = reviewing.issued(world, prohibit={1})
    register = said(review, "prohibited_register")
    assert register["objects"][0]["reasons"] == (
        "有责任鉴定员不同意出境，不能许可。（鉴定组 1 人不同意出境）"
    )
    assert register["rights"] == grounds.RIGHTS
    assert grounds.said(*grounds.UNANIMITY_GROUND) in register["ground"]


def test_the_receipt_of_the_hand_back_names_who_gave_and_who_took(world):
    review = reviewing.issued(world, prohibit={1})
    custody.hand_back(review, list(review.items.all()), received_by="示例领取人", by=world.clerk)
    handed = said(review, "hand_back_receipt")["handed_back"]
    assert (handed["receiver"], handed["witness"], handed["method"]) == (
        "示例领取人",
        str(world.clerk),
        "当面签收",
    )


def test_no_validity_and_no_number_stand_on_a_permit_unless_the_authority_gave_them(world):
    review = reviewing.labelled(world)
    paper_acts.issue_papers(review, by=world.issuer)
    permit = said(review, "exit_permit")
    assert (permit["number"], permit["valid_until"]) == (None, None)
    assert permit["title"] == "文物出境许可数据摘录"
