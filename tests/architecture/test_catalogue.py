"""The English catalogue: complete, with every placeholder, and compiled from what is written."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
ROOMS = ["approvals", "config", "exhibitions", "relics"]
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(r"""\b(?:n?gettext|_)\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE))


def english(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def marked_in_code(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        first = call.args[0] if call.args else None
        if name in MARKS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def marked_in_template(path):
    for literal in IN_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
        yield ast.literal_eval(literal)


def marked():
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" not in path.parts:
                yield from marked_in_code(path)
    for path in (ROOT / "templates").rglob("*"):
        if path.suffix in {".html", ".svg", ".txt"}:
            yield from marked_in_template(path)


def test_the_search_finds_strings_in_code_and_in_templates():
    found = set(marked())
    assert {"首页", "没有找到此页", "还有 %(number)s 项待解决"} <= found


def test_the_search_finds_a_string_inside_a_template_tag(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('{% include "header.html" with title=_("示例标题") only %}', encoding="utf-8")
    assert list(marked_in_template(page)) == ["示例标题"]


def test_every_string_for_people_has_english(catalogue):
    written = {entry.msgid for entry in catalogue if all(english(entry))}
    assert sorted(set(marked()) - written) == []


def test_nothing_is_fuzzy_or_left_over(catalogue):
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []


def test_no_placeholder_is_lost_in_translation(catalogue):
    lost = [
        entry.msgid
        for entry in catalogue
        for text in english(entry)
        if text and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid))
    ]
    assert lost == []


def test_the_compiled_catalogue_is_fresh(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    written = {entry.msgid: english(entry) for entry in catalogue if all(english(entry))}
    assert {entry.msgid: english(entry) for entry in compiled} == written
