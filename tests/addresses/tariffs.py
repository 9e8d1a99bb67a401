"""The addresses of the rates: the desk for customs, the estimate for whoever signs in."""

from typing import Any

from tests import tariffing

from .rows import LIST, Row

READERS = "ports tax administrator"
ROWS = {
    "tariffs:table_list": Row(f"200 {READERS}", f"422 {READERS}"),
    "tariffs:table": Row(f"200 {READERS}", f"422 {READERS}", "tariff table"),
    "tariffs:calculator": LIST,
}


def places(world: Any) -> dict[str, dict[str, Any]]:
    return {"tariff table": {"pk": tariffing.uploaded(by=world.customs).pk}}
