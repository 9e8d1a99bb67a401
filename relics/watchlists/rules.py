"""What must hold before each step, and why a frozen object stays. None, or a Refusal."""

from collections.abc import Collection

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, Role, User
from approvals.record.refusals import Refusal
from relics.register.models import RelicObject

from .models import Candidate, Freeze
from .queries import barring_freeze, holds_any, is_current, latest_check, open_candidates

CHECKERS = (Role.INTAKE, Role.APPRAISER, Role.APPROVER, Role.ISSUER)
JUDGES = (Role.INTAKE, Role.APPRAISER, Role.APPROVER)
SIGNERS = (Role.APPROVER,)
KEEPERS = (Role.INTAKE, Role.APPROVER)
RULES = {
    Freeze.Ground.LISTED: "R-TEMP-07",
    Freeze.Ground.ILLEGAL_HOLDING: "R-EXIT-16",
    Freeze.Ground.SWAPPED: "R-TEMP-06",
    Freeze.Ground.OTHER: "D-FREEZE",
}


def rule_of(ground: str) -> str:
    """The rule that a freeze on this ground follows."""
    return RULES[Freeze.Ground(ground)]


def role_refusal(office: Office | None, user: User, roles: Collection[str]) -> Refusal | None:
    """Only officers of the office itself, in one of the roles."""
    if office is not None and holds_any(user, office, roles):
        return None
    return Refusal(
        "no_right",
        _("您在本机构没有办理这一步的职责。"),
        "R-TEMP-07",
        _("请由本机构的%(roles)s办理。")
        % {"roles": gettext("、").join(str(Role(role).label) for role in roles)},
    )


def frozen_refusal(thing: RelicObject) -> Refusal | None:
    """Why nothing may happen to the object: it is frozen, or was handed over. For officers.

    No return, no re-exit, no other step (R-TEMP-07, edge case 18). The applicant is told
    `wording.suspended_for_applicant` instead and nothing of this.
    """
    freeze = barring_freeze(thing)
    if freeze is None:
        return None
    told = {
        "n": freeze.pk,
        "day": f"{freeze.opened_at:%Y-%m-%d}",
        "ground": freeze.get_ground_display(),
    }
    if freeze.status == Freeze.Status.HANDED_OVER:
        return Refusal(
            "object_handed_over",
            _("该文物已按指令移交（冻结第 %(n)d 号，%(ground)s），不再办理。") % told,
            rule_of(freeze.ground),
        )
    return Refusal(
        "object_frozen",
        _("该文物自 %(day)s 起冻结（第 %(n)d 号，%(ground)s），不得退还、复出境或办理其他手续。")
        % told,
        rule_of(freeze.ground),
        _("请等待主管机关的处置指令并录入文号。"),
    )


def list_refusal(thing: RelicObject) -> Refusal | None:
    """Why the object may not be registered yet: frozen, not checked, or candidates are open.

    The check is mandatory before registration and asks the lists as they are now (R-TEMP-07).
    """
    if refusal := frozen_refusal(thing):
        return refusal
    check = latest_check(thing)
    if check is None or not is_current(check):
        return Refusal(
            "not_checked_against_lists",
            _("该文物尚未与现行追索名录比对。"),
            "R-TEMP-07",
            _("请先比对名录。"),
        )
    if open_candidates(thing).exists():
        return Refusal(
            "list_candidates_open",
            _("该文物有疑似名录条目尚待两人核实。"),
            "R-TEMP-07",
            _("请先核实疑似条目。"),
        )
    return None


def verdict_refusal(candidate: Candidate, by: User) -> Refusal | None:
    """Two different people judge; where they differ, an approver says the third word."""
    if candidate.status not in (Candidate.Status.WAITING, Candidate.Status.DISPUTED):
        return Refusal(
            "candidate_settled",
            _("该条目已有结论（%(status)s）。") % {"status": candidate.get_status_display()},
            "R-TEMP-07",
        )
    if candidate.verdicts.filter(officer=by).exists():
        return Refusal(
            "signed_already",
            _("您已对这一条目签署意见，须由另一人签署。"),
            "R-TEMP-07",
            _("请由另一名人员用自己的账号办理。"),
        )
    return None


def report_refusal(freeze: Freeze) -> Refusal | None:
    """A freeze is reported once, before any instruction."""
    if freeze.status == Freeze.Status.FROZEN:
        return None
    return Refusal("reported_already", _("该冻结已报告。"), rule_of(freeze.ground))


def instruction_refusal(freeze: Freeze) -> Refusal | None:
    """Instructions answer a report; what is lifted or handed over is at its end."""
    if freeze.status == Freeze.Status.REPORTED:
        return None
    if freeze.status == Freeze.Status.FROZEN:
        return Refusal(
            "not_reported_yet",
            _("该冻结尚未报告，不能录入处置指令。"),
            rule_of(freeze.ground),
            _("请先签发报告。"),
        )
    return Refusal(
        "freeze_ended",
        _("该冻结已结束（%(status)s）。") % {"status": freeze.get_status_display()},
        rule_of(freeze.ground),
    )
