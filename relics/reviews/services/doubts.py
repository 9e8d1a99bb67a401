"""What happens to a permit when doubt falls on it after issue: a draft that a person signs.

The system writes down what it learned (an object frozen, a mark damaged) and proposes; the
approver signs in its own words or drops the draft. Nothing stands still before that, except
what the law itself stops (a frozen object, a damaged mark: R-TEMP-07, R-EXIT-08).
"""

from collections.abc import Iterable, Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from approvals.cases.models import AdverseAct, Case
from approvals.cases.services import draft_adverse_act, drop_adverse_act
from approvals.certificates.models import Certificate
from approvals.certificates.services import lift_suspension, suspend_certificate
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.models import TrailEntry
from approvals.record.refusals import Conflict, Refusal
from relics.reviews.models import MarkSighting, ReviewItem
from relics.reviews.papers.grounds import MARK_GROUND, REVOCATION_GROUND, said
from relics.reviews.procedures import permit_kinds
from relics.watchlists.models import Freeze
from relics.watchlists.queries import barring_freeze

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
    facts = _found(item, freeze)
    return _propose(SUSPENSION, item.review.case, facts, REVOCATION_GROUND, _key(freeze))


def object_is_lost(item: ReviewItem, freeze: Freeze) -> AdverseAct | None:
    """An object of the permit was handed over to another authority: propose to revoke."""
    facts = _found(item, freeze)
    return _propose(REVOCATION, item.review.case, facts, REVOCATION_GROUND, _key(freeze))


def object_is_free(item: ReviewItem, freeze: Freeze, by: User) -> None:
    """The freeze was lifted: what it did to the permit ends with it (R-TEMP-07).

    A draft that waits is not needed any more. A suspension that an officer signed for a freeze
    is lifted, unless another object of the permit is frozen or was handed over; it never is
    where the paper was suspended for another reason.
    """
    case = item.review.case
    others = list(_others_held(item))
    draft = case.adverse_acts.filter(
        kind=SUSPENSION, status=AdverseAct.Status.DRAFTED, occasion=_key(freeze)
    ).first()
    if draft is not None and holds_role(by, Role.APPROVER, case.office_id or 0):
        drop_adverse_act(draft, because=_freed(item, freeze), by=by)
        for other, held in others:
            doubt_object(other, held)
    paper = _permit_of(case)
    if paper is not None and not others and _is_suspended_by_freeze(paper):
        lift_suspension(paper, ground=_freed(item, freeze), by=by)


def _others_held(item: ReviewItem) -> Iterator[tuple[ReviewItem, Freeze]]:
    held = (ReviewItem.Outcome.FROZEN, ReviewItem.Outcome.HANDED_OVER)
    found = item.review.items.filter(
        status__in=held, before_freeze=ReviewItem.Outcome.PERMIT_ISSUED
    )
    for other in found.exclude(pk=item.pk).select_related("object", "review__case"):
        freeze = barring_freeze(other.object)
        if freeze is not None:
            yield other, freeze


def _is_suspended_by_freeze(paper: Certificate) -> bool:
    """Whether the suspension in force is the one that an officer signed because of a freeze."""
    if paper.status != Certificate.Status.SUSPENDED:
        return False
    signed = paper.case.adverse_acts.filter(kind=SUSPENSION, status=AdverseAct.Status.SIGNED)
    act = signed.order_by("-signed_at").first()
    last = TrailEntry.objects.filter(
        chain=paper.case.chain, verb="certificate.suspend", subject=f"certificate:{paper.pk}"
    ).last()
    return (
        act is not None
        and last is not None
        and act.occasion.startswith("freeze:")
        and last.reason == act.reason
    )


def _key(freeze: Freeze) -> str:
    return f"freeze:{freeze.pk}"


def _freed(item: ReviewItem, freeze: Freeze) -> str:
    said = freeze.instructions.order_by("-pk").first()
    number = f"{said.authority} {said.number}" if said else ""
    return f"{_found(item, freeze)}{number}"


def _found(item: ReviewItem, freeze: Freeze) -> str:
    with translation.override("zh-hans"):
        return _("第%(sequence)s件“%(name)s”：%(ground)s，%(status)s。") % {
            "sequence": item.sequence,
            "name": item.object.name,
            "ground": freeze.get_ground_display(),  # type: ignore[attr-defined]
            "status": freeze.get_status_display(),  # type: ignore[attr-defined]
        }


def _propose(
    kind: str, case: Case, facts: str, ground: Iterable[str], occasion: str = ""
) -> AdverseAct | None:
    paper = _permit_of(case)
    useless = kind == SUSPENSION and paper and paper.status == Certificate.Status.SUSPENDED
    if paper is None or useless:
        return None
    printed = said(*ground, office=case.office)
    return draft_adverse_act(
        case, kind, facts=facts, reason=facts, ground=[printed], occasion=occasion
    )


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
