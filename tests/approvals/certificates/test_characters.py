"""What looks alike is made alike; what cannot be drawn stops the issue and is named."""

import pytest

from approvals.certificates.characters import (
    UnprintableCharacter,
    check_coverage,
    clean,
    clean_tree,
)
from approvals.certificates.fonts import printable
from approvals.certificates.snapshot import prepare_snapshot


def test_a_kangxi_radical_becomes_the_everyday_character():
    assert clean("⽟器⼀件", "name") == "玉器一件"


def test_other_compatibility_forms_stay_as_written():
    assert clean("①12㎝", "size") == "①12㎝"


def test_marks_are_composed():
    assert clean("e\u0301", "name") == "é"


@pytest.mark.parametrize(
    "sign", ["\ue000", "\U000f0001", "\uf900", "\U0002f800", "\x00", "\x1b", "\ud800"]
)
def test_private_compatibility_and_control_characters_are_refused(sign):
    with pytest.raises(UnprintableCharacter) as refused:
        clean_tree({"objects": [{"name": f"鼎{sign}"}]})
    assert (refused.value.character, refused.value.where) == (sign, "objects.1.name")


def test_the_rare_characters_of_the_trade_are_drawn():
    check_coverage({"name": "甗斝觚盉罍瓿卣簋鬲盨鎛琫匳觶鬹鬶"}, printable())


def test_a_character_the_fonts_lack_stops_the_issue(permit_kind, permit):
    content, _ = permit(destination="𠀀国")
    with pytest.raises(UnprintableCharacter) as refused:
        prepare_snapshot(permit_kind, content)
    assert (refused.value.character, refused.value.where) == ("𠀀", "destination")
    assert "U+20000" in str(refused.value)
