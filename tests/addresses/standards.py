"""The addresses of the standards and citations: for who works for an authority."""

from typing import Any

from django.utils import timezone

from relics.standards.services import load_list, record_check
from tests.reviewing import World

from .rows import Row

READERS = "office foreign customs customs-elsewhere culture administrator"
READ_ONLY = f"200 {READERS}"
CLOSED = f"405 {READERS}"
ROWS = {
    "standards:standard_list": Row(READ_ONLY, CLOSED),
    "standards:list": Row(
        READ_ONLY,
        "422 intake panel bench approver foreign, 403 scheduler issuer customs "
        "customs-elsewhere culture administrator",
        "standard",
    ),
    "standards:version": Row(
        READ_ONLY,
        "422 approver foreign, 403 intake panel bench scheduler issuer customs "
        "customs-elsewhere culture administrator",
        "list version",
    ),
    "standards:version_file": Row(READ_ONLY, CLOSED, "list version"),
    "standards:citation_list": Row(READ_ONLY, CLOSED),
    "standards:citation": Row(
        READ_ONLY,
        "422 panel bench approver foreign, 403 intake scheduler issuer customs "
        "customs-elsewhere culture administrator",
        "citation",
    ),
    "standards:check_file": Row(READ_ONLY, CLOSED, "check"),
}
TABLE = (
    "list,name,aliases,level,document,evidence,effective_from,effective_to\n"
    "示例名单,示例大师,Shili Dashi,all,示例〔2023〕0号,V2,2023-05-26,\n"
)


def places(world: World) -> dict[str, dict[str, Any]]:
    version = load_list(
        "artists",
        TABLE.encode(),
        filename="示例.csv",
        source="示例来源",
        party=world.office.party,
        by=world.approver,
    )
    check = record_check(
        "exit-standard-notes",
        b"%PDF-1.4 example",
        filename="示例.pdf",
        checked_on=timezone.localdate(),
        party=world.office.party,
        by=world.approver,
    )
    return {
        "standard": {"key": "artists"},
        "list version": {"pk": version.pk},
        "citation": {"key": "exit-standard-notes"},
        "check": {"pk": check.pk},
    }
