"""The applicant's pages: from a draft to a booked session, and who may not see them."""

import io
import zipfile

import pytest
from django.urls import reverse

from approvals.certificates.services import finish_certificate
from approvals.parties.models import Mandate, Party, Role
from relics.appointments.models import Booking
from relics.register.models import RelicObject
from relics.reviews.models import Review
from tests import factories, reviewing
from tests.registering import picture, row, table

pytestmark = pytest.mark.django_db

PARTICULARS = {
    "destination": "示例国",
    "carrier": "示例携运人",
    "nationality": "cn",
    "identity_kind": "id_card",
    "identity_number": "11010519491231002x",
    "phone": "0431-00000000",
    "address": "示例市示例路一号",
}
OBJECT = {"name": "示例青花瓶", "texture": "porcelain", "size": "高12.9厘米", "date_text": "1955年"}


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def dealer(client, world):
    client.force_login(world.agent)
    return client


def at(name, review, **more):
    return reverse(f"reviews:{name}", kwargs={"pk": review.case_id, **more})


def test_a_dealer_drafts_lists_submits_and_books(dealer, world):
    answer = dealer.post(
        reverse("reviews:application_new"),
        {"procedure": "exit_review", "applicant": world.dealer.pk, "title": "示例春拍出境"},
    )
    review = Review.objects.get()
    assert answer["Location"] == at("application", review)
    dealer.post(at("particulars", review), {**PARTICULARS, "port": world.port.pk})
    dealer.post(at("object_new", review), OBJECT)
    item = review.items.get()
    sent = dealer.post(at("photo_add", review, item=item.pk), {"photo": picture()})
    assert sent["Location"].endswith("#photographs")
    page = dealer.get(at("check", review))
    assert page.context["blockers"] == []

    answer = dealer.post(at("submit", review))
    assert answer["Location"] == at("receipt", review)
    receipt = dealer.get(answer["Location"])
    review = reviewing.fresh(review)
    assert (review.status, review.carrier) == ("submitted", "示例携运人")
    assert review.case.number in receipt.content.decode()
    assert receipt.context["clock"].working_days == 15
    assert receipt.context["clock"].provisional

    answer = dealer.post(at("booking", review), {"session": world.session.pk})
    assert answer["Location"] == at("case", review)
    assert Booking.objects.get().seats == 1
    assert dealer.get(at("case", review)).context["booking"].session == world.session


def test_a_second_submission_shows_the_same_receipt(dealer, world):
    review = reviewing.drafted(world)
    first = dealer.post(at("submit", review), follow=True)
    second = dealer.post(at("submit", review), follow=True)
    assert first.redirect_chain == second.redirect_chain == [(at("receipt", review), 302)]
    assert reviewing.fresh(review).case.certificates.count() == 1


def test_an_incomplete_draft_is_refused_with_every_reason_and_the_page_that_mends_it(dealer, world):
    review = reviewing.drafted(
        world,
        RelicObject.objects.create(
            owner=world.dealer,
            created_by=world.agent,
            number="示例-9",
            name="示例",
            texture="jade",
            size="高1厘米",
        ),
    )
    Review.objects.filter(pk=review.pk).update(carrier="", destination="")
    answer = dealer.post(at("submit", review))
    assert answer.status_code == 422
    item = review.items.get()
    assert [(one.rule, one.fix_url) for one in answer.context["blockers"]] == [
        ("R-EXIT-07", at("particulars", review) + "#id_destination"),
        ("R-EXIT-07", at("particulars", review) + "#id_carrier"),
        ("§9.3", at("object_edit", review, item=item.pk)),
    ]
    assert reviewing.fresh(review).status == "draft"


def test_a_wrong_identity_card_is_refused_and_nothing_typed_is_lost(dealer, world):
    review = reviewing.drafted(world)
    typed = {**PARTICULARS, "identity_number": "110105194912310021", "destination": "示例别国"}
    answer = dealer.post(at("particulars", review), typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["identity_number"] == ["携运人身份证号码校验位不符。"]
    assert 'value="示例别国"' in answer.content.decode()


def test_a_stranger_finds_no_application_anywhere(client, world):
    review = reviewing.booked(world)
    client.force_login(factories.make_member(factories.make_party(), Role.AGENT))
    item = review.items.get().pk
    pages = ["application", "particulars", "check", "receipt", "object_list", "object_new"]
    pages += ["object_pick", "photo_archive", "import", "import_report", "import_errors", "case"]
    pages += ["booking", "booking_calendar", "correction", "withdraw"]
    answers = {name: client.get(at(name, review)).status_code for name in pages}
    assert answers == dict.fromkeys(pages, 404)
    acts = ["submit", "objects_remove", "stand_ins", "import_apply", "import_drop"]
    acts += ["booking_cancel", "booking", "withdraw", "correction"]
    answers = {name: client.post(at(name, review)).status_code for name in acts}
    assert answers == dict.fromkeys(acts, 404)
    assert client.get(at("object_edit", review, item=item)).status_code == 404
    assert client.post(at("photo_add", review, item=item)).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client, world):
    review = reviewing.drafted(world)
    answer = client.get(at("application", review))
    assert answer["Location"] == f"/accounts/login/?next={at('application', review)}"


def test_acts_are_never_done_by_looking(dealer, world):
    review = reviewing.drafted(world)
    for name in ("submit", "objects_remove", "import_apply", "import_drop", "booking_cancel"):
        assert dealer.get(at(name, review)).status_code == 405


def test_a_viewer_sees_and_does_nothing(client, world):
    review = reviewing.drafted(world)
    client.force_login(factories.make_member(world.dealer, Role.VIEWER))
    assert client.get(at("check", review)).status_code == 200
    answer = client.post(at("submit", review))
    assert answer.status_code == 403
    assert "R-EXIT-01" in answer.content.decode()
    assert reviewing.fresh(review).status == "draft"


def test_what_is_submitted_is_no_longer_changed(dealer, world):
    review = reviewing.submitted(world)
    item = review.items.get()
    assert dealer.get(at("particulars", review))["Location"] == at("case", review)
    answer = dealer.post(at("objects_remove", review), {"item": item.pk})
    assert answer.status_code == 409
    assert "R-GEN-04" in answer.content.decode()
    assert review.items.count() == 1


def test_a_full_session_is_answered_with_the_next_free_one(dealer, world):
    world.session.capacity = 1
    world.session.save()
    later = factories.make_session(world.office, day=factories.working_day(2))
    reviewing.booked(world)
    review = reviewing.submitted(world)
    answer = dealer.post(at("booking", review), {"session": world.session.pk})
    assert answer.status_code == 409
    assert answer.context["free"] == later
    assert "该场次余位不足" in answer.content.decode()
    assert reviewing.fresh(review).status == "submitted"


def test_an_appointment_is_given_back_and_another_is_booked(dealer, world):
    review = reviewing.appointed(world)
    dealer.post(at("booking_cancel", review), {"reason": "示例：改期"})
    world.session.refresh_from_db()
    assert (reviewing.fresh(review).status, world.session.booked) == ("submitted", 0)
    later = factories.make_session(world.office, day=factories.working_day(2))
    dealer.post(at("booking", review), {"session": later.pk})
    review = reviewing.fresh(review)
    assert review.status == "booked"
    reviewing.appointment.confirm_appointment(review, by=world.scheduler)
    assert reviewing.fresh(review).status == "appointed"


def test_a_request_is_moved_while_the_office_has_not_confirmed_it(dealer, world):
    review = reviewing.booked(world)
    later = factories.make_session(world.office, day=factories.working_day(2))
    dealer.post(at("booking", review), {"session": later.pk})
    states = Booking.objects.order_by("pk").values_list("session", "status")
    assert list(states) == [(world.session.pk, "moved"), (later.pk, "requested")]


def test_the_appointment_comes_as_a_calendar_file(dealer, world):
    review = reviewing.booked(world)
    answer = dealer.get(at("booking_calendar", review))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR")


def test_a_correction_is_answered_point_by_point(dealer, world):
    review = reviewing.appointed(world)
    points = [reviewing.intake.Point("示例：补发票"), reviewing.intake.Point("示例：补照片")]
    reviewing.intake.send_correction(review, points, by=world.clerk)
    assert "暂停计时" in dealer.get(at("case", review)).content.decode()
    first, second = review.correction.points.all()
    half = dealer.post(at("correction", review), {f"point-{first.pk}": "示例答复一"})
    assert half.status_code == 422
    assert "示例答复一" in half.content.decode()
    dealer.post(
        at("correction", review),
        {f"point-{first.pk}": "示例答复一", f"point-{second.pk}": "示例答复二"},
    )
    assert list(review.correction.points.values_list("answer", flat=True)) == [
        "示例答复一",
        "示例答复二",
    ]
    assert reviewing.fresh(review).status == "appointed"


def test_a_correction_opens_the_records_and_the_answer_closes_them_again(dealer, world):
    review = reviewing.appointed(world)
    item = review.items.get()
    changed = {
        **OBJECT,
        "number": item.object.number,
        "date_text": "",
        "year_from": "1890",
        "year_to": "1900",
    }
    page = at("object_edit", review, item=item.pk)
    assert dealer.post(page, changed).status_code == 409
    reviewing.intake.send_correction(
        review, [reviewing.intake.Point("示例：改年代")], by=world.clerk
    )
    assert dealer.get(page).status_code == 200
    assert dealer.post(page, changed)["Location"] == at("correction", review)
    point = review.correction.points.get()
    dealer.post(at("correction", review), {f"point-{point.pk}": "示例：已改"})
    assert dealer.post(page, changed).status_code == 409
    item = review.items.get()
    assert (item.object.year_from, item.finding["verdict"]) == (1890, "prohibited")


def test_an_answer_is_refused_while_an_object_lacks_its_photograph(dealer, world):
    review = reviewing.appointed(world)
    reviewing.intake.send_correction(
        review, [reviewing.intake.Point("示例：换照片")], by=world.clerk
    )
    item = review.items.get()
    photo = item.object.photos.get()
    dealer.post(at("photo_remove", review, item=item.pk, photo=photo.pk))
    point = review.correction.points.get()
    answer = dealer.post(at("correction", review), {f"point-{point.pk}": "示例：已换"})
    assert (answer.status_code, answer.context["refusal"].code) == (422, "object_incomplete")
    assert "示例：已换" in answer.content.decode()
    assert reviewing.fresh(review).status == "correction"


def test_a_withdrawal_is_asked_once_more_and_then_final(dealer, world):
    review = reviewing.booked(world)
    assert dealer.get(at("withdraw", review)).status_code == 200
    dealer.post(at("withdraw", review), {"reason": "示例：不再出境"})
    assert reviewing.fresh(review).status == "withdrawn"
    again = dealer.post(at("withdraw", review))
    assert again.status_code == 409


def test_the_list_says_what_to_do_first(dealer, world):
    draft = reviewing.drafted(world)
    submitted = reviewing.submitted(world)
    booked = reviewing.booked(world)
    page = dealer.get(reverse("reviews:application_list"))
    found = [
        (title, [card.review.pk for card in cards]) for title, cards in page.context["sections"]
    ]
    assert found == [
        ("需要您办理", [submitted.pk]),
        ("草稿", [draft.pk]),
        ("办理中", [booked.pk]),
    ]


def test_an_empty_list_leads_to_a_first_application(dealer):
    page = dealer.get(reverse("reviews:application_list")).content.decode()
    assert reverse("reviews:application_new") in page


def test_nobody_applies_for_a_party_that_gave_no_mandate(dealer):
    other = factories.make_party(Party.Kind.ENTERPRISE)
    answer = dealer.post(
        reverse("reviews:application_new"),
        {"procedure": "exit_review", "applicant": other.pk, "title": "示例"},
    )
    assert answer.status_code == 422
    assert not Review.objects.exists()


def test_no_link_of_any_page_leads_nowhere(dealer, world):
    draft, case = reviewing.drafted(world), reviewing.booked(world)
    item = draft.items.get().pk
    upload(dealer, draft, table(row(编号="示例-戊1"), row(编号="示例-戊2", 名称="")))
    names = ["application", "particulars", "check", "object_list", "object_new", "object_pick"]
    names += ["photo_archive", "import", "import_report"]
    pages = [at(name, draft) for name in names] + [at("object_edit", draft, item=item)]
    pages += [at(name, case) for name in ("case", "booking", "receipt", "withdraw")]
    empty = [page for page in pages if 'href=""' in dealer.get(page).content.decode()]
    assert empty == []


def test_an_agent_applies_under_a_mandate_and_sees_nothing_once_it_is_over(client, world):
    agency = factories.make_party(name="示例代理公司")
    mandate = Mandate.objects.create(
        principal=world.dealer,
        agent=agency,
        valid_from=factories.LONG_AGO,
        valid_to=factories.days_from_now(10),
    )
    client.force_login(factories.make_member(agency, Role.AGENT))
    client.post(
        reverse("reviews:application_new"),
        {"procedure": "exit_review", "applicant": world.dealer.pk, "title": "示例代办"},
    )
    review = Review.objects.get()
    assert (review.case.agent, review.case.mandate) == (agency, mandate)
    assert client.get(at("application", review)).status_code == 200
    mandate.revoked_on = factories.today()
    mandate.save()
    assert client.get(at("application", review)).status_code == 404
    assert client.post(at("submit", review)).status_code == 404


def test_the_receipt_is_handed_out_once_it_is_sealed(dealer, world):
    review = reviewing.submitted(world)
    paper = review.case.certificates.get()
    link = reverse("certificates:download", args=[paper.pk])
    assert link not in dealer.get(at("receipt", review)).content.decode()
    finish_certificate(paper.pk)
    assert link in dealer.get(at("receipt", review)).content.decode()
    assert link in dealer.get(at("case", review)).content.decode()
    assert dealer.get(link).content.startswith(b"%PDF")


def test_the_record_tells_the_acts_in_words_newest_first(dealer, world):
    review = reviewing.appointed(world)
    page = dealer.get(at("case", review))
    assert [str(moment.title) for moment in page.context["entries"]] == [
        "审核机构确认预约",
        "申请预约",
        "提交申请",
        "列入文物",
        "填写申请信息",
        "开始填写申请",
    ]


def test_a_refused_act_tells_a_machine_in_a_problem_document(dealer, world):
    review = reviewing.submitted(world)
    answer = dealer.post(
        at("booking_cancel", review), headers={"accept": "application/problem+json"}
    )
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["code"] == "appointment_not_open"


# Import of a table


def upload(dealer, review, content, name="示例清单.csv"):
    file = io.BytesIO(content)
    file.name = name
    return dealer.post(at("import", review), {"table": file}, follow=True)


def test_a_table_is_looked_at_then_imported_then_taken_back(dealer, world):
    review = reviewing.drafted(world)
    rows = [row(编号="示例-乙1"), row(编号="示例-乙2")]
    page = upload(dealer, review, table(*rows))
    assert (page.context["report"].rows, review.items.count()) == (2, 1)
    dealer.post(at("import_apply", review), {"rows": "all"})
    assert review.items.count() == 3
    batch = world.dealer.import_batches.get()
    dealer.post(at("import_undo", review, batch=batch.pk))
    assert review.items.count() == 1
    assert not RelicObject.objects.filter(number__startswith="示例-乙").exists()


def test_a_table_with_faults_imports_nothing_unless_the_good_rows_are_chosen(dealer, world):
    review = reviewing.drafted(world)
    page = upload(dealer, review, table(row(编号="示例-丙1"), row(编号="示例-丙2", 名称="")))
    fault = page.context["report"].errors[0]
    assert (fault.row, fault.column, fault.value) == (3, "名称", "")
    refused = dealer.post(at("import_apply", review), {"rows": "all"})
    assert (refused.status_code, review.items.count()) == (422, 1)
    dealer.post(at("import_apply", review), {"rows": "good"})
    assert review.items.count() == 2


def test_an_import_over_a_hundred_objects_is_refused_whole(dealer, world):
    review = reviewing.drafted(world)
    upload(dealer, review, table(*(row(编号=f"示例-{n}号") for n in range(100))))
    answer = dealer.post(at("import_apply", review), {"rows": "all"})
    assert (answer.status_code, review.items.count()) == (409, 1)
    assert answer.context["refusal"].code == "too_many_objects"
    assert RelicObject.objects.count() == 1


def test_a_table_too_large_for_one_application_is_registered_and_picked_later(dealer, world):
    review = reviewing.drafted(world)
    page = upload(dealer, review, table(*(row(编号=f"示例-{n}号") for n in range(100))))
    assert page.context["room"].code == "too_many_objects"
    answer = dealer.post(at("import_apply", review), {"rows": "all", "list": "no"})
    assert answer["Location"] == at("object_pick", review)
    assert (review.items.count(), RelicObject.objects.count()) == (1, 101)
    batch = world.dealer.import_batches.get()
    dealer.post(at("import_undo", review, batch=batch.pk))
    assert RelicObject.objects.count() == 1


def test_an_import_is_not_taken_back_after_submission(dealer, world):
    review = reviewing.drafted(world)
    upload(dealer, review, table(row(编号="示例-丁1")))
    dealer.post(at("import_apply", review), {"rows": "all"})
    thing = RelicObject.objects.get(number="示例-丁1")
    reviewing.draw_stand_in(thing, by=world.agent)
    reviewing.application.submit_application(review, by=world.agent)
    batch = world.dealer.import_batches.get()
    answer = dealer.post(at("import_undo", review, batch=batch.pk))
    assert answer.status_code == 409
    assert review.items.count() == 2


def test_junk_is_refused_with_a_sentence_and_imports_nothing(dealer, world):
    review = reviewing.drafted(world)
    page = upload(dealer, review, b"\x00\xff" * 5000, name="junk.xlsx")
    assert page.status_code == 200
    assert page.context["report"].refusal.code == "wrong_sheet"
    assert dealer.post(at("import_apply", review), {"rows": "good"}).status_code == 422


# Photographs


def test_a_script_is_told_why_a_file_is_no_photograph(dealer, world):
    review = reviewing.drafted(world)
    item = review.items.get()
    file = io.BytesIO(b"not a picture")
    file.name = "示例.jpg"
    answer = dealer.post(
        at("photo_add", review, item=item.pk),
        {"photo": file},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "photo_not_an_image"
    good = dealer.post(
        at("photo_add", review, item=item.pk),
        {"photo": picture()},
        headers={"accept": "application/json"},
    )
    photo = item.object.photos.last()
    assert (good.status_code, good.json()["thumb"]) == (
        201,
        reverse("register:thumb", args=[photo.pk]),
    )


def test_of_several_files_the_good_ones_stay_and_the_bad_are_named(dealer, world):
    review = reviewing.drafted(world)
    item = review.items.get()
    bad = io.BytesIO(b"no picture")
    bad.name = "坏.jpg"
    page = dealer.post(
        at("photo_add", review, item=item.pk), {"photo": [picture(), bad]}, follow=True
    )
    assert item.object.photos.count() == 2
    assert [str(one).split("：")[0] for one in page.context["messages"]] == ["坏.jpg"]


def test_a_photograph_is_taken_off(dealer, world):
    review = reviewing.drafted(world)
    item = review.items.get()
    photo = item.object.photos.get()
    dealer.post(at("photo_remove", review, item=item.pk, photo=photo.pk))
    assert item.object.photos.count() == 0


def test_stand_ins_are_drawn_only_in_a_demonstration(dealer, world, settings):
    review = reviewing.drafted(world)
    review.items.get().object.photos.all().delete()
    settings.DEMO = False
    assert dealer.post(at("stand_ins", review)).status_code == 404
    settings.DEMO = True
    dealer.post(at("stand_ins", review))
    assert review.items.get().object.photos.get().is_stand_in


def test_a_photo_archive_is_matched_by_number_and_says_what_fits_nothing(dealer, world):
    review = reviewing.drafted(world, world.new_object(number="示例-A1"))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("示例-A1.jpg", picture().read())
        archive.writestr("别的.jpg", picture(colour=(9, 9, 9)).read())
    file.seek(0)
    file.name = "照片.zip"
    page = dealer.post(at("photo_archive", review), {"archive": file})
    report = page.context["report"]
    assert (report.matched, report.unmatched) == ([("示例-A1.jpg", "示例-A1")], ["别的.jpg"])
    assert review.items.get().object.photos.count() == 2


def test_an_object_registered_before_is_picked_and_not_twice(dealer, world):
    thing = world.new_object()
    review, other = reviewing.drafted(world), reviewing.drafted(world)
    assert [one.pk for one in dealer.get(at("object_pick", review)).context["page"]] == [thing.pk]
    dealer.post(at("object_pick", review), {"object": thing.pk})
    answer = dealer.post(at("object_pick", other), {"object": thing.pk})
    assert answer.status_code == 409
    assert (review.items.count(), other.items.count()) == (2, 1)


def test_an_officer_is_led_to_the_page_of_the_desk(client, world):
    review = reviewing.booked(world)
    client.force_login(world.clerk)
    assert client.get(at("case", review))["Location"] == at("desk_case", review)
    assert client.get(at("booking", review)).status_code == 404


# The number of queries


@pytest.mark.parametrize("count", [3, 60])
@pytest.mark.parametrize("stage", ["drafted", "submitted", "appointed"])
def test_a_page_asks_at_most_twelve_times_whatever_the_number_of_objects(
    dealer, world, django_assert_max_num_queries, count, stage
):
    review = getattr(reviewing, stage)(world, *(world.new_object() for _ in range(count)))
    if stage == "drafted":
        pages = ["application", "particulars", "check", "object_list", "object_new", "object_pick"]
    else:
        pages = ["case", "booking", "receipt", "withdraw"]
    for name in pages:
        with django_assert_max_num_queries(12):
            assert dealer.get(at(name, review)).status_code == 200
    with django_assert_max_num_queries(12):
        dealer.get(reverse("reviews:application_list"))
