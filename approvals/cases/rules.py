"""What must hold for whoever acts in a case, whatever the procedure."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Refusal

from .models import Case


def side_refusal(
    case: Case, by: User, otherwise: str, citation: str = "R-EXIT-01"
) -> Refusal | None:
    """Only who acts on the applicant's side today: its agent, or itself once the mandate ended.

    `otherwise` is the sentence for everybody else; a former agent is told that its mandate is over.
    """
    if holds_role(by, Role.AGENT, case.acting_party_id):
        return None
    return _former_agent_refusal(case, by) or Refusal("no_right", otherwise, citation)


def _former_agent_refusal(case: Case, by: User) -> Refusal | None:
    if case.agent_id is None or not case.has_lost_its_agent:
        return None
    if not holds_role(by, Role.AGENT, case.agent_id):
        return None
    return Refusal(
        "mandate_over",
        _("委托已到期或撤销，本案由申请人办理。"),
        "R-EXIT-01",
        _("请由申请人办理，或请其重新出具委托书。"),
    )


def holder_of(case: Case, role: str, party_id: int) -> int:
    """Whose turn it is today: on the applicant's side that of whoever acts there now.

    A turn names the party that acted when it opened; mandates end and are renewed meanwhile.
    """
    ours = (case.agent_id, case.applicant_id)
    if role == Role.AGENT and case.agent_id is not None and party_id in ours:
        return case.acting_party_id
    return party_id


def wrong_turn_refusal(open_turns: Iterable[str]) -> Refusal:
    """Somebody was first, or it is not time yet: says which turns are open now."""
    now = _("、").join(sorted(set(open_turns))) or _("无待办")
    return Refusal(
        "not_the_turn",
        _("案件当前不在这一步，现在是：%(now)s。") % {"now": now},
        "D-TURN",
        _("请刷新页面查看最新进展。"),
    )


def turn_right_refusal(title: str | Promise, case: Case, by: User) -> Refusal:
    """The person does not hold the role that the turn asks for, or its mandate is over."""
    return _former_agent_refusal(case, by) or Refusal(
        "no_right",
        _("您没有办理“%(title)s”的权限。") % {"title": title},
        "D-ROLE",
        _("请由具备相应职责的人员办理。"),
    )
