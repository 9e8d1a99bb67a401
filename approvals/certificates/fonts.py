"""The fonts of the papers: our own two faces only, so that a paper looks alike everywhere."""

import os
import struct
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>
"""


def identity_charset(original: bytes) -> bytes:
    """Return a CID-keyed font whose character ids are its glyph numbers.

    WeasyPrint writes glyph numbers where a CID-keyed font expects character ids; with any
    other charset the page is blank in every reader but one. Only the charset table's first
    range is rewritten: format 2, from CID 1 to the last glyph.
    """
    with TTFont(BytesIO(original), lazy=True) as font:
        table = font.reader.tables["CFF "].offset
        start = table + font["CFF "].cff.topDictIndex[0].rawDict["charset"]
        glyphs = font["maxp"].numGlyphs
    corrected = bytearray(original)
    struct.pack_into(">BHH", corrected, start, 2, 1, glyphs - 2)
    return bytes(corrected)


def place(path: Path, content: bytes) -> None:
    """Write a file in one step, so that two processes starting at once never see half of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)


@cache
def prepare_fonts(folder: Path | None = None) -> Path:
    """Unpack the corrected fonts into `folder` (default `var/fonts`) and point fontconfig there.

    Must run before the first page is laid out in this process. Returns the folder.
    """
    home = folder or settings.VAR / "fonts"
    home.mkdir(parents=True, exist_ok=True)
    for source in Path(str(files("pylopdf_fonts_zh_cn"))).rglob("*.otf"):
        target = home / source.name
        if not target.exists():
            place(target, identity_charset(source.read_bytes()))
    configuration = home / "fonts.conf"
    text = CONFIGURATION.format(fonts=home, cache=home / "cache").encode()
    if not configuration.exists() or configuration.read_bytes() != text:
        place(configuration, text)
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    return home


@cache
def printable() -> frozenset[int]:
    """The code points that every face of the papers can draw."""
    coverage: list[set[int]] = []
    for path in sorted(prepare_fonts().glob("*.otf")):
        with TTFont(path, lazy=True) as font:
            coverage.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*coverage))
