"""The house's own rules, checked by the tools that know them: style, form, types, arrows, sizes."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STREETS = ["approvals", "relics", "exhibitions", "config"]
LONGEST_FUNCTION, LONGEST_FILE = 60, 300
CHECKS = {
    "style": [sys.executable, "-m", "ruff", "check", "--no-cache", "."],
    "form": [sys.executable, "-m", "ruff", "format", "--no-cache", "--check", "."],
    "types": [sys.executable, "-m", "mypy", *STREETS],
    "arrows": [sys.executable, "-c", "from importlinter.cli import lint_imports_command as l; l()"],
}
SOURCES = [
    path
    for street in STREETS
    for path in sorted((ROOT / street).rglob("*.py"))
    if "migrations" not in path.parts
]


@pytest.mark.parametrize("name", CHECKS)
def test_the_tools_find_nothing(name: str):
    done = subprocess.run(CHECKS[name], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_longer_than_a_person_reads_at_once():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    long = {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > LONGEST_FILE}
    assert long == {}


def test_no_function_is_longer_than_a_page():
    long = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}
