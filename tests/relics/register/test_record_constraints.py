"""The database repeats every rule of the record, whoever writes the row."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from approvals.parties.models import Party, User
from relics.register.models import Grade, ImportBatch, Kind, Photo, RelicObject, Unit
from tests.factories import make_member, make_party
from tests.registering import make_object

BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("object_has_a_number", {"number": ""}),
    ("object_has_a_name", {"name": ""}),
    ("object_texture_is_on_the_form", {"texture": "plastic"}),
    ("object_words_are_known", {"grade": "fourth"}),
    ("object_words_are_known", {"ownership": "ours"}),
    ("object_words_are_known", {"kind": "antique"}),
    ("object_words_are_known", {"unit": "crate"}),
    ("object_no_year_zero", {"year_from": 0, "year_to": 12}),
    ("object_no_year_zero", {"year_from": -12, "year_to": 0}),
    ("object_years_in_order", {"year_from": 1795, "year_to": 1736}),
    ("object_pieces_cover_quantity", {"quantity": 4, "pieces": 1}),
    ("object_pieces_cover_quantity", {"quantity": 0, "pieces": 0}),
    ("object_lot_only_of_replicas", {"unit": Unit.LOT}),
    ("object_value_has_a_currency", {"value": Decimal(100)}),
    ("object_value_has_a_currency", {"value": Decimal(-1), "currency": "CNY"}),
    ("object_measures_above_zero", {"height_cm": Decimal(0)}),
    ("object_measures_above_zero", {"weight_kg": Decimal(-1)}),
]


@pytest.mark.parametrize(("constraint", "fields"), BROKEN)
def test_the_database_refuses_a_record_that_breaks_a_rule(
    owner: Party, agent: User, constraint: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_object(owner, agent, **fields)


def test_a_record_at_the_edge_of_every_rule_is_kept(owner: Party, agent: User) -> None:
    made = make_object(
        owner,
        agent,
        kind=Kind.REPLICA,
        unit=Unit.LOT,
        quantity=1,
        pieces=20,
        year_from=-1,
        year_to=1,
        grade=Grade.NONE,
        value=Decimal(0),
        currency="CNY",
        height_cm=Decimal("0.001"),
    )
    assert RelicObject.objects.get(pk=made.pk).amount == "1批（20件）"


def test_one_owner_has_a_number_once(owner: Party, agent: User, vase: RelicObject) -> None:
    with pytest.raises(IntegrityError, match="object_one_per_number"), transaction.atomic():
        make_object(owner, agent, number=vase.number)


def test_two_owners_may_have_the_same_number(vase: RelicObject) -> None:
    other = make_party()
    made = make_object(other, make_member(other, "agent"), number=vase.number)
    assert made.number == vase.number


def test_an_object_is_no_part_of_itself(vase: RelicObject) -> None:
    with pytest.raises(IntegrityError, match="object_not_part_of_itself"), transaction.atomic():
        RelicObject.objects.filter(pk=vase.pk).update(whole=vase)


def test_an_import_brings_no_more_than_its_rows(owner: Party, agent: User) -> None:
    with (
        pytest.raises(IntegrityError, match="import_batch_no_more_than_its_rows"),
        transaction.atomic(),
    ):
        ImportBatch.objects.create(owner=owner, rows=1, imported=2, created_by=agent)


@pytest.mark.parametrize(
    ("constraint", "position", "sha256"),
    [
        ("photo_one_to_six", 0, "b"),
        ("photo_one_to_six", 7, "b"),
        ("photo_one_per_position", 1, "b"),
        ("photo_once_per_object", 2, "a"),
    ],
)
def test_an_object_has_one_to_six_photographs_each_once(
    vase: RelicObject, agent: User, constraint: str, position: int, sha256: str
) -> None:
    photo = {"object": vase, "width": 1, "height": 1, "uploaded_by": agent}
    Photo.objects.create(position=1, sha256="a", **photo)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Photo.objects.create(position=position, sha256=sha256, **photo)


def test_the_form_size_keeps_within_a_hundred_characters(vase: RelicObject) -> None:
    assert vase.form_size == "高12.9厘米"
    vase.size = "说" * 101
    assert vase.form_size == "说" * 99 + "…"
    vase.height_cm, vase.diameter_cm = Decimal("12.900"), Decimal("8.000")
    assert vase.form_size == "高12.9 × 径8 cm"
