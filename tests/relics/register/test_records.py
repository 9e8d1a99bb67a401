"""Who may keep a record, until when, and what of it is written down."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from approvals.parties.models import Mandate, Party, Role, User
from approvals.record.models import TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from relics.register.forms import RelicObjectForm
from relics.register.models import RelicObject, Texture, Unit
from relics.register.queries import objects_of
from relics.register.rules import object_is_complete
from relics.register.services import (
    add_object,
    change_object,
    free_objects,
    hold_objects,
    remove_object,
)
from tests.factories import make_member, make_party
from tests.registering import make_object

VALUES: dict[str, Any] = {
    "number": "示例-7",
    "name": "示例玉璧",
    "texture": Texture.JADE,
    "size": "径10厘米",
}
TYPED = {
    "name": "示例玉璧",
    "texture": "jade",
    "size": "径10厘米",
    "quantity": "1",
    "unit": "piece",
    "pieces": "1",
}


def form_for(owner: Party, **typed: str) -> RelicObjectForm:
    return RelicObjectForm({**TYPED, **typed}, instance=RelicObject(owner=owner))


def test_an_agent_of_the_owner_registers_an_object_and_the_trail_says_so(
    owner: Party, agent: User
) -> None:
    obj = add_object(owner, VALUES, by=agent)
    entry = TrailEntry.objects.get(chain=f"party:{owner.pk}")
    assert (entry.verb, entry.subject, entry.actor) == (
        "add_object",
        f"object:{obj.pk}",
        agent.actor_key,
    )
    assert entry.after["name"] == "示例玉璧"


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.AGENT])
def test_no_other_role_registers_or_changes_an_object(
    owner: Party, vase: RelicObject, role: str
) -> None:
    other = make_member(owner, role)
    with pytest.raises(NotAllowed) as refused:
        add_object(owner, VALUES, by=other)
    assert refused.value.refusal.rule == "R-EXIT-01"
    with pytest.raises(NotAllowed):
        change_object(vase, {"name": "改"}, by=other)
    with pytest.raises(NotAllowed):
        remove_object(vase, by=other)
    assert RelicObject.objects.get().name == vase.name


def test_an_agent_under_a_mandate_registers_for_its_principal(owner: Party) -> None:
    bureau = make_party()
    user = make_member(bureau, Role.AGENT)
    today = timezone.localdate()
    mandate = Mandate.objects.create(
        principal=owner, agent=bureau, valid_from=date(2020, 1, 1), valid_to=today
    )
    assert add_object(owner, VALUES, by=user).owner == owner
    mandate.valid_to = today - timedelta(days=1)
    mandate.save()
    with pytest.raises(NotAllowed):
        add_object(owner, {**VALUES, "number": "示例-8"}, by=user)


def test_a_record_without_a_number_gets_the_next_of_the_day(owner: Party, agent: User) -> None:
    day = f"{timezone.localdate():%Y%m%d}"
    numbers = [add_object(owner, {**VALUES, "number": ""}, by=agent).number for _ in range(2)]
    assert numbers == [f"{day}-001", f"{day}-002"]


def test_a_number_in_use_is_refused(owner: Party, agent: User) -> None:
    add_object(owner, VALUES, by=agent)
    with pytest.raises(Conflict) as refused:
        add_object(owner, VALUES, by=agent)
    assert refused.value.refusal.code == "number_taken"


def test_a_record_that_breaks_a_rule_is_refused_with_its_fields(owner: Party, agent: User) -> None:
    with pytest.raises(NotAcceptable) as refused:
        add_object(owner, {**VALUES, "size": "", "unit": Unit.LOT, "year_from": 0}, by=agent)
    assert sorted(refused.value.extra["fields"]) == ["size", "unit", "year_from"]
    assert RelicObject.objects.count() == 0


def test_a_change_is_written_with_before_and_after(vase: RelicObject, agent: User) -> None:
    change_object(vase, {"name": "示例青花大瓶"}, by=agent)
    entry = TrailEntry.objects.get(verb="change_object")
    assert (entry.before, entry.after) == ({"name": "示例青花瓶"}, {"name": "示例青花大瓶"})


def test_a_record_that_a_case_holds_is_closed_to_its_owner(vase: RelicObject, agent: User) -> None:
    hold_objects([vase])
    with pytest.raises(Conflict) as refused:
        change_object(vase, {"name": "改"}, by=agent)
    assert refused.value.refusal.code == "object_submitted"
    with pytest.raises(Conflict):
        remove_object(vase, by=agent)
    free_objects([vase])
    assert change_object(vase, {"name": "改"}, by=agent).name == "改"


def test_a_part_keeps_its_set_from_being_removed(
    owner: Party, agent: User, vase: RelicObject
) -> None:
    make_object(owner, agent, number="示例-1a", whole=vase)
    with pytest.raises(Conflict) as refused:
        remove_object(vase, by=agent)
    assert refused.value.refusal.code == "object_in_application"
    assert RelicObject.objects.count() == 2


def test_an_object_without_photographs_is_incomplete(vase: RelicObject) -> None:
    refusal = object_is_complete(vase)
    assert refusal is not None
    assert (refusal.code, refusal.rule) == ("object_incomplete", "§9.3")
    assert str(refusal.sentence) == "“示例-1 示例青花瓶”缺少：照片。"
    assert object_is_complete(vase, photo_count=6) is None
    assert object_is_complete(vase, photo_count=7) is not None


def test_an_object_without_size_is_incomplete_whatever_its_photographs(vase: RelicObject) -> None:
    vase.size = ""
    refusal = object_is_complete(vase, photo_count=1)
    assert refusal is not None
    assert str(refusal.sentence) == "“示例-1 示例青花瓶”缺少：尺寸。"


def test_the_form_reads_the_years_from_the_words(owner: Party) -> None:
    form = form_for(owner, date_text="清乾隆")
    assert form.is_valid(), form.errors
    assert (form.instance.year_from, form.instance.year_to) == (1736, 1795)
    assert (form.instance.date_basis, form.instance.age) == ("text", "清乾隆")


def test_years_typed_against_the_words_are_widened_to_hold_both(owner: Party) -> None:
    form = form_for(owner, date_text="清乾隆", year_from="1900", year_to="1920")
    assert form.is_valid(), form.errors
    assert (form.instance.year_from, form.instance.year_to) == (1736, 1920)
    assert form.instance.date_basis == "union"


def test_unreadable_words_leave_the_date_unknown_and_are_no_fault(owner: Party) -> None:
    form = form_for(owner, date_text="示例不可读")
    assert form.is_valid(), form.errors
    assert (form.instance.year_from, form.instance.year_to) == (None, None)


def test_words_changed_later_are_read_again(owner: Party, agent: User) -> None:
    first = form_for(owner, date_text="清乾隆")
    assert first.is_valid(), first.errors
    obj = add_object(owner, first.values(), by=agent)
    shown = RelicObjectForm(instance=obj)
    assert (shown["year_from"].initial, shown["year_to"].initial) == (None, None)
    again = RelicObjectForm({**TYPED, "number": obj.number, "date_text": "清光绪"}, instance=obj)
    assert again.is_valid(), again.errors
    changed = change_object(obj, again.values(), by=agent)
    assert (changed.year_from, changed.year_to) == (1875, 1908)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"unit": "lot"}, "unit"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "4", "pieces": "1"}, "pieces"),
        ({"year_from": "0"}, "year_from"),
        ({"year_from": "1900", "year_to": "1800"}, "year_to"),
        ({"value": "100"}, "currency"),
        ({"height_cm": "0"}, "height_cm"),
        ({"name": "名" * 101}, "name"),
        ({"name": ""}, "name"),
        ({"size": ""}, "size"),
        ({"texture": ""}, "texture"),
        ({"texture": "plastic"}, "texture"),
    ],
)
def test_the_form_refuses_what_the_database_would(
    owner: Party, typed: dict[str, str], field: str
) -> None:
    assert list(form_for(owner, **typed).errors) == [field]


def test_the_form_refuses_a_number_in_use_but_not_its_own(owner: Party, vase: RelicObject) -> None:
    assert list(form_for(owner, number=vase.number).errors) == ["number"]
    own = RelicObjectForm({**TYPED, "number": vase.number}, instance=vase)
    assert own.is_valid(), own.errors


def test_the_list_of_an_owner_holds_only_its_own_and_finds_by_words(
    owner: Party, agent: User, vase: RelicObject
) -> None:
    make_object(owner, agent, number="示例-2", name="示例铜镜")
    other = make_party()
    make_object(other, make_member(other, Role.AGENT), number="示例-3", name="示例铜镜")
    assert [obj.number for obj in objects_of(owner)] == ["示例-1", "示例-2"]
    assert [obj.number for obj in objects_of(owner, "铜镜 示例")] == ["示例-2"]
    assert [obj.photo_count for obj in objects_of(owner)] == [0, 0]
