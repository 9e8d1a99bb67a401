"""What the pages may be made of: nothing newer than Chromium 109, nothing inline, nothing altered."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDORED = [ROOT / "static" / "vendor", ROOT / "tests" / "vendor"]
OURS_IN_CSS = sorted((ROOT / "static").glob("*.css"))
OURS_IN_JS = sorted((ROOT / "static").glob("*.js"))
PAGES = sorted((ROOT / "templates").rglob("*.html"))

TOO_NEW = ["oklch(", "light-dark(", ":has(", "color-mix(", "@layer", "@container", "@scope"]
INLINE_STYLE = re.compile(r"<[^>]*\sstyle\s*=|<style[\s>]", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]*\s(on[a-z]+|hx-on[:a-z-]*)\s*=", re.IGNORECASE)
FOREIGN = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_there_is_something_to_look_at():
    assert [named(path) for path in OURS_IN_CSS] == ["static/relic.css"]
    assert ROOT / "templates" / "base.html" in PAGES


@pytest.mark.parametrize("sheet", OURS_IN_CSS, ids=named)
def test_our_style_needs_nothing_newer_than_chromium_109(sheet):
    text = sheet.read_text(encoding="utf-8")
    assert [word for word in TOO_NEW if word in text] == []


@pytest.mark.parametrize("sheet", OURS_IN_CSS, ids=named)
def test_our_style_fetches_nothing(sheet):
    assert re.findall(r"url\(|@import", sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
@pytest.mark.parametrize(
    "forbidden",
    [INLINE_STYLE, INLINE_SCRIPT, HANDLER, FOREIGN],
    ids=["style", "script", "handler", "foreign address"],
)
def test_a_page_holds_nothing_inline_and_nothing_of_another_host(page, forbidden):
    assert forbidden.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("sample", "forbidden"),
    [
        ('<p style="color:red">', INLINE_STYLE),
        ("<script>alert(1)</script>", INLINE_SCRIPT),
        ('<a onclick="x()">', HANDLER),
        ('<img src="https://elsewhere.example/a.png">', FOREIGN),
    ],
)
def test_the_search_for_inline_things_finds_them(sample, forbidden):
    assert len(forbidden.findall(sample)) == 1


@pytest.mark.parametrize("script", OURS_IN_JS, ids=named)
def test_our_scripts_evaluate_no_text(script):
    found = re.findall(
        r"\beval\(|new Function|innerHTML|document\.write", script.read_text("utf-8")
    )
    assert found == []


@pytest.mark.parametrize("folder", VENDORED, ids=named)
def test_vendored_files_are_the_ones_of_the_manifest(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    written = {entry["file"]: entry["sha256"] for entry in manifest}
    besides = {"manifest.json", "LICENSE.txt"}
    there = {path.name for path in folder.iterdir()} - besides
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in there}
    assert found == written


@pytest.mark.parametrize("folder", VENDORED, ids=named)
def test_every_vendored_file_says_what_it_is_and_under_which_licence(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    wanted = {"name", "version", "licence", "copyright", "source"}
    assert [entry["file"] for entry in manifest if not all(entry.get(key) for key in wanted)] == []


def test_every_icon_in_a_template_is_in_the_sprite():
    sprite = (ROOT / "static" / "vendor" / "tabler-icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    pattern = re.compile(r'components/icon\.html" with name="([^"]+)"')
    used = {name for page in PAGES for name in pattern.findall(page.read_text(encoding="utf-8"))}
    assert used - drawn == set()
