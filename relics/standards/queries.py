"""Which version of each list holds on a day, and its lines."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from relics.standards.lists import LISTS, Row, shipped_key, shipped_rows
from relics.standards.models import Commencement, ListVersion
from relics.standards.rulebook import Evidence, Line, RuleSet, exit_standard


def commencement_on(key: str, on: date | None = None) -> Commencement | None:
    """The act by which a loaded version of the list holds on the day; None: the shipped one."""
    held = Commencement.objects.filter(
        version__list_key=key, effective_from__lte=on or timezone.localdate()
    ).select_related("version")
    return held.defer("version__rows").order_by("-effective_from", "-pk").first()


def version_on(key: str, on: date | None = None) -> str:
    """The key of the version of a list that holds on the day (today); what a case pins."""
    held = commencement_on(key, on)
    return held.version.key if held else shipped_key(key)


def versions_on(on: date | None = None) -> dict[str, str]:
    """The version of every list that holds on the day."""
    return {key: version_on(key, on) for key in LISTS}


def rows_of(version_key: str) -> tuple[Row, ...]:
    """The lines of a version by the key that was pinned; KeyError if it never was."""
    for key in LISTS:
        if version_key == shipped_key(key):
            return shipped_rows(key)
    found = ListVersion.objects.filter(key=version_key).first()
    if found is None:
        raise KeyError(version_key)
    return tuple(found.rows)


def rows_on(key: str, on: date | None = None) -> list[Row]:
    """The lines of the list that are in force on the day (today)."""
    day = (on or timezone.localdate()).isoformat()
    return [row for row in _lines(key, on) if covers(row, day)]


def covers(row: Row, day: str) -> bool:
    """Whether the line's own time of validity covers the day (2026-11-23)."""
    return row["effective_from"] <= day and (not row["effective_to"] or day <= row["effective_to"])


def versions_of(key: str) -> QuerySet[ListVersion]:
    """Every version of the list that was loaded, newest first."""
    found = ListVersion.objects.filter(list_key=key).select_related("party", "loaded_by")
    return found.defer("rows").prefetch_related("commencements__by").order_by("-pk")


def rule_set_on(day: date) -> RuleSet:
    """The exit standard in force on the day, with the year lines that offices put into force.

    Raises `NoRuleInForce` as the rule book does.
    """
    held = commencement_on("year_lines", day)
    if held is None:
        return exit_standard().in_force(day)
    rows = [row for row in _lines("year_lines", day) if covers(row, day.isoformat())]
    return _rule_set(held.version, held.effective_from, rows)


def rule_set_called(version: str) -> RuleSet:
    """The exit standard by the version that a case pinned; KeyError if it never was."""
    try:
        return exit_standard().version(version)
    except KeyError:
        found = ListVersion.objects.filter(list_key="year_lines", key=version).first()
    if found is None:
        raise KeyError(version)
    held = found.commencements.order_by("pk").first()
    since = held.effective_from if held else found.loaded_at.date()
    return _rule_set(found, since, found.rows)


def _rule_set(version: ListVersion, since: date, rows: Sequence[Row]) -> RuleSet:
    return rule_set_of(rows, version=version.key, source=version.source, since=since)


def rule_set_of(rows: Sequence[Row], *, version: str, source: str, since: date) -> RuleSet:
    """The rule set that comes with the product, with the lines of another version."""
    return replace(
        exit_standard().rule_sets[-1],
        version=version,
        title=source,
        effective_from=since,
        effective_to=None,
        evidence=Evidence.SECONDARY,
        reason=source,
        lines=tuple(sorted((_line(row) for row in rows), key=lambda line: line.year)),
    )


def _line(row: Row) -> Line:
    last = row["effective_to"]
    return Line(
        year=row["year"],
        rule=row["rule"],
        effect=row["effect"],
        evidence=Evidence(row["evidence"]),
        citation=row["citation"],
        effective_from=date.fromisoformat(row["effective_from"]),
        effective_to=date.fromisoformat(last) if last else None,
    )


def _lines(key: str, on: date | None) -> tuple[Row, ...]:
    return lines_on(key, commencement_on(key, on))


def lines_on(key: str, held: Commencement | None) -> tuple[Row, ...]:
    """Every line of the version that `held` put into force, or of the shipped one."""
    if held is None:
        return shipped_rows(key)
    return _kept(held.version_id, held.version.sha256)


@lru_cache(maxsize=32)
def _kept(pk: int, _sha256: str) -> tuple[Any, ...]:
    """The lines of a version. They never change, so they are read once."""
    return tuple(ListVersion.objects.values_list("rows", flat=True).get(pk=pk))
