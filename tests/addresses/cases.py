"""The addresses of cases as such: adverse acts to sign, roles lent, what an office publishes."""

from datetime import timedelta
from typing import Any

from approvals.cases.adverse import AdverseKind, register_adverse_kind
from approvals.cases.services import delegate_role, draft_adverse_act
from approvals.parties.models import Role
from tests import factories, reviewing

from .rows import LIST, LOCKED, NEVER, Row

LENDERS = "scheduler intake approver issuer foreign ports"
ROWS = {
    "cases:office": Row("200 all", NEVER, "office"),
    "cases:acts": LIST,
    "cases:act": Row("200 approver", "422 approver", "act"),
    "cases:hands": Row("200 side office", LOCKED, "appraising"),
    "cases:appeals": Row("200 office", "422 intake approver, 403 office", "appraising"),
    "cases:delegations": Row(f"200 {LENDERS}", f"422 {LENDERS}"),
    "cases:delegation_end": Row("405 people", "302 scheduler", "delegation"),
}
REFUSAL = AdverseKind("sample_refusal", "示例不予许可", Role.APPROVER)


def places(world: Any) -> dict[str, dict[str, Any]]:
    register_adverse_kind(REFUSAL)
    case = reviewing.accepted(world).case
    act = draft_adverse_act(case, "sample_refusal", facts="示例", reason="示例", ground=["示例"])
    today = factories.today()
    lent = delegate_role(
        world.office.party,
        Role.SCHEDULER,
        to=world.second,
        valid_from=today + timedelta(days=30),
        valid_to=today + timedelta(days=31),
        reason="示例",
        by=world.scheduler,
    )
    return {
        "office": {"code": world.office.code},
        "act": {"pk": act.pk},
        "delegation": {"pk": lent.pk},
    }
