"""The gate: only customs, the verdict with its reason, release once, marks that hold."""

import pytest
from django.urls import reverse

from approvals.certificates.services import finish_certificate, read_paper, revoke_certificate
from approvals.parties.models import Role
from relics.reviews.models import Release
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def permit(world):
    review = reviewing.issued(world, world.new_object(), world.new_object(), number="示例证1号")
    return finish_certificate(review.case.certificates.get(kind="exit_permit").pk)


def test_customs_releases_part_and_then_the_rest_and_nothing_twice(client, world, permit):
    client.force_login(world.customs)
    page = client.get(reverse("reviews:gate"), {"q": f"http://testserver/v/{permit.code}/"})
    assert "可放行" in page.content.decode()
    first, second = permit.case.review.items.all()
    send = {"q": permit.number, "port": world.port.code}
    client.post(reverse("reviews:gate_release"), {**send, "item": [first.pk]})
    assert list(Release.objects.values_list("item", flat=True)) == [first.pk]
    page = client.get(reverse("reviews:gate"), {"q": second.mark.number}).content.decode()
    assert "部分可放行" in page
    assert "已放行，不能再次放行" in page
    again = client.post(reverse("reviews:gate_release"), {**send, "item": [first.pk]})
    assert again.status_code == 409
    client.post(reverse("reviews:gate_release"), {**send, "item": [second.pk]})
    assert Release.objects.count() == 2


@pytest.mark.parametrize("seen", ["damaged", "missing"])
def test_a_mark_that_is_not_intact_holds_its_object(client, world, permit, seen):
    client.force_login(world.customs)
    item = permit.case.review.items.first()
    send = {"q": permit.code, "port": world.port.code}
    client.post(reverse("reviews:gate_mark", args=[item.mark.pk]), {**send, "seen": seen})
    refused = client.post(reverse("reviews:gate_release"), {**send, "item": [item.pk]})
    assert (refused.status_code, Release.objects.count()) == (409, 0)
    assert "标识损坏或缺失" in refused.content.decode()


def test_a_port_that_is_not_designated_releases_nothing(client, world, permit):
    other = factories.make_port(world.office, is_designated=False, customs=world.port.customs)
    client.force_login(world.customs)
    items = [item.pk for item in permit.case.review.items.all()]
    send = {"q": permit.code, "port": other.code, "item": items}
    assert client.post(reverse("reviews:gate_release"), send).status_code == 409
    assert Release.objects.count() == 0


def test_a_revoked_permit_is_shown_as_such_at_the_gate_and_to_the_public(client, world, permit):
    revoke_certificate(permit, ground="示例：欺骗取得。", by=world.approver)
    client.force_login(world.customs)
    page = client.get(reverse("reviews:gate"), {"q": permit.code}).content.decode()
    assert "不可放行" in page
    client.logout()
    page = client.get(reverse("certificates:public", args=[permit.code])).content.decode()
    assert "已撤销" in page
    assert world.dealer.name not in page


@pytest.mark.parametrize("name", ["agent", "clerk", "approver", "issuer", "scheduler"])
def test_nobody_but_customs_comes_to_the_gate(client, world, permit, name):
    client.force_login(getattr(world, name))
    item = permit.case.review.items.first()
    assert client.get(reverse("reviews:gate"), {"q": permit.code}).status_code == 403
    send = {"q": permit.code, "item": [item.pk]}
    assert client.post(reverse("reviews:gate_release"), send).status_code == 403
    mark = reverse("reviews:gate_mark", args=[item.mark.pk])
    assert client.post(mark, {"seen": "damaged"}).status_code == 403
    assert Release.objects.count() == 0


def test_customs_of_another_port_releases_nothing_here(client, world, permit):
    other = factories.make_port(world.office)
    client.force_login(factories.make_member(other.customs, Role.CUSTOMS))
    item = permit.case.review.items.first()
    send = {"q": permit.code, "port": world.port.code, "item": [item.pk]}
    assert client.post(reverse("reviews:gate_release"), send).status_code == 403
    assert Release.objects.count() == 0


def test_a_stranger_uploads_a_paper_and_sees_valid_and_altered(client, world, permit):
    from django.core.files.uploadedfile import SimpleUploadedFile

    paper = read_paper(permit)
    for data, word in (
        (paper, "本件真实"),
        (paper.replace(b"/Producer", b"/Producex"), "已被改动"),
    ):
        file = SimpleUploadedFile("permit.pdf", data, "application/pdf")
        page = client.post(reverse("certificates:verify"), {"file": file}).content.decode()
        assert word in page
        assert world.dealer.name not in page


def test_unknown_and_wrong_codes_get_the_same_page(client, world, permit):
    pages = {
        client.get(reverse("certificates:public", args=[code])).content
        for code in ("A" * 16, permit.code[:-1] + "!")
    }
    titles = {page.count("无法确认".encode()) for page in pages}
    assert titles == {1}


def test_the_gate_asks_few_questions_whatever_the_number_of_objects(
    client, world, django_assert_max_num_queries
):
    review = reviewing.issued(world, *[world.new_object() for _ in range(12)])
    permit = finish_certificate(review.case.certificates.get(kind="exit_permit").pk)
    client.force_login(world.customs)
    with django_assert_max_num_queries(12):
        client.get(reverse("reviews:gate"), {"q": permit.code})


def test_a_sealed_paper_is_downloaded_only_by_those_who_may_open_its_case(client, world, permit):
    address = reverse("certificates:download", args=[permit.pk])
    assert client.get(address).status_code == 302
    for person, status in ((world.agent, 200), (world.clerk, 200), (factories.make_user(), 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
