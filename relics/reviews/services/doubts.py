"""What happens to a permit when doubt falls on it after issue: a draft that a person signs.

The system writes down what it learned (an object frozen, a mark damaged) and proposes; the
approver signs in its own words or drops the draft. Nothing stands still before that, except
what the law itself stops (a frozen object, a damaged mark: R-TEMP-07, R-EXIT-08).
"""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from approvals.cases.models import AdverseAct, Case
from approvals.cases.services import draft_adverse_act
from approvals.certificates.models import Certificate
from approvals.certificates.services import suspend_certificate
from approvals.parties.models import User
from approvals.record.refusals import Conflict, Refusal
from relics.reviews.models import MarkSighting, ReviewItem
from relics.reviews.papers.grounds import MARK_GROUND, REVOCATION_GROUND, said
from relics.reviews.procedures import permit_kinds
from relics.watchlists.models import Freeze

from .paper_acts import take_back

SUSPENSION, REVOCATION = "suspension", "revocation"
STANDING = (Certificate.Status.VALID, Certificate.Status.SUSPENDED)


def doubt_mark(item: ReviewItem, seen: MarkSighting) -> AdverseAct | None:
    """A mark was reported damaged or missing after issue (edge case 14): propose to suspend."""
    with translation.override("zh-hans"):
        facts = _("%(port)s报告：第%(sequence)s件“%(name)s”的标识%(mark)s，%(seen)s。") % {
            "port": seen.port,
            "sequence": item.sequence,
            "name": item.object.name,
            "mark": seen.mark.number,
            "seen": seen.get_seen_display(),  # type: ignore[attr-defined]
        }
    return _propose(SUSPENSION, item.review.case, facts, MARK_GROUND)


def doubt_object(item: ReviewItem, freeze: Freeze) -> AdverseAct | None:
    """An object of the permit was frozen (R-TEMP-07): propose to suspend."""
    return _propose(SUSPENSION, item.review.case, _found(item, freeze), REVOCATION_GROUND)


def object_is_lost(item: ReviewItem, freeze: Freeze) -> AdverseAct | None:
    """An object of the permit was handed over to another authority: propose to revoke."""
    return _propose(REVOCATION, item.review.case, _found(item, freeze), REVOCATION_GROUND)


def _found(item: ReviewItem, freeze: Freeze) -> str:
    with translation.override("zh-hans"):
        return _("第%(sequence)s件“%(name)s”：%(ground)s，%(status)s。") % {
            "sequence": item.sequence,
            "name": item.object.name,
            "ground": freeze.get_ground_display(),  # type: ignore[attr-defined]
            "status": freeze.get_status_display(),  # type: ignore[attr-defined]
        }


def _propose(kind: str, case: Case, facts: str, ground: Iterable[str]) -> AdverseAct | None:
    paper = _permit_of(case)
    useless = kind == SUSPENSION and paper and paper.status == Certificate.Status.SUSPENDED
    if paper is None or useless:
        return None
    printed = said(*ground, office=case.office)
    return draft_adverse_act(case, kind, facts=facts, reason=facts, ground=[printed])


def _permit_of(case: Case) -> Certificate | None:
    return Certificate.objects.filter(
        case=case, kind__in=permit_kinds(), status__in=STANDING
    ).first()


def suspension_signed(act: AdverseAct, officer: User) -> None:
    """The approver signed: the permit is not to be used, and every recipient is told."""
    suspend_certificate(_permit_for(act), ground=act.reason, by=officer)


def revocation_signed(act: AdverseAct, officer: User) -> None:
    """The approver signed: the permit is revoked on the ground and with the rights it signed."""
    take_back(
        _permit_for(act),
        ground=act.reason,
        provisions=act.ground,
        rights=act.rights,
        by=officer,
    )


def _permit_for(act: AdverseAct) -> Certificate:
    paper = _permit_of(act.case)
    if paper is None:
        raise Conflict(
            Refusal(
                "permit_not_valid",
                _("许可证已不在有效或暂停使用的状态，本草稿不再需要。"),
                "R-GEN-12",
                _("请注明理由，不予采用。"),
            )
        )
    return paper
