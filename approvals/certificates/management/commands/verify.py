"""Verify a paper without a database and without a network."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from approvals.certificates.quarantine import LARGEST_UPLOAD, verify_upload
from approvals.certificates.trust import TrustFolder
from approvals.certificates.verdicts import SENTENCES, Answer

UNREADABLE = 2


class Command(BaseCommand):
    help = "核验证照文件：有效时退出码 0，无效 1，无法读取输入 2；不需要数据库和网络。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pdf")
        parser.add_argument("--status-list", type=Path, metavar="FILE")
        parser.add_argument("--trust", type=Path, metavar="DIR", default=settings.VAR / "trust")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        status_list = options["status_list"]
        if not options["trust"].is_dir():
            raise CommandError(
                gettext("找不到信任目录：%s") % options["trust"], returncode=UNREADABLE
            )
        verdict = verify_upload(
            read(options["file"]),
            TrustFolder(options["trust"]),
            read(status_list) if status_list else None,
        )
        if verdict.no_input:
            raise CommandError(str(SENTENCES[verdict.reasons[0]]), returncode=UNREADABLE)
        if options["as_json"]:
            self.stdout.write(json.dumps(verdict.as_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join((verdict.verdict, *verdict.sentences)))
        if verdict.verdict != Answer.VALID:
            raise SystemExit(1)


def read(path: Path) -> bytes:
    """The bytes of a file, never more than are ever judged; a plain sentence where it fails."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_UPLOAD + 1)
    except OSError as error:
        sentence = gettext("无法读取 %(path)s：%(fault)s") % {"path": path, "fault": error.strerror}
        raise CommandError(sentence, returncode=UNREADABLE) from error
