"""What the house promises about its own code, read from the code: no tool knows these by itself."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from importlib import metadata
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from approvals.cases import checks
from approvals.record.status import StatusModel

ROOT = Path(__file__).resolve().parents[2]
STREETS = ["approvals", "relics", "exhibitions", "config"]
SOURCES = [
    path
    for street in STREETS
    for path in sorted((ROOT / street).rglob("*.py"))
    if "migrations" not in path.parts
]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
WRITES = {"create", "update", "acreate", "aupdate", "get_or_create", "update_or_create"}
STATUS_IN_SQL = re.compile(
    r"\bSET\s+(\w+\.)?status\b|\bINSERT\s+INTO\b[^;]*\bstatus\b", re.IGNORECASE | re.DOTALL
)
OF_ONE_MACHINE = re.compile(r"(?<![\w.])/(work|root|home/\w+|mnt/\w+|Users/\w+)/")
REGISTRY = re.compile(r"--(extra-index-url|index-url|find-links|trusted-host)[ =]\w", re.IGNORECASE)
WRITTEN_BY_US = {
    ".py",
    ".md",
    ".toml",
    ".in",
    ".txt",
    ".html",
    ".css",
    ".js",
    ".po",
    ".svg",
    ".csv",
}


def named(path):
    return str(path.relative_to(ROOT))


def nodes(kind):
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield path, node


def place(path, node):
    return f"{named(path)}:{node.lineno}"


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_systems_own_checks_find_nothing_the_stored_rows_included(capsys):
    call_command("check", databases=["default"], fail_level="WARNING")
    assert "no issues (0 silenced)" in capsys.readouterr().out


def legal_models():
    found = {model.__name__ for model in apps.get_models() if issubclass(model, StatusModel)}
    assert {"Certificate", "Review", "ReviewItem", "Booking", "Mark"} <= found
    return found


def receiver(call):
    """The name at the beginning of `Mark.objects.filter(...).update`."""
    node = call.func
    while not isinstance(node, ast.Name):
        node = getattr(node, "value", getattr(node, "func", None))
        if node is None:
            return ""
    return node.id


OTHER_MODELS = {model.__name__ for model in apps.get_models()} - legal_models()


def writes_status(call, models):
    """Whether a call gives a row a legal status by other means than a transition."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    given = {word.arg for word in call.keywords}
    for word in call.keywords:
        if word.arg == "defaults" and isinstance(word.value, ast.Dict):
            given |= {getattr(key, "value", None) for key in word.value.keys}
    if name in models or (name in WRITES and receiver(call) not in OTHER_MODELS):
        return "status" in given
    if name == "bulk_update":
        return any(getattr(node, "value", None) == "status" for node in ast.walk(call))
    return name == "bulk_create" and any(
        getattr(node, "value", None) == "status"
        for word in call.keywords
        if word.arg == "update_fields"
        for node in ast.walk(word.value)
    )


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Mark.objects.filter(pk=1).update(status='bound')", True),
        ("Review.objects.create(status='issued')", True),
        ("Review.objects.get_or_create(pk=1, defaults={'status': 'issued'})", True),
        ("Mark.objects.bulk_create([Mark(status='bound')])", True),
        ("Mark.objects.bulk_update(rows, ['status'])", True),
        ("review.items.filter(pk=1).update(status='permit')", True),
        ("Review.objects.filter(status='issued')", False),
        ("IdempotentAnswer.objects.create(status=200)", False),
        ("render(request, 'page.html', status=409)", False),
    ],
)
def test_the_search_knows_a_status_that_is_written_past_the_law(line, found):
    calls = [node for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Call)]
    assert any(writes_status(call, legal_models()) for call in calls) == found


def test_a_legal_status_moves_only_by_transition():
    models = legal_models()
    found = [place(path, call) for path, call in nodes(ast.Call) if writes_status(call, models)]
    assert found == []


def test_no_statement_of_ours_writes_a_status():
    found = [
        place(path, node)
        for path, node in nodes(ast.Constant)
        if isinstance(node.value, str) and STATUS_IN_SQL.search(node.value)
    ]
    assert found == []


def test_nothing_in_the_product_sets_a_trigger_aside():
    imported = [
        place(path, node)
        for path, node in nodes(ast.ImportFrom)
        if node.module == "pgtrigger" and any(name.name == "ignore" for name in node.names)
    ]
    used = [
        place(path, node)
        for path, node in nodes(ast.Attribute)
        if node.attr == "ignore" and getattr(node.value, "id", "") == "pgtrigger"
    ]
    assert imported + used == []


def test_only_one_library_answers_to_each_name():
    assert checks.libraries_have_no_rival(None) == []
    assert {metadata.metadata(name)["Name"] for name in ("django-fsm", "django-viewflow")} == {
        "django-fsm",
        "django-viewflow",
    }


def test_a_rival_library_is_named_before_the_deploy(monkeypatch):
    monkeypatch.setattr(checks, "RIVALS", {"pytest": "django-fsm"})
    assert [error.id for error in checks.libraries_have_no_rival(None)] == ["cases.E003"]


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path, known):
    """The modules of ours that a file imports, imports inside functions counted."""
    here = module_of(path).split(".")
    package = here if path.name == "__init__.py" else here[:-1]
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                target = f"{source}.{alias.name}"
                if target in known:
                    yield target
                elif source in known:
                    yield source


def test_no_module_reaches_itself_by_its_imports():
    known = {module_of(path) for path in SOURCES}
    graph = {}
    for path in SOURCES:
        name = module_of(path)
        graph[name] = {other for other in imports_of(path, known) if other != name}
    assert sum(map(len, graph.values())) > len(graph)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(reversed(error.args[1])))


def is_service(path):
    return path.name == "services.py" or "services" in path.parts


def test_every_verb_says_what_its_caller_must_know():
    silent = [
        f"{place(path, node)} {node.name}"
        for path, tree in TREES.items()
        if is_service(path)
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []


def our_texts():
    roots = [
        *STREETS,
        "benchmarks",
        "docs",
        "locale",
        "requirements",
        "static",
        "templates",
        "tests",
    ]
    files = [path for root in roots for path in (ROOT / root).rglob("*")]
    for path in [*files, *ROOT.glob("*"), *(ROOT / ".ci").glob("*")]:
        ours = "vendor" not in path.parts and path.name != "test_quality.py"
        if path.is_file() and ours and path.suffix in WRITTEN_BY_US | {""}:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def test_no_text_of_ours_knows_one_machine_or_one_registry():
    found = [
        f"{named(path)}:{number}"
        for path, text in our_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if OF_ONE_MACHINE.search(line) or REGISTRY.search(line)
    ]
    assert found == []


def test_nothing_is_left_for_later():
    found = [
        f"{named(path)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX)\b", line)
    ]
    assert found == []
