"""The addresses of the policies: for who works for an authority."""

from typing import Any

from .rows import LOCKED, Row

HELD = "office foreign customs customs-elsewhere tax culture administrator"
ROWS = {
    "policies:policy_list": Row(f"200 {HELD}", LOCKED),
    "policies:policy": Row(
        f"200 {HELD}",
        "422 approver foreign administrator, 403 scheduler intake panel bench issuer customs "
        "customs-elsewhere tax culture",
        "policy",
    ),
}


def places(_world: Any) -> dict[str, dict[str, Any]]:
    return {"policy": {"key": "appraisers.load_days"}}
