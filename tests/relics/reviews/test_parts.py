"""What belongs together: a lid does not leave without its jar (R-EXIT-10)."""

import io

import pytest
from django.urls import reverse

from approvals.certificates.services import finish_certificate
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from relics.register.models import Relation
from relics.register.relations import inseparable_from, part_from, relate, relate_by_table
from relics.reviews.services import application, decision, gate
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return reviewing.make_world()


@pytest.fixture
def jar_and_lid(world):
    jar, lid = world.new_object(name="示例罐"), world.new_object(name="示例盖")
    relate(jar, lid, kind="component", by=world.agent)
    return jar, lid


def test_a_lid_alone_is_not_handed_in(world, jar_and_lid):
    review = reviewing.drafted(world, jar_and_lid[1])
    with pytest.raises(NotAcceptable) as refused:
        application.submit_application(review, by=world.agent)
    assert [one["code"] for one in refused.value.extra["refusals"]] == ["parted"]
    assert refused.value.refusal.rule == "R-EXIT-10"


def test_a_lid_is_not_permitted_when_its_jar_is_prohibited(world, jar_and_lid):
    review = reviewing.judged(world, *jar_and_lid)
    jar, lid = review.items.order_by("sequence")
    said = {jar.pk: "prohibited", lid.pk: "permit"}
    with pytest.raises(Refused) as refused:
        decision.decide(review, said, opinion="示例", reasons={jar.pk: "示例"}, by=world.approver)
    assert refused.value.refusal.code == "parted"
    assert {item.status for item in reviewing.fresh(review).items.all()} == {"pending"}


def test_a_lid_is_not_released_before_its_jar(settings, tmp_path, world, request):
    reviewing.use_demo_keys(settings, tmp_path)
    review = reviewing.issued(world, *request.getfixturevalue("jar_and_lid"))
    finish_certificate(review.case.certificates.get(kind="exit_permit").pk)
    jar, lid = review.items.order_by("sequence")
    with pytest.raises(Refused) as refused:
        gate.release([lid], port=world.port, by=world.customs)
    assert refused.value.refusal.code == "parted"
    assert len(gate.release([jar, lid], port=world.port, by=world.customs)) == 2


def test_of_a_pair_one_may_leave_alone(world):
    one, other = world.new_object(), world.new_object()
    relate(one, other, kind="pair", by=world.agent)
    assert reviewing.submitted(world, one).status == "submitted"


def test_what_belongs_together_is_found_near_and_far(world):
    book, first, second, alone = (world.new_object() for _ in range(4))
    relate(book, first, kind="leaf", by=world.agent)
    relate(book, second, kind="leaf", by=world.agent)
    relate(second, alone, kind="series", by=world.agent)
    found = inseparable_from([first.pk, alone.pk])
    assert found == {first.pk: {book.pk, second.pk}, alone.pk: set()}


def test_only_the_owners_people_say_what_belongs_together(world, jar_and_lid):
    rival = factories.make_member(factories.make_party(), "agent")
    with pytest.raises(NotAllowed):
        relate(*jar_and_lid, kind="pair", by=rival)


def test_a_relation_stands_while_a_case_holds_the_object(world, jar_and_lid):
    reviewing.submitted(world, *jar_and_lid)
    with pytest.raises(Conflict):
        part_from(Relation.objects.get(), by=world.agent)
    assert Relation.objects.count() == 1


def test_a_table_of_relations_tells_what_it_could_not_take(world):
    things = [world.new_object() for _ in range(3)]
    lines = [
        "object_id_1,object_id_2,relation_of_2_to_1",
        f"{things[0].number},{things[1].number},Component",
        f'{things[0].number},{things[2].number},"See Also, Part of Set"',
        f"{things[0].number},没有这件,Component",
        f"{things[0].number},{things[1].number},Child",
    ]
    report = relate_by_table(world.dealer, io.BytesIO("\n".join(lines).encode()), by=world.agent)
    assert report.told == 2
    assert [line for line, _why in report.faults] == [4, 5]
    kinds = Relation.objects.order_by("part__number").values_list("kind", flat=True)
    assert list(kinds) == ["component", "set"]


def test_the_page_takes_a_relation_and_gives_it_back(world, client):
    one, other = world.new_object(), world.new_object()
    review = reviewing.drafted(world, one, other)
    client.force_login(world.agent)
    url = reverse("reviews:relations", kwargs={"pk": review.case_id})
    assert client.post(url, {}).status_code == 422
    answer = client.post(url, {"whole": one.pk, "part": other.pk, "kind": "component"})
    assert answer.status_code == 302
    [relation] = Relation.objects.all()
    assert one.name in client.get(url).content.decode()
    away = reverse(
        "reviews:relation_remove", kwargs={"pk": review.case_id, "relation": relation.pk}
    )
    assert client.post(away).status_code == 302
    assert not Relation.objects.exists()
