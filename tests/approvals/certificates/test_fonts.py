"""Our own two faces, readable by every reader of PDF; libraries from beside the environment."""

from importlib.resources import files
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from approvals.certificates.fonts import prepare_fonts
from approvals.certificates.libraries import preload


def charset(path: Path) -> list[str]:
    with TTFont(path) as font:
        return list(font["CFF "].cff.topDictIndex[0].charset)


@pytest.mark.parametrize("name", ["NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf"])
def test_the_character_ids_of_a_face_are_its_glyph_numbers(name):
    names = charset(prepare_fonts() / name)
    assert names[1:] == [f"cid{number:05d}" for number in range(1, len(names))]


def test_the_packaged_face_is_not_so_by_itself():
    """The negative control: if this fails the correction is no longer needed."""
    packaged = next(Path(str(files("pylopdf_fonts_zh_cn"))).rglob("NotoSerifSC-Regular.otf"))
    names = charset(packaged)
    assert names[1:] != [f"cid{number:05d}" for number in range(1, len(names))]


def test_where_nothing_was_unpacked_nothing_is_loaded(tmp_path):
    assert preload(tmp_path) == 0


def test_a_file_that_is_no_library_is_passed_over(tmp_path):
    (tmp_path / "libbroken.so.1").write_bytes(b"not a library")
    assert preload(tmp_path) == 0
