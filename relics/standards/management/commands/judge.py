"""Hold every object of a table against the year lines, one line of advice per row.

The lines are those in force in the database, those that come with the product where there is
none, or those of a file; which version it was is said at the end, beside the rows.
"""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db.utils import OperationalError, ProgrammingError
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.record.workdays import read_day
from relics.standards.dates import Note, read_range
from relics.standards.headings import columns_in, known_headings
from relics.standards.judging import Finding, UnknownProcedure, judge
from relics.standards.lists import UnreadableList, list_kind, read_list
from relics.standards.queries import covers, rule_set_of, rule_set_on
from relics.standards.rulebook import NoRuleInForce, RuleSet, exit_standard
from relics.standards.spreadsheets import Row, Sheet, UnreadableSheet, read_rows

IDENTIFIERS = ("source_id", "accession_number", "serial")
DATINGS = ("date_begin_year", "date_end_year", "date_text", "dynasty", "reign")

BATCH = 500

Judged = tuple[str, Finding, tuple[Note, ...]]


class Command(BaseCommand):
    """`judge FILE --on DATE`: advice and never a decision (R-STD-01..03, R-STD-08, R-STD-11)."""

    help = "按某日有效的年限标准逐行对照表中文物的年代，只供参考，不是决定。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="CSV / XLSX")
        parser.add_argument("--on", metavar="DATE", help="2026-11-23")
        parser.add_argument("--procedure", default="exit")
        parser.add_argument("--lines", metavar="FILE", type=Path, help="CSV / XLSX / TOML")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = _day(options["on"])
            rule_set = _lines_of(options["lines"], on) if options["lines"] else _in_force(on)
            judged_by = _judge_by(rule_set, options["procedure"], on)
            with read_rows(options["file"], known=known_headings()) as sheet:
                written = _as_json if options["as_json"] else _as_text
                self._write(map(written, _judged(sheet, judged_by)))
            told = _("%(on)s 的年限标准版本：%(version)s") % {"on": on, "version": rule_set.version}
            self.stderr.write(told)
        except UnreadableList as refusal:
            self.stderr.write("\n".join(refusal.faults))
            raise SystemExit(2) from None
        except (NoRuleInForce, UnknownProcedure, UnreadableSheet) as refusal:
            self.stderr.write(refusal.sentence)
            raise SystemExit(2) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _write(self, texts: Iterator[str]) -> None:
        """Write line by line, but in batches: a hundred thousand single writes take seconds."""
        while batch := list(islice(texts, BATCH)):
            self.stdout.write("\n".join(batch))


def _as_json(judged: Judged) -> str:
    identifier, finding, _notes = judged
    return json.dumps({"id": identifier} | finding.as_json(), ensure_ascii=False)


def _as_text(judged: Judged) -> str:
    identifier, finding, notes = judged
    years = f"{_year(finding.from_)} – {_year(finding.to)}"
    facts = " ".join(f"{year}:{_word(place)}" for year, place in finding.lines.items())
    rules = ",".join(finding.rules) or "—"
    why = " ".join([finding.sentence, *(str(note) for note in notes)])
    return f"{identifier}\t{years}\t{facts}\t{rules}\t{why}"


def _day(text: str | None) -> date:
    if text is None:
        return timezone.localdate()
    if (day := read_day(text)) is None:
        raise UnreadableSheet(_("“%(text)s”不是日期，请写成 2026-11-23。") % {"text": text})
    return day


def _in_force(on: date) -> RuleSet:
    """What the offices put into force; where there is no database, what comes with the product."""
    try:
        return rule_set_on(on)
    except (OperationalError, ProgrammingError):
        return exit_standard().in_force(on)


def _lines_of(path: Path, on: date) -> RuleSet:
    """The lines of a file, as the office might put them into force: those that hold on the day."""
    try:
        rows = read_list(list_kind("year_lines"), path.read_bytes(), path.name.lower())
    except OSError as error:
        raise UnreadableSheet(str(error)) from None
    held = [row for row in rows if covers(row, on.isoformat())]
    return rule_set_of(held, version=path.name, source=path.name, since=on)


def _judge_by(
    rule_set: RuleSet, procedure: str, on: date
) -> Callable[..., tuple[Finding, tuple[Note, ...]]]:
    """Return a function of the five datings of a row; equal rows are judged once."""
    if rule_set.procedure(procedure) is None:
        raise UnknownProcedure(procedure, rule_set)

    @lru_cache(maxsize=16_384)
    def judged(*datings: str) -> tuple[Finding, tuple[Note, ...]]:
        dated = read_range(*datings, on=on)
        return judge(dated, rule_set, procedure), dated.notes

    return judged


def _judged(
    sheet: Sheet, judged_by: Callable[..., tuple[Finding, tuple[Note, ...]]]
) -> Iterator[Judged]:
    columns = columns_in(sheet.headings)
    headings = [columns.get(name, "") for name in DATINGS]
    if not any(headings):
        raise UnreadableSheet(_("表中没有年代列；至少要有“年代”或“起始年”“终止年”之一。"))
    named_by = [columns[name] for name in IDENTIFIERS if name in columns]
    for row in sheet.rows:
        datings = [row.cells.get(heading, "") for heading in headings]
        yield _identifier(row, named_by), *judged_by(*datings)


def _identifier(row: Row, named_by: list[str]) -> str:
    """Return the row's own number: the source's, the object's, or else its place in the table."""
    return next((row.cells[name] for name in named_by if row.cells[name]), str(row.number))


def _year(year: int | None) -> str:
    if year is None:
        return "?"
    return str(year) if year > 0 else _("前%(year)s") % {"year": -year}


def _word(place: str) -> str:
    return {
        "before": _("以前"),
        "after": _("以后"),
        "straddles": _("跨越"),
        "unknown": _("不明"),
    }[place]
