"""Verify a paper without a database and without a network."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from approvals.certificates.quarantine import LARGEST_UPLOAD, verify_upload
from approvals.certificates.trust import TrustFolder
from approvals.certificates.verdicts import Answer

NOT_VALID, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = "核验证照文件：有效时退出码 0，无效 1，无法读取输入 2；不需要数据库和网络。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pdf")
        parser.add_argument("--status-list", type=Path, metavar="FILE")
        parser.add_argument("--trust", type=Path, metavar="DIR", default=settings.VAR / "trust")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        trust, status_list = options["trust"], options["status_list"]
        if not trust.is_dir():
            self.give_up(gettext("找不到信任目录：%s") % trust)
        try:
            TrustFolder(trust).read_all()
        except (ValueError, OSError):
            self.give_up(gettext("信任目录中有无法读取的证书：%s") % trust)
        verdict = verify_upload(
            self.read(options["file"]),
            TrustFolder(trust),
            self.read(status_list) if status_list else None,
        )
        if verdict.no_input:
            self.give_up(verdict.sentences[0])
        if options["as_json"]:
            self.stdout.write(json.dumps(verdict.as_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join((verdict.verdict, *verdict.sentences)))
        if verdict.verdict != Answer.VALID:
            raise SystemExit(NOT_VALID)

    def read(self, path: Path) -> bytes:
        """The bytes of a file, never more than are ever judged."""
        try:
            with path.open("rb") as file:
                return file.read(LARGEST_UPLOAD + 1)
        except OSError as error:
            self.give_up(
                gettext("无法读取 %(path)s：%(why)s") % {"path": path, "why": error.strerror}
            )

    def give_up(self, sentence: str) -> NoReturn:
        """There is nothing to judge: one plain sentence on standard error."""
        self.stderr.write(sentence)
        raise SystemExit(UNREADABLE)
