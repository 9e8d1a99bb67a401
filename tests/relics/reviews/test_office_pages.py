"""The office's pages: each step by its role, refusals with their sentence, and who sees what."""

from io import BytesIO

import pytest
from django.urls import reverse

from approvals.certificates.services import finish_certificate
from approvals.parties.models import Role
from approvals.record.models import TrailEntry
from relics.appraisers.models import Absence, Tie
from relics.reviews.models import Mark, Opinion, Review
from relics.reviews.services import examination
from tests import factories, reviewing
from tests.desk import at, get, many, post, signed_in, text
from tests.registering import picture

pytestmark = pytest.mark.django_db

PAGES = (
    "desk_case",
    "confirm",
    "intake",
    "check_in",
    "found",
    "worksheets",
    "examination",
    "decision",
    "marks",
    "issue",
    "papers",
    "hand_back",
)
STEPS = {"category_step": "瓷器", "age_step": "据胎釉", "value_step": "一般", "conclusion": "可以"}
SHEET = {**STEPS, "is_relic": "yes", "may_leave": "yes", "no_conflict": "on", "act": "one"}


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def status(review):
    return Review.objects.get(pk=review.pk).status


@pytest.mark.parametrize("page", PAGES)
def test_nobody_but_the_office_opens_a_page_of_the_desk(world, page, client):
    review = reviewing.appointed(world)
    stranger = factories.make_member(factories.make_office().party, Role.INTAKE)
    for user in (world.agent, world.customs, stranger, factories.make_user()):
        assert get(user, at(page, review)).status_code == 404
    assert client.get(at(page, review)).status_code == 302
    assert get(world.clerk, at(page, review)).status_code == 200


def test_a_draft_is_not_the_office_s_business(world):
    assert get(world.clerk, at("desk_case", reviewing.drafted(world))).status_code == 404


@pytest.mark.parametrize(
    ("page", "stage", "mine", "others"),
    [
        ("confirm", "booked", "scheduler", ("clerk", "approver", "issuer")),
        ("intake", "appointed", "clerk", ("scheduler", "approver", "issuer")),
        ("check_in", "accepted", "clerk", ("scheduler", "approver", "issuer")),
        ("decision", "judged", "approver", ("clerk", "scheduler", "issuer")),
        ("marks", "decided", "clerk", ("scheduler", "approver", "issuer")),
        ("issue", "labelled", "issuer", ("clerk", "scheduler", "approver")),
    ],
)
def test_a_turn_is_open_to_its_role_and_closed_with_a_sentence_to_others(
    world, page, stage, mine, others
):
    review = getattr(reviewing, stage)(world)
    assert get(getattr(world, mine), at(page, review)).context["closed"] is None
    for name in others:
        shown = get(getattr(world, name), at(page, review))
        assert shown.context["closed"].rule == "D-ROLE"
        assert str(shown.context["closed"].sentence) in text(shown)
        acts = {"act": {"confirm": "refuse", "check_in": "no_show"}.get(page, "accept")}
        sent = post(getattr(world, name), at(page, review), {**acts, "reason": "示例"})
        assert sent.status_code in (403, 422)
    assert status(review) == review.status


def test_a_page_of_another_step_says_where_the_case_is(world):
    shown = get(world.approver, at("decision", reviewing.appointed(world)))
    assert shown.context["closed"].code == "not_the_turn"
    assert "受理审查" in text(shown)


def test_the_scheduler_confirms_with_the_people_that_are_ticked(world):
    review = reviewing.booked(world)
    shown = get(world.scheduler, at("confirm", review))
    assert shown.context["lawful"] is True
    chosen = [one.pk for one in world.appraisers]
    post(world.scheduler, at("confirm", review), {"act": "confirm", "appraiser": chosen})
    assert status(review) == "appointed"
    assert set(review.panel.values_list("appraiser", flat=True)) == set(chosen)


def test_too_few_people_are_refused_and_stay_ticked(world):
    review = reviewing.booked(world)
    chosen = [world.appraisers[0].pk, world.appraisers[1].pk]
    answer = post(world.scheduler, at("confirm", review), {"act": "confirm", "appraiser": chosen})
    assert (answer.status_code, answer.context["refusal"].rule) == (409, "R-EXIT-03")
    assert [one.appraiser.pk for one, ticked in answer.context["bench"] if ticked] == chosen
    assert status(review) == "booked"


def test_who_is_tied_or_absent_is_shown_and_cannot_be_ticked(world):
    review = reviewing.booked(world)
    tied, absent = world.appraisers[:2]
    day = factories.today()
    Tie.objects.create(
        appraiser=tied,
        party=world.dealer,
        reason="曾任顾问",
        declared_at=review.submitted_at,
        valid_from=day,
    )
    Absence.objects.create(appraiser=absent, starts_on=day, ends_on=day)
    shown = get(world.scheduler, at("confirm", review))
    able = {one.appraiser: one.able for one, _ in shown.context["bench"]}
    assert [able[one] for one in world.appraisers] == [False, False, True]
    assert shown.context["lawful"] is False
    assert "曾任顾问" in text(shown)


def test_a_refused_appointment_needs_its_reason(world):
    review = reviewing.booked(world)
    url = at("confirm", review)
    assert post(world.scheduler, url, {"act": "refuse", "reason": ""}).status_code == 422
    post(world.scheduler, url, {"act": "refuse", "reason": "当日停电"})
    assert status(review) == "submitted"


def test_the_office_refers_a_case_with_its_reason_and_no_longer_opens_it(world):
    review = reviewing.booked(world)
    other = factories.make_office("示例另一审核处")
    url = at("confirm", review)
    sent = {"act": "refer", "refer-office": other.pk, "refer-reason": ""}
    assert post(world.scheduler, url, sent).status_code == 422
    assert post(world.clerk, url, {**sent, "refer-reason": "示例"}).status_code in (403, 422)
    assert status(review) == "booked"
    answer = post(world.scheduler, url, {**sent, "refer-reason": "示例：均须回避"})
    assert answer["Location"] == reverse("cases:inbox")
    assert reviewing.fresh(review).case.office == other.party
    assert get(world.scheduler, url).status_code == 404


def test_intake_accepts(world):
    review = reviewing.appointed(world)
    answer = post(world.clerk, at("intake", review), {"act": "accept"})
    assert answer["Location"] == at("desk_case", review)
    assert status(review) == "accepted"


def test_one_notice_carries_the_points_of_the_file_and_of_each_object(world):
    review = reviewing.appointed(world, world.new_object(), world.new_object())
    second = review.items.get(sequence=2)
    answers = {"act": "correct", "whole": "补委托书\n\n补身份证", f"point-{second.pk}": "补照片"}
    post(world.clerk, at("intake", review), answers)
    points = [(point.text, point.item) for point in review.correction.points.all()]
    assert points == [("补委托书", None), ("补身份证", None), ("补照片", second)]
    assert status(review) == "correction"


def test_an_empty_notice_is_refused_and_an_unknown_act_too(world):
    review = reviewing.appointed(world)
    for values in ({"act": "correct", "whole": " "}, {"act": "other"}, {}):
        assert post(world.clerk, at("intake", review), values).status_code == 422
    assert status(review) == "appointed"


def test_a_ground_without_a_reason_is_sent_back_with_what_was_typed(world):
    review = reviewing.appointed(world)
    url = at("intake", review)
    answer = post(world.clerk, url, {"act": "decline", "ground": 3, "reason": ""})
    assert answer.status_code == 422
    assert answer.context["form"]["ground"].value() == "3"
    post(world.clerk, url, {"act": "decline", "ground": 3, "reason": "缺少关键材料"})
    assert status(review) == "not_accepted"


def test_intake_shows_the_rights_that_the_notice_will_tell(world):
    assert "行政复议" in text(get(world.clerk, at("intake", reviewing.appointed(world))))


def test_an_office_too_small_cannot_accept_and_says_so(world):
    review = reviewing.appointed(world)
    world.office.appraisers.exclude(pk__in=[one.pk for one in world.appraisers]).update(
        is_active=False
    )
    shown = get(world.clerk, at("intake", review))
    assert shown.context["too_small"].rule == "R-EXIT-05"
    assert post(world.clerk, at("intake", review), {"act": "accept"}).status_code == 409


def test_what_bars_an_object_is_listed_with_the_way_to_mend_it(world):
    review = reviewing.appointed(world, world.new_object(ownership="state"))
    (blocker,) = get(world.clerk, at("desk_case", review)).context["blockers"]
    assert blocker.rule == "R-EXIT-13"
    assert blocker.fix_url.startswith(at("intake", review))


def arrived(world, review, **more):
    here = [item.pk for item in review.items.filter(status="pending")]
    values = {"act": "arrived", "second_officer": world.second.pk, "identity_checked": "on"}
    return post(world.clerk, at("check_in", review), {**values, "here": here, **more})


def test_what_is_not_ticked_did_not_come(world):
    review = reviewing.accepted(world, world.new_object(), world.new_object())
    first = review.items.get(sequence=1)
    arrived(world, review, here=[first.pk])
    assert list(review.items.values_list("status", flat=True)) == ["pending", "absent"]
    assert status(review) == "appraising"


def test_without_the_identity_checked_nothing_is_recorded_and_nothing_typed_is_lost(world):
    review = reviewing.accepted(world)
    answer = arrived(world, review, identity_checked="", note="带了三个箱子")
    assert (answer.status_code, answer.context["refusal"].rule) == (422, "R-APPT-05")
    assert "带了三个箱子" in text(answer)
    assert status(review) == "accepted"


def test_nobody_is_the_second_officer_beside_himself_or_from_elsewhere(world):
    review = reviewing.accepted(world)
    for other in (world.clerk, world.customs):
        assert arrived(world, review, second_officer=other.pk).status_code == 422
    assert status(review) == "accepted"


def test_nobody_came(world):
    review = reviewing.accepted(world)
    post(world.clerk, at("check_in", review), {"act": "no_show"})
    assert status(review) == "submitted"


def test_an_object_found_on_the_day_is_listed_with_its_photograph(world):
    review = reviewing.accepted(world)
    values = {
        "name": "示例补录碗",
        "texture": "porcelain",
        "size": "径12厘米",
        "date_text": "1905年",
    }
    url = at("found", review)
    assert post(world.clerk, url, {**values, "name": ""}).status_code == 422
    assert post(world.approver, url, values).status_code == 403
    answer = post(world.clerk, url, {**values, "photo": picture()})
    assert answer["Location"] == at("check_in", review)
    item = review.items.get(sequence=2)
    assert (item.added_on_site, item.finding["verdict"]) == (True, "prohibited")
    assert [photo.is_stand_in for photo in item.object.photos.all()] == [False]


def test_a_broken_photograph_leaves_nothing_behind(world):
    review = reviewing.accepted(world)
    broken = BytesIO(b"no picture")
    broken.name = "photo.jpg"
    values = {"name": "示例补录碗", "texture": "porcelain", "size": "径12厘米", "photo": broken}
    assert post(world.clerk, at("found", review), values).status_code == 422
    assert review.items.count() == 1


def test_a_lot_is_split_on_the_spot_and_each_part_has_its_picture(world):
    review = reviewing.accepted(world)
    lot = review.items.get()
    url = at("split", review, item=lot.pk)
    assert post(world.clerk, url, {"name-1": "示例杯"}).status_code == 422
    post(world.clerk, url, {"name-1": "示例杯", "name-2": "示例托", "size-2": "径8厘米"})
    assert list(review.items.values_list("status", flat=True)) == ["split", "pending", "pending"]
    cup, saucer = [one.object for one in review.items.filter(added_on_site=True)]
    assert (cup.size, saucer.size) == ("高20厘米", "径8厘米")
    assert [cup.photos.get().is_stand_in, cup.whole] == [True, lot.object]


def test_others_opinions_are_hidden_until_one_has_filed_one_s_own(world):
    review = reviewing.appraising(world)
    item = review.items.get()
    first, second = (one.user for one in world.appraisers[:2])
    url = at("examination_object", review, item=item.pk)
    post(first, url, {**SHEET, "conclusion": "甲的结论"})
    for user in (second, world.clerk, world.approver):
        assert "甲的结论" not in text(get(user, url))
        assert "甲的结论" not in text(get(user, at("examination", review)))
    post(second, url, {**SHEET, "conclusion": "乙的结论"})
    assert "甲的结论" in text(get(second, url))
    assert "乙的结论" in text(get(first, url))


def test_after_the_round_the_approver_reads_every_opinion(world):
    review = reviewing.judged(world)
    shown = text(get(world.approver, at("decision", review)))
    assert shown.count("示例：可以出境。") == 3


def test_an_opinion_needs_the_declaration_and_keeps_what_was_typed(world):
    review = reviewing.appraising(world)
    url = at("examination_object", review, item=review.items.get().pk)
    member = world.appraisers[0].user
    answer = post(member, url, {**SHEET, "no_conflict": ""})
    assert (answer.status_code, answer.context["refusal"].rule) == (422, "R-GEN-15")
    assert "据胎釉" in text(answer)
    assert post(member, url, {**SHEET, "age_step": ""}).status_code == 422
    assert not Opinion.objects.exists()


def test_after_an_object_comes_the_next_one_and_at_the_end_the_list(world):
    review = reviewing.appraising(world, world.new_object(), world.new_object())
    one, two = review.items.all()
    member = world.appraisers[0].user
    answer = post(member, at("examination_object", review, item=one.pk), SHEET)
    assert answer["Location"] == at("examination_object", review, item=two.pk)
    answer = post(member, at("examination_object", review, item=two.pk), SHEET)
    assert answer["Location"] == at("examination", review)
    post(member, at("finish", review))
    shown = get(member, at("examination", review))
    assert shown.context["closed"].code == "already_finished"


def test_the_same_words_for_the_rest_are_an_act_of_their_own(world):
    review = reviewing.appraising(world, *many(world, 3))
    first = review.items.first()
    member, url = world.appraisers[0].user, at("examination_object", review, item=first.pk)
    answer = post(member, url, {**SHEET, "act": "remaining"})
    assert (answer.status_code, answer.context["refusal"].rule) == (422, "R-STD-10")
    assert not Opinion.objects.exists()
    post(member, url, {**SHEET, "act": "remaining", "seen_all": "on"})
    assert Opinion.objects.filter(member__appraiser__user=member).count() == 3


def test_one_s_own_opinion_is_amended_as_a_new_version(world):
    review = reviewing.appraising(world)
    item = review.items.get()
    url = at("examination_object", review, item=item.pk)
    member = world.appraisers[0].user
    post(member, url, SHEET)
    assert get(member, url).context["form"].initial["age_step"] == "据胎釉"
    post(member, url, {**SHEET, "may_leave": "no"})
    assert [(one.version, one.may_leave) for one in item.opinions.all()] == [(1, True), (2, False)]


def test_who_has_no_seat_files_no_opinion(world):
    review = reviewing.appraising(world)
    url = at("examination_object", review, item=review.items.get().pk)
    other = factories.make_appraiser(world.office).user
    for user in (other, world.clerk, world.approver):
        assert get(user, url).context["closed"] is not None
        assert post(user, url, SHEET).status_code == 403
    assert not Opinion.objects.exists()


def test_the_keys_lead_from_object_to_object(world):
    review = reviewing.appraising(world, *many(world, 3))
    middle = review.items.get(sequence=2)
    shown = get(world.appraisers[0].user, at("examination_object", review, item=middle.pk))
    assert [shown.context[name].sequence for name in ("before", "after")] == [1, 3]
    assert text(shown).count("data-key=") == 2


def test_a_permit_is_closed_where_a_responsible_appraiser_is_against(world):
    review = reviewing.judged(world, *many(world, 2), against={0: {2}})
    shown = get(world.approver, at("decision", review))
    assert [line["closed"] and line["closed"].rule for line in shown.context["lines"]] == [
        None,
        "R-EXIT-04",
    ]
    first, second = review.items.all()
    values = {f"outcome-{item.pk}": "permit" for item in (first, second)}
    answer = post(world.approver, at("decision", review), {**values, "opinion": "同意"})
    assert (answer.status_code, answer.context["refusal"].rule) == (409, "R-EXIT-04")
    assert answer.context["opinion"] == "同意"
    assert status(review) == "pending_approval"


def test_each_object_gets_its_own_outcome_and_reason(world):
    review = reviewing.judged(world, *many(world, 3), against={0: {2}})
    one, two, three = review.items.all()
    values = {
        f"outcome-{one.pk}": "permit",
        f"outcome-{two.pk}": "prohibited",
        f"outcome-{three.pk}": "prohibited",
        f"reason-{three.pk}": "同类存世稀少",
        "opinion": "同意鉴定组意见",
    }
    post(world.approver, at("decision", review), values)
    found = [(item.status, item.reason) for item in review.items.all()]
    assert found == [
        ("permit", ""),
        ("prohibited", "有责任鉴定员不同意出境，不能许可。"),
        ("prohibited", "同类存世稀少"),
    ]


def test_a_decision_without_an_outcome_or_an_opinion_is_refused(world):
    review = reviewing.judged(world)
    item = review.items.get()
    url = at("decision", review)
    assert post(world.approver, url, {"opinion": "同意"}).status_code == 422
    assert post(world.approver, url, {f"outcome-{item.pk}": "permit"}).status_code == 422
    assert status(review) == "pending_approval"


def test_the_panel_s_word_can_be_picked_but_is_not_picked_by_itself(world):
    review = reviewing.judged(world, *many(world, 2), against={0: {2}})
    url = at("decision", review)
    chosen = [line["chosen"] for line in get(world.approver, url).context["lines"]]
    picked = [line["chosen"] for line in get(world.approver, url + "?pick=panel").context["lines"]]
    assert (chosen, picked) == (["", "prohibited"], ["permit", "prohibited"])


def stocked(world, *numbers):
    from relics.reviews.services.marking import stock_marks

    return stock_marks(world.office, numbers, medium="label", by=world.issuer)


def test_marks_are_filled_in_from_the_stock_in_its_order_and_bound(world):
    review = reviewing.decided(world, *many(world, 2))
    stocked(world, "示例0002", "示例0001", "示例0003")
    shown = get(world.clerk, at("marks", review))
    numbers = [line["number"] for line in shown.context["lines"]]
    assert numbers == ["示例0001", "示例0002"]
    one, two = review.items.all()
    post(
        world.clerk,
        at("marks", review),
        {f"mark-{one.pk}": "示例0003", f"mark-{two.pk}": "示例0001"},
    )
    assert [item.mark.number for item in review.items.all()] == ["示例0003", "示例0001"]
    assert status(review) == "labelled"


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        (("示例0001", "示例0001"), "mark_twice"),
        (("示例0001", "示例9999"), "mark_unknown"),
        (("示例0001", ""), "marks_missing"),
    ],
)
def test_wrong_marks_are_refused_and_stay_in_the_fields(world, numbers, code):
    review = reviewing.decided(world, *many(world, 2))
    stocked(world, "示例0001", "示例0002")
    keys = [f"mark-{item.pk}" for item in review.items.all()]
    answer = post(world.clerk, at("marks", review), dict(zip(keys, numbers, strict=True)))
    assert (answer.status_code, answer.context["refusal"].code) == (422, code)
    assert tuple(line["number"] for line in answer.context["lines"]) == numbers
    assert not Mark.objects.filter(status="bound").exists()


def test_a_stock_that_does_not_reach_is_said_beforehand(world):
    review = reviewing.decided(world)
    assert get(world.clerk, at("marks", review)).context["short"].rule == "R-EXIT-12"


def test_the_issuer_enters_numbers_and_ranges_of_the_series(world):
    url = reverse("reviews:mark_stock")
    typed = {"numbers": "示例A09\n示例B0098至示例B0099\n示例B0100至0101", "medium": "wax"}
    answer = post(world.issuer, url, typed)
    assert answer.status_code == 302
    numbers = ["示例A09", "示例B0098", "示例B0099", "示例B0100", "示例B0101"]
    assert list(Mark.objects.order_by("pk").values_list("number", flat=True)) == numbers


@pytest.mark.parametrize("numbers", ["示例B0101至B0098", "示例B1至B2000", "示例9至10", " "])
def test_a_range_that_cannot_be_right_is_refused_and_kept(world, numbers):
    answer = post(
        world.issuer, reverse("reviews:mark_stock"), {"numbers": numbers, "medium": "wax"}
    )
    assert answer.status_code == 422
    assert answer.context["numbers"] == numbers
    assert not Mark.objects.exists()


def test_only_an_issuer_enters_marks_and_only_the_desk_sees_the_stock(world):
    url = reverse("reviews:mark_stock")
    assert post(world.clerk, url, {"numbers": "示例1", "medium": "wax"}).status_code == 403
    assert get(world.clerk, url).status_code == 200
    assert get(world.agent, url).status_code == 404


def test_papers_without_an_official_number_are_issued_and_followed(world):
    review = reviewing.labelled(world, *many(world, 2), prohibit={2})
    shown = get(world.issuer, at("issue", review))
    assert [len(shown.context[name]) for name in ("permitted", "prohibited")] == [1, 1]
    assert "数据摘录" in text(shown)
    post(world.issuer, at("issue", review), {})
    papers = review.case.certificates.filter(kind__in=["exit_permit", "prohibited_register"])
    assert [paper.number for paper in papers.order_by("kind")] == [None, None]
    assert "hx-get" in text(get(world.issuer, at("papers", review)))


def test_a_validity_in_the_past_is_refused(world):
    review = reviewing.labelled(world)
    answer = post(world.issuer, at("issue", review), {"valid_until": "2020-01-01"})
    assert (answer.status_code, answer.context["refusal"].rule) == (422, "R-EXIT-20")
    assert status(review) == "labelled"


def test_unmarked_objects_block_the_papers_and_lead_to_the_marks(world):
    review = reviewing.decided(world)
    shown = get(world.clerk, at("desk_case", review))
    assert [face.turn.node for face in shown.context["desk"].turns] == ["mark"]
    assert shown.context["desk"].turns[0].url == at("marks", review)


def test_the_approver_revokes_a_paper_in_force_and_nobody_else(world):
    review = reviewing.issued(world)
    paper = review.case.certificates.get(kind="exit_permit")
    finish_certificate(paper.pk)
    url = at("revoke", review, paper=paper.pk)
    assert get(world.issuer, url).context["barred"].rule == "R-GEN-12"
    assert post(world.issuer, url, {"ground": "示例"}).status_code == 403
    assert post(world.approver, url, {"ground": "", "cited": "licensing-69"}).status_code == 422
    assert post(world.approver, url, {"ground": "材料虚假"}).status_code == 422
    post(world.approver, url, {"ground": "材料虚假", "cited": ["relics-law-77"]})
    assert type(paper).objects.get(pk=paper.pk).status == "revoked"
    again = {"ground": "再次", "cited": ["licensing-69"]}
    assert post(world.approver, url, again).status_code == 409
    notice = review.case.certificates.get(kind="revocation_notice")
    assert "第七十七条" in notice.snapshot
    assert "第六十九条" not in notice.snapshot


def test_refused_objects_go_back_to_a_named_person_who_signed(world):
    review = reviewing.issued(world, *many(world, 2), prohibit={2})
    url = at("hand_back", review)
    assert [line["item"].sequence for line in get(world.clerk, url).context["lines"]] == [2]
    assert post(world.clerk, url, {"received_by": "示例领取人"}).status_code == 422
    post(world.clerk, url, {"received_by": "示例领取人", "signed": "on"})
    assert status(review) == "closed"


def test_a_worksheet_has_a_block_for_each_object(world):
    review = reviewing.accepted(world, *many(world, 3))
    for url in (
        at("worksheets", review),
        reverse("reviews:session_worksheets", args=[world.session.pk]),
    ):
        assert text(get(world.clerk, url)).count('class="rg-sheet"') == 3
    stranger = factories.make_member(factories.make_office().party, Role.INTAKE)
    assert get(stranger, url).status_code == 404


def test_the_case_shows_where_it_is_who_acts_and_the_short_form_of_one_s_own_turn(world):
    review = reviewing.appointed(world)
    mine, other = (get(user, at("desk_case", review)) for user in (world.clerk, world.approver))
    assert (mine.context["here"], "here" in other.context) == ("intake", False)
    assert 'class="n now"' in text(mine)
    assert "受理人" in text(other)


def test_the_officers_record_tells_their_own_affairs_and_the_applicant_s_does_not(world):
    review = reviewing.judged(world)
    desk = get(world.approver, at("desk_case", review)).context["entries"]
    dealer = get(world.agent, at("case", review)).context["entries"]
    told = [[str(one.title) for one in entries].count("签署鉴定意见") for entries in (desk, dealer)]
    assert told == [3, 0]


def test_the_office_looks_up_a_case_whoever_s_turn_it_is(world):
    review = reviewing.appointed(world)
    url = reverse("reviews:desk_list")
    for asked, found in (("", 1), (f"?q={review.case.number}", 1), ("?status=closed", 0)):
        assert len(get(world.approver, url + asked).context["cards"]) == found
    assert get(world.agent, url).context["cards"] == []


def test_looking_at_a_page_changes_nothing(world):
    review = reviewing.appointed(world)
    before = TrailEntry.objects.count()
    for page in PAGES:
        get(world.clerk, at(page, review))
    assert TrailEntry.objects.count() == before


STAGES = {
    "booked": ("scheduler", ("desk_case", "confirm")),
    "appointed": ("clerk", ("desk_case", "intake")),
    "accepted": ("clerk", ("desk_case", "check_in", "found", "worksheets")),
    "appraising": ("clerk", ("desk_case", "examination", "check_in")),
    "judged": ("approver", ("desk_case", "decision")),
    "decided": ("clerk", ("desk_case", "marks")),
    "labelled": ("issuer", ("desk_case", "issue")),
    "issued": ("clerk", ("desk_case", "papers", "hand_back")),
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("count", [3, 60])
def test_no_page_asks_more_than_twelve_questions(
    world, stage, count, django_assert_max_num_queries
):
    review = getattr(reviewing, stage)(world, *many(world, count))
    name, pages = STAGES[stage]
    client = signed_in(getattr(world, name))
    for page in pages:
        with django_assert_max_num_queries(12):
            assert client.get(at(page, review)).status_code == 200


@pytest.mark.parametrize("count", [3, 60])
def test_the_page_of_one_object_asks_no_more_whatever_was_filed(
    world, count, django_assert_max_num_queries
):
    review = reviewing.appraising(world, *many(world, count))
    member = world.appraisers[0].user
    sheets = {item.pk: reviewing.sheet() for item in review.items.all()}
    examination.file_opinions(review, sheets, no_conflict=True, by=member)
    client, item = signed_in(member), review.items.first()
    with django_assert_max_num_queries(12):
        client.get(at("examination_object", review, item=item.pk))
