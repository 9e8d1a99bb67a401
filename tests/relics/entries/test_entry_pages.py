"""The pages of entries and stays, as people use them."""

import pytest
from django.test import Client
from django.urls import reverse

from relics.entries.models import EntryDeclaration, SealCheck, Stay
from relics.entries.services import check_lists
from tests import entering, factories
from tests.reviewing import fresh

MOST_QUERIES = 12


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_declaration_is_filled_in_on_its_page_and_stands_in_the_task_list(world):
    review = entering.drafted(world)
    at = reverse("entries:declaration", args=[review.case_id])
    form = {**entering.declared(world), "customs": world.port.customs_id, "zone": ""}
    form |= {"seal_number": "", "customs_number": "示例关单7"}
    answer = browser(world.agent).post(at, form)
    assert answer.status_code == 302
    assert EntryDeclaration.objects.get(review=review).customs_number == "示例关单7"
    page = browser(world.agent).get(at).content.decode()
    assert "不享有复出境便利" in page
    tasks = browser(world.agent).get(reverse("reviews:application", args=[review.case_id]))
    assert "进境申报" in tasks.content.decode()


def test_the_check_in_page_leads_to_the_seal_first(world):
    review = entering.accepted(world)
    clerk = browser(world.clerk)
    arrival = reverse("entries:arrival", args=[review.case_id])
    seal = reverse("entries:seal", args=[review.case_id])
    assert clerk.get(arrival).headers["Location"] == seal
    form = {
        "act": "seal",
        "seal-result": "absent",
        "seal-customs_officer": "示例关员",
        "seal-place": "示例仓库",
    }
    assert clerk.post(seal, form).headers["Location"] == arrival
    assert SealCheck.objects.get(review=review).result == "absent"
    assert "不享有复出境便利" in clerk.get(seal).content.decode()
    assert clerk.get(arrival).status_code == 200


def test_an_object_is_photographed_and_registered_on_a_tablet(world):
    review = entering.arrived(world)
    clerk, item = browser(world.clerk), review.items.get()
    at = reverse("entries:register_item", args=[review.case_id, item.pk])
    picture = entering.picture(70)
    picture.name = "示例.png"
    assert clerk.post(at, {"act": "photo", "view": "bottom", "photo": picture}).status_code == 302
    check_lists(review, by=world.clerk)
    (mark,) = entering.entry_marks(world, 1)
    form = {"act": "register", "mark": mark.number, "height_cm": "20"}
    assert clerk.post(at, form).status_code == 302
    done = clerk.post(reverse("entries:register", args=[review.case_id]), {"act": "finish"})
    assert (done.status_code, fresh(review).status) == (302, "labelled")


@pytest.mark.parametrize("who", ["agent", "clerk"])
def test_list_and_page_of_stays_show_clocks_and_the_next_act(
    world, stay, who, django_assert_max_num_queries
):
    client = browser(getattr(world, who))
    for address in (reverse("entries:stays"), reverse("entries:stay", args=[stay.pk])):
        with django_assert_max_num_queries(MOST_QUERIES):
            page = client.get(address)
        text = page.content.decode()
        assert text.count("<progress") == 2
        assert "最先届满，以此为准" in text
        assert "在期限届满前申请复出境，或申请延期" in text


def test_the_filter_stands_in_the_address(world, stay):
    client = browser(world.clerk)
    assert stay.object.name not in client.get("/stays/?state=soon").content.decode()
    entering.due(stay, 20)
    assert stay.object.name in client.get("/stays/?state=soon").content.decode()
    assert stay.object.name not in client.get("/stays/?state=ended").content.decode()


def test_a_sale_is_begun_and_closed_on_the_page(world, stay):
    at = reverse("entries:stay", args=[stay.pk])
    assert browser(world.agent).post(at, {"act": "sell"}).status_code == 302
    numbers = {"customs_release": "示例1", "licence": "示例2", "new_owner": "示例买受人"}
    assert browser(world.clerk).post(at, {"act": "settle"}).status_code == 422
    assert browser(world.clerk).post(at, {"act": "settle", **numbers}).status_code == 302
    assert Stay.objects.get(pk=stay.pk).status == "settled_domestic"


def test_a_stranger_does_not_see_a_stay(stay):
    at = reverse("entries:stay", args=[stay.pk])
    assert browser(factories.make_user()).get(at).status_code == 404
