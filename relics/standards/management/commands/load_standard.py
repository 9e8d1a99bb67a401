"""Load a new version of a list from a file, show what it changes, and put it into force."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.parties.models import Office, User
from approvals.record.refusals import Refused
from approvals.record.workdays import read_day
from relics.standards.lists import LISTS, UnreadableList, difference, list_kind, read_list
from relics.standards.lists.comparing import said
from relics.standards.queries import rows_of, version_on
from relics.standards.services import load_list, put_into_force


class Command(BaseCommand):
    """`load_standard LIST FILE`: only the difference; with `--by --office` it is loaded."""

    help = "装入一份标准清单的新版本；不带 --by 时只显示差异。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("list", choices=list(LISTS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", metavar="USERNAME")
        parser.add_argument("--office", metavar="CODE")
        parser.add_argument("--source", default="")
        parser.add_argument("--from", dest="since", metavar="DATE", help="2026-12-01")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, path = list_kind(options["list"]), options["file"]
        try:
            content = path.read_bytes()
            rows = read_list(kind, content, path.name.lower())
            self._show(kind.key, rows)
            if options["by"]:
                self._load(content, options)
        except OSError as error:
            raise CommandError(str(error)) from None
        except UnreadableList as error:
            raise CommandError("\n".join(error.faults)) from None
        except Refused as error:
            raise CommandError(f"{error.refusal.sentence} ({error.refusal.rule})") from None

    def _show(self, key: str, rows: list[dict[str, Any]]) -> None:
        kind = list_kind(key)
        told = difference(kind, rows_of(version_on(key)), rows)
        for sign, lines in (("+", told.added), ("-", told.removed)):
            for row in lines:
                self.stdout.write(f"{sign} {' | '.join(said(cell) for cell in row.values())}")
        for change in told.changed:
            name = " ".join(str(change.line[column]) for column in kind.identity)
            for column, before, after in change.cells:
                self.stdout.write(f"~ {name} | {column.label}: {before or '—'} → {after or '—'}")
        if not told:
            self.stdout.write(_("没有变化。"))

    @transaction.atomic
    def _load(self, content: bytes, options: dict[str, Any]) -> None:
        try:
            by = User.objects.get(username=options["by"])
            party = Office.objects.select_related("party").get(code=options["office"]).party
        except (User.DoesNotExist, Office.DoesNotExist):
            raise CommandError(_("没有这一用户或机构。")) from None
        version = load_list(
            options["list"],
            content,
            filename=options["file"].name,
            source=options["source"],
            party=party,
            by=by,
        )
        self.stdout.write(version.key)
        if options["since"]:
            if (day := read_day(options["since"])) is None:
                raise CommandError(_("日期须写成 2026-11-23。"))
            put_into_force(
                version, effective_from=day, reason=options["source"], party=party, by=by
            )
            self.stdout.write(f"{version.key} ≥ {day}")
