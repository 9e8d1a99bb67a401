"""Play the whole exit review, headless, on a file of real objects."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography import x509
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from approvals.certificates.keys import ORGANISATION, make_demo_keys
from config.trial.press import WORKERS
from config.trial.running import Tally, UnreadableFile, run_trial

CANNOT_BEGIN = 2


class Command(BaseCommand):
    """`trial FILE`: import, review, decision and sealed papers, all invented but the objects."""

    help = "用真实文物清单演练全程：导入、申请、预约、鉴定、决定、制证、核验。结果不具效力。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV / XLSX")
        parser.add_argument("--out", type=Path, metavar="DIR", help="permit-*.pdf, register-*.pdf")
        parser.add_argument("--workers", type=int, default=WORKERS, metavar="N", help="0 … 8")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DEMO = True  # every paper of a play bears 样本, on whatever installation
        try:
            content = options["file"].read_bytes()
            _see_that_keys_are_of_no_effect()
            tally = run_trial(
                content,
                options["file"].name,
                options["out"],
                workers=min(max(options["workers"], 0), 8),
            )
        except OSError as error:
            self._stop(f"{error.filename or options['file']}: {error.strerror}")
        except UnreadableFile as unreadable:
            self._stop(str(unreadable))
        for fault in tally.faults:
            self.stderr.write(fault)
        self.stdout.write(
            json.dumps(tally.as_json(), ensure_ascii=False)
            if options["as_json"]
            else _summary(tally)
        )

    def _stop(self, sentence: str) -> None:
        self.stderr.write(sentence)
        raise SystemExit(CANNOT_BEGIN)


def _see_that_keys_are_of_no_effect() -> None:
    """Demo keys where there are none; a play is never sealed with the seal of an office."""
    keys = make_demo_keys(settings.VAR)
    seal = x509.load_pem_x509_certificates(keys.seal_chain.read_bytes())[0]
    names = seal.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    if [name.value for name in names] != [ORGANISATION]:
        raise UnreadableFile(_("本系统配置了正式签章密钥；演练只使用示例密钥，请另设数据目录。"))


def _summary(tally: Tally) -> str:
    lines = [
        _("清单 %(rows)d 行，导入 %(imported)d 件，未导入的问题 %(refused)d 处。")
        % {"rows": tally.rows, "imported": tally.imported, "refused": len(tally.refused)},
        _("准予 %(permitted)d 件，禁止 %(prohibited)d 件（演练规则，并非法律规定）。")
        % {"permitted": tally.permitted, "prohibited": tally.prohibited},
        _("许可证 %(permits)d 份，登记表 %(registers)d 份，核验有效 %(verified)d 份。")
        % {"permits": tally.permits, "registers": tally.registers, "verified": tally.verified},
        _("证照在 %(folder)s") % {"folder": tally.folder},
        " ".join(f"{stage} {spent:.1f}s" for stage, spent in tally.seconds.items()),
    ]
    lines += [f"  {one['row']}\t{one['column']}\t{one['reason']}" for one in tally.refused]
    return "\n".join(lines)
