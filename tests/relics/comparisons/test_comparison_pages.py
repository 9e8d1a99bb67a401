"""The page of a comparison, for the officers of the office and nobody else."""

import pytest
from django.urls import reverse

from approvals.certificates.keys import make_demo_keys
from approvals.certificates.services import finish_certificate
from approvals.parties.models import Role
from relics.comparisons.models import Comparison
from tests import comparing, factories
from tests.desk import get, signed_in, text

pytestmark = pytest.mark.django_db


def page(comparison):
    return reverse("comparisons:comparison", kwargs={"pk": comparison.pk})


def send(user, comparison, act, **values):
    return signed_in(user).post(page(comparison), {"act": act, **values})


def test_the_list_shows_the_comparisons_of_the_office(desk):
    comparing.begun(desk)
    assert "示例青花瓶" in text(get(desk.approver, reverse("comparisons:comparison_list")))


def test_the_whole_comparison_is_done_on_its_page_by_two_people(desk):
    comparison = comparing.begun(desk)
    pictures = (comparing.vessel(), comparing.vessel("seagreen", 90, 7))
    for photo, picture in zip(desk.reference.photos.all(), pictures, strict=True):
        answer = send(
            desk.clerk, comparison, "photo", answers=photo.pk, photo=comparing.again(picture)
        )
        assert answer.status_code == 302
    measures = {"measure-height_cm": "12.9", "measure-weight_kg": "2.001"}
    assert send(desk.clerk, comparison, "measures", **measures).status_code == 302
    seen = {
        "mark-mark_seen": "intact",
        "mark-mark_number": comparing.MARK,
        "mark-seal_seen": "none",
    }
    assert send(desk.clerk, comparison, "marks", **seen).status_code == 302
    for officer in (desk.clerk, desk.second):
        assert send(officer, comparison, "match").status_code == 302
    assert comparing.fresh(comparison).status == "matched"


def test_a_mismatch_is_explained_on_the_page(desk):
    comparison = comparing.mismatched(desk)
    values = {
        "explain-cause": "repair",
        "explain-text": "示例修复",
        "explain-evidence": comparing.paper(),
    }
    assert send(desk.clerk, comparison, "explain", **values).status_code == 302
    finding = comparison.findings.get()
    for officer in (desk.approver, desk.second):
        assert send(officer, comparison, "agree", finding=finding.pk).status_code == 302
    assert comparing.fresh(comparison).status == "explained"


@pytest.mark.parametrize("act", ["suspect", "unexplained"])
def test_a_finding_without_words_is_shown_again(desk, act):
    answer = send(desk.clerk, comparing.mismatched(desk), act)
    assert answer.status_code == 422
    assert "请修改以下 1 处" in text(answer)


def test_the_page_leads_back_to_its_case(desk):
    shown = text(get(desk.clerk, page(comparing.begun(desk))))
    assert f'href="{reverse("reviews:desk_case", kwargs={"pk": desk.case.pk})}"' in shown


def test_a_refusal_stands_on_the_page_with_its_rule(desk):
    comparison = comparing.begun(desk)
    answer = send(desk.clerk, comparison, "match")
    assert answer.status_code == 409
    assert "没有办成" in text(answer)
    assert "R-TEMP-06" in text(answer)


def test_what_is_missing_stands_before_the_buttons(desk):
    shown = text(get(desk.clerk, page(comparing.begun(desk))))
    assert "还有 5 项待解决" in shown
    assert "签署：相符" not in shown


def test_a_mark_that_is_missing_closes_the_word_it_matches(desk):
    shown = text(get(desk.clerk, page(comparing.presented(desk, mark="missing", number=""))))
    assert 'value="match"' not in shown
    assert "不得认定相符" in shown


def test_a_measure_out_of_tolerance_is_said_in_words(desk):
    shown = text(get(desk.clerk, page(comparing.mismatched(desk))))
    assert "超出容差" in shown
    assert "存档 12.9，现为 15.9" in shown


def test_who_signed_is_told_that_another_must(desk):
    comparison = comparing.presented(desk)
    send(desk.clerk, comparison, "match")
    assert "还须由另一人" in text(get(desk.clerk, page(comparison)))
    assert 'value="match"' in text(get(desk.second, page(comparison)))


def test_strangers_and_other_offices_find_nothing(desk):
    comparison = comparing.presented(desk)
    photo = comparison.reference.photos.first()
    other = factories.make_member(factories.make_office("示例另一机构").party, Role.INTAKE)
    addresses = [
        page(comparison),
        reverse("comparisons:reference_photo", kwargs={"pk": photo.pk}),
        reverse("comparisons:reference_thumb", kwargs={"pk": photo.pk}),
        reverse("comparisons:presented_photo", kwargs={"pk": comparison.photos.first().pk}),
    ]
    for user in (other, desk.agent, factories.make_user()):
        assert [get(user, url).status_code for url in addresses] == [404] * 4
    assert [get(desk.clerk, url).status_code for url in addresses] == [200] * 4


def test_the_page_takes_no_more_than_twelve_statements(desk, django_assert_max_num_queries):
    comparison = comparing.mismatched(desk)
    send(desk.clerk, comparison, "suspect", **{"finding-text": "示例"})
    client = signed_in(desk.clerk)
    client.get(page(comparison))
    with django_assert_max_num_queries(12):
        client.get(page(comparison))


def test_the_sheet_lists_what_was_compared_and_both_who_signed(desk, settings, tmp_path):
    settings.VAR, settings.DEMO = tmp_path, True
    make_demo_keys(tmp_path)
    comparison = comparing.mismatched(desk)
    sheet = finish_certificate(comparison.sheet_id)
    assert (sheet.kind, sheet.status) == ("comparison_sheet", "valid")
    for words in ("存档 12.9；现测 15.9", "【超出容差】", "不符 示例：高度不同", "实物比对表"):
        assert words in sheet.snapshot
    shown = text(get(desk.clerk, page(comparison)))
    assert reverse("certificates:download", kwargs={"pk": sheet.pk}) in shown


def test_an_unknown_act_does_nothing(desk):
    comparison = comparing.begun(desk)
    assert send(desk.clerk, comparison, "burn").status_code == 422
    assert Comparison.objects.get().status == "open"
