"""The public progress page: the receipt's number and code together, and nobody is named."""

import pytest
from django.urls import reverse

from tests import reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def asked(client, number, code):
    return client.post(reverse("cases:track"), {"number": number, "code": code})


def test_the_holder_of_a_receipt_sees_where_the_case_is_and_no_name(client, world):
    review = reviewing.booked(world)
    paper = review.case.certificates.get(kind="submission_receipt")
    page = asked(client, review.case.number, paper.code)
    states = [step["state"] for step in page.context["steps"]]
    assert states == ["done", "now", "next", "next", "next", "next", "next"]
    assert page.context["clock"].provisional
    text = page.content.decode()
    for private in (world.dealer.name, review.case.title, review.carrier, review.identity_number):
        assert private not in text


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(client, world):
    review = reviewing.booked(world)
    paper = review.case.certificates.get(kind="submission_receipt")
    one = asked(client, review.case.number, "wrong")
    other = asked(client, "示例-0", paper.code)
    assert (one.context["case"], other.context["case"]) == (None, None)
    assert "受理编号和查询码对不上" in one.content.decode()
    assert "受理编号和查询码对不上" in other.content.decode()


def test_the_code_of_another_paper_of_the_case_is_not_enough(client, world):
    review = reviewing.appointed(world)
    notice = review.case.certificates.get(kind="appointment_notice")
    assert asked(client, review.case.number, notice.code).context["case"] is None


def test_the_first_page_hands_the_number_over(client):
    page = client.get(reverse("cases:track"), {"number": "示例-1"})
    assert 'value="示例-1"' in page.content.decode()
