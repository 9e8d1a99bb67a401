"""The permit for what may leave and the register of what may not."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Max
from django.utils import timezone

from relics.reviews.models import Opinion, Review, ReviewItem
from relics.reviews.models.permit_rule import latest_opinions

from .grounds import BARRED_GROUND, EXIT_GROUND, LINES_NOTE, RIGHTS, RIGHTS_GROUND, UNANIMITY_GROUND
from .parts import Content, carrier_of, in_chinese, party_of, pictured


def _signed_on(items: list[ReviewItem]) -> dict[int, str]:
    """The day on which each member last signed an opinion on one of these objects."""
    said = Opinion.objects.filter(item__in=items).order_by().values("member")
    last = said.annotate(last=Max("signed_at")).values_list("member", "last")
    return {member: timezone.localdate(moment).isoformat() for member, moment in last}


def _judged(review: Review, items: list[ReviewItem]) -> Content:
    """What permit and register both say: parties, way out, panel with its signing, approver."""
    case = review.case
    decision = review.decision
    members = review.panel.filter(left_at__isnull=True).select_related("appraiser__user")
    opened = case.clocks.filter(kind="decision").last()
    signed = _signed_on(items)
    return {
        "applicant": party_of(case.applicant),
        "agent": party_of(case.agent),
        "carrier": carrier_of(review),
        "destination": review.destination,
        "exit_port": review.port.name if review.port else None,
        "exit_customs": review.port.customs.name if review.port else None,
        "reviewed": timezone.localdate(decision.at).isoformat(),
        "appraisers": [
            {
                "name": str(member.appraiser),
                "responsible": member.responsible,
                "opinion": None,
                "signed": signed.get(member.pk),
            }
            for member in members
        ],
        "approver": {"name": str(decision.approver), "opinion": decision.opinion},
        "calendar": opened.calendar if opened else None,
    }


@in_chinese
def permit_content(
    review: Review,
    items: list[ReviewItem],
    valid_until: date | None,
    remarks: Sequence[str] = (),
) -> Content:
    """文物出境许可证 (§9.8): only what may leave, with marks and co-signatures."""
    content = _judged(review, items)
    for signer in content["appraisers"]:
        signer["opinion"] = "同意出境" if signer["responsible"] else None
    return {
        **content,
        "objects": [pictured(item) for item in items],
        "ground": [EXIT_GROUND],
        "valid_until": valid_until.isoformat() if valid_until else None,
        "remarks": ["本件仅证明上列文物经审核准予出境，不证明其所有权。", *remarks],
    }


@in_chinese
def register_content(
    review: Review, items: list[ReviewItem], remarks: Sequence[str] = ()
) -> Content:
    """文物禁止出境登记表 (R-EXIT-09, R-GEN-10): reason for each, ground and rights.

    The year lines were read in secondary copies only, so the machine's finding stands there as
    a hint and no ground (R-GEN-01).
    """
    things = []
    for item in items:
        against = sum(not opinion.may_leave for opinion in latest_opinions(item).values())
        sentence = item.finding.get("sentence") if item.finding else None
        things.append(
            {
                **pictured(item),
                "outcome": "prohibited",
                "finding": LINES_NOTE.format(sentence=sentence) if sentence else None,
                "reasons": f"{item.reason}（鉴定组 {against} 人不同意出境）"
                if against
                else item.reason,
            }
        )
    return {
        **_judged(review, items),
        "objects": things,
        "ground": [BARRED_GROUND, UNANIMITY_GROUND, RIGHTS_GROUND],
        "reasons": review.decision.opinion,
        "rights": RIGHTS,
        "remarks": list(remarks),
    }
