"""Load the demo world, or say who lives in it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from approvals.record.refusals import NotAllowed
from config.demo.loading import load_demo_world, require_demo
from config.demo.people import PASSWORD, personas
from config.demo.systems import systems

REFUSED = 2


class Command(BaseCommand):
    """`load_demo`: only where RELICGATE_DEMO is set; a second run makes what is missing."""

    help = "载入演示数据：虚构的机构、人员、场次和各阶段的申请。可重复运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--print-logins", action="store_true")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not options["print_logins"]:
                self.stdout.write(_("演示数据就绪，新办案件 %d 件。") % load_demo_world())
                return
            require_demo()
        except NotAllowed as refused:
            self.stderr.write(str(refused))
            raise SystemExit(REFUSED) from None
        people = [{**one, "password": PASSWORD} for one in personas()]
        if options["as_json"]:
            self.stdout.write(json.dumps(people, ensure_ascii=False))
            return
        self.stdout.write(_("演示身份（密码都是 %s）：") % PASSWORD)
        for one in people:
            self.stdout.write(
                f"  {one['username']:<14} {one['role']}  {one['name']}  {one['organisation']}"
            )
        self.stdout.write(_("接口客户端（密钥也是 %s）：") % PASSWORD)
        for client, name, scopes in systems():
            self.stdout.write(f"  {client}  {scopes}  {name}")
