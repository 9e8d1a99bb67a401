"""Count working days from a day on, in the national calendar."""

import json
import re
import unicodedata
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from approvals.record.workdays import LONGEST_PERIOD, Due, WorkCalendar, read_day


class Command(BaseCommand):
    """`workdays DATE N`: the last of N working days after DATE (R-GEN-02, R-CAL-01, R-CAL-02)."""

    help = "计算某日起第 N 个工作日（起算日不计入）；遇尚未公布的年度，结果标为暂定。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("date", help="2026-11-23")
        parser.add_argument("days", metavar="N", help="15")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        start = self._day(options["date"])
        days = self._days(options["days"])
        try:
            due = WorkCalendar().due(start, days)
        except ValueError:
            raise self._refusal(_("从 %(day)s 起数不了这么远。") % {"day": start}) from None
        if options["as_json"]:
            answer = {
                "due": due.on.isoformat(),
                "provisional": due.provisional,
                "calendar": due.calendar,
            }
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write(_sentence(start, days, due))

    def _day(self, text: str) -> date:
        if (day := read_day(text)) is None:
            raise self._refusal(_("“%(text)s”不是日期，请写成 2026-11-23。") % {"text": text})
        return day

    def _days(self, text: str) -> int:
        plain = unicodedata.normalize("NFKC", str(text)).strip()
        if re.fullmatch(r"\d{1,5}", plain) and int(plain) <= LONGEST_PERIOD:
            return int(plain)
        raise self._refusal(
            _("“%(text)s”不是工作日数，请写 0 到 %(most)s 的整数。")
            % {"text": text, "most": LONGEST_PERIOD}
        )

    def _refusal(self, sentence: str) -> SystemExit:
        """Say the sentence on standard error and give the exit to raise."""
        self.stderr.write(sentence)
        return SystemExit(2)


def _sentence(start: date, days: int, due: Due) -> str:
    words = {"start": start, "days": days, "due": due.on, "calendar": due.calendar}
    if not due.provisional:
        return _("%(start)s 起 %(days)s 个工作日，至 %(due)s（%(calendar)s）。") % words
    provisional = _(
        "%(start)s 起 %(days)s 个工作日，暂定至 %(due)s：所涉年度放假安排尚未公布（%(calendar)s）。"
    )
    return provisional % words
