"""`manage.py bench NAME`: run a bench of the package `benchmarks` and print its figures."""

import json
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

BENCHES = ("booking", "ledger")


class Command(BaseCommand):
    """Exit status 0 whatever was measured; the figures say whether the aim was reached."""

    help = "Measure a claim against its floor in the same run."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=BENCHES)
        parser.add_argument("--json", action="store_true", help="one JSON object a line, no more")

    def handle(self, *args: Any, **options: Any) -> None:
        bench = import_module(f"benchmarks.{options['name']}")
        for figure in bench.run():
            shown = figure.as_json()
            self.stdout.write(json.dumps(shown) if options["json"] else _line(shown))


def _line(figure: dict[str, Any]) -> str:
    if figure["ratio"] is None:
        return f"{figure['name']}: {figure['value']:g} (aim {figure['aim']:g})"
    not_judged = f"; not judged: {figure['not_judged']}" if figure["not_judged"] else ""
    return (
        f"{figure['name']}: {figure['value']:,.0f}/s against {figure['floor']:,.0f}/s bare: "
        f"{figure['ratio']:.2f} (aim {figure['aim']:.2f}){not_judged}"
    )
