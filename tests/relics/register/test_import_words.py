"""What people write in cells, read as the register keeps it, and never guessed."""

import pytest

from relics.register.importing import words
from relics.register.models import Texture


@pytest.mark.parametrize(
    ("text", "texture"),
    [
        ("瓷器", Texture.PORCELAIN),
        ("瓷", Texture.PORCELAIN),
        ("青花", Texture.PORCELAIN),
        ("Porcelain with celadon glaze and French mounts", Texture.PORCELAIN),
        ("soft-paste porcelain", Texture.PORCELAIN),
        ("紫砂", Texture.POTTERY),
        ("earthenware with sancai glazes", Texture.POTTERY),
        ("铜鎏金", Texture.BRONZE),
        ("鎏金铜", Texture.BRONZE),
        ("gilt bronze", Texture.BRONZE),
        ("cast iron with gold", Texture.IRON),
        ("carved yellow nephrite", Texture.JADE),
        ("翡翠", Texture.JADE),
        ("寿山石", Texture.STONE),
        ("rock crystal", Texture.STONE),
        ("pearwood", Texture.WOOD),
        ("木胎漆器", Texture.LACQUER),
        ("象牙", Texture.BONE),
        ("rhinoceros horn", Texture.BONE),
        ("绢本设色", Texture.SILK),
        ("纸本墨笔", Texture.PAPER),
        ("ink and color on silk mounted on paper", Texture.SILK),
        ("colors and gold on paper", Texture.PAPER),
        ("opaque white glass with red overlay", Texture.GLASS),
        ("oil on canvas", Texture.OTHER),
        ("wool", Texture.OTHER),
        ("示例", Texture.OTHER),
    ],
)
def test_a_description_of_materials_finds_its_word_on_the_form(text: str, texture: str) -> None:
    assert words.texture_of(text) == texture


def test_no_material_is_no_texture() -> None:
    assert words.texture_of(" ") == ""


@pytest.mark.parametrize(
    ("text", "quantity", "unit", "pieces"),
    [
        ("3", "3", "piece", "3"),
        ("１件", "1", "piece", "1"),
        ("一套（4件）", "1", "set", "4"),
        ("1套4件", "1", "set", "4"),
        ("1批（共二十件）", "1", "lot", "20"),
        ("十二幅", "12", "piece", "12"),
        ("一对", "1", "set", "2"),
        ("2 pairs", "2", "set", "4"),
        ("一百零八件", "108", "piece", "108"),
        ("1 set (4 pieces)", "1", "set", "4"),
    ],
)
def test_an_amount_is_read_with_its_unit_and_pieces(
    text: str, quantity: str, unit: str, pieces: str
) -> None:
    assert words.amount_of(text) == {"quantity": quantity, "unit": unit, "pieces": pieces}


@pytest.mark.parametrize("text", ["若干", "3斤", "=1+1", "1-2", "约3件"])
def test_an_amount_that_is_not_understood_stays_as_it_is(text: str) -> None:
    assert words.amount_of(text) == {"quantity": text}


@pytest.mark.parametrize(
    ("text", "centimetres"),
    [
        ("12.90", "12.9"),
        ("129mm", "12.9"),
        ("１２．９ 厘米", "12.9"),
        ("1.2米", "120"),
        ("100", "100"),
        ("84.7749", "84.775"),
        ("350克", "0.35"),
        ("about 5", "about 5"),
        ("-5", "-5"),
        ("", ""),
    ],
)
def test_a_measure_is_read_in_its_unit(text: str, centimetres: str) -> None:
    assert words.measure_of(text) == centimetres


@pytest.mark.parametrize(
    ("size", "measures"),
    [
        ("高12.9厘米", {"height_cm": "12.9"}),
        ("通高30cm，口径8.5cm", {"height_cm": "30", "diameter_cm": "8.5"}),
        ("长30×宽20×厚5毫米", {"length_cm": "3", "width_cm": "2", "depth_cm": "0.5"}),
        ("高12.9", {}),
        ("12.9×8厘米", {}),
        ("H: 5 1/16 in. (12.9 cm)", {}),
    ],
)
def test_a_size_text_gives_only_the_measures_it_names(size: str, measures: dict[str, str]) -> None:
    assert words.measures_in(size) == measures


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("¥1,200.50", {"value": "1200.50", "currency": "CNY"}),
        ("5000美元", {"value": "5000", "currency": "USD"}),
        ("EUR 300", {"value": "300", "currency": "EUR"}),
        ("300", {"value": "300"}),
        ("三百元", {"value": "三百元"}),
        ("1.2.3", {"value": "1.2.3"}),
    ],
)
def test_a_value_keeps_its_currency(text: str, read: dict[str, str]) -> None:
    assert words.value_of(text) == read


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("一级", "first"),
        ("二级文物", "second"),
        ("三级品", "third"),
        ("３", "third"),
        ("一般", "general"),
        ("未定级", "none"),
        ("四级", "四级"),
        ("", ""),
    ],
)
def test_a_grade_is_read_in_words_and_figures(text: str, grade: str) -> None:
    assert words.grade_of(text) == grade
