"""Prove the trail: walk every hash chain and name the first broken link."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from approvals.record.models import TrailEntry
from approvals.record.queries import first_broken_link


class Command(BaseCommand):
    help = "核对留痕链：完好时退出码 0，断链时指出第一处并以 1 退出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chain", help="only this chain, such as case:…")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        chain = options["chain"]
        entries = TrailEntry.objects.filter(chain=chain) if chain else TrailEntry.objects
        broken = first_broken_link(chain)
        if options["as_json"]:
            found = broken and {"chain": broken.chain, "seq": broken.seq, "fault": broken.fault}
            result = {"intact": broken is None, "entries": entries.count(), "broken": found}
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        elif broken:
            self.stdout.write(f"断链：{broken.chain} 第 {broken.seq} 环（{broken.fault}）")
        else:
            self.stdout.write(f"留痕完好，共 {entries.count()} 条。")
        if broken:
            raise SystemExit(1)
