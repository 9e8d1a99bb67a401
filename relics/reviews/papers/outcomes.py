"""The permit for what may leave and the register of what may not."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Max
from django.utils import timezone

from relics.reviews.models import Opinion, Review, ReviewItem
from relics.reviews.models.permit_rule import latest_opinions
from relics.reviews.procedures import Paper

from .grounds import (
    BARRED_GROUND,
    EXIT_GROUND,
    LINES_NOTE,
    RIGHTS,
    RIGHTS_GROUND,
    UNANIMITY_GROUND,
    said,
)
from .parts import Content, carrier_of, in_chinese, party_of, pictured, pictures_of


def outcome_papers(
    review: Review,
    items: Sequence[ReviewItem],
    valid_until: date | None,
    remarks: Sequence[str],
) -> list[Paper]:
    """What an exit review ends in, by outcome: both papers from one case (R-EXIT-10, 11)."""
    by_outcome: dict[str, list[ReviewItem]] = {}
    for item in items:
        by_outcome.setdefault(item.status, []).append(item)
    found = ReviewItem.Outcome
    papers = []
    if permitted := by_outcome.get(found.PERMIT):
        content = permit_content(review, permitted, valid_until, remarks)
        papers.append(Paper("exit_permit", content, pictures_of(permitted), numbered=True))
    if prohibited := by_outcome.get(found.PROHIBITED):
        content = register_content(review, prohibited, remarks)
        papers.append(Paper("prohibited_register", content, pictures_of(prohibited)))
    for outcome, kind in ((found.REPLICA, "replica_certificate"), (found.NOT_RELIC, "no_relic")):
        if told := by_outcome.get(outcome):
            content = nature_content(review, told, remarks)
            papers.append(Paper(kind, content, pictures_of(told)))
    return papers


def _signed_on(items: list[ReviewItem]) -> dict[int, str]:
    """The day on which each member last signed an opinion on one of these objects."""
    said = Opinion.objects.filter(item__in=items).order_by().values("member")
    last = said.annotate(last=Max("signed_at")).values_list("member", "last")
    return {member: timezone.localdate(moment).isoformat() for member, moment in last}


def judged_content(review: Review, items: list[ReviewItem]) -> Content:
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
    content = judged_content(review, items)
    for signer in content["appraisers"]:
        signer["opinion"] = "同意出境" if signer["responsible"] else None
    return {
        **content,
        "objects": [pictured(item) for item in items],
        "ground": [said(*EXIT_GROUND, office=review.case.office)],
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
        **judged_content(review, items),
        "objects": things,
        "ground": [
            said(*BARRED_GROUND, office=review.case.office),
            said(*UNANIMITY_GROUND, office=review.case.office),
            said(*RIGHTS_GROUND, office=review.case.office),
        ],
        "reasons": review.decision.opinion,
        "rights": RIGHTS,
        "remarks": list(remarks),
    }


@in_chinese
def nature_content(review: Review, items: list[ReviewItem], remarks: Sequence[str] = ()) -> Content:
    """复仿制品证明, or the statement that something is no relic (R-EXIT-11, edge case 21).

    The article that names such a certificate was not read, so none is printed: the paper says
    what was found, by whom, and that the year lines were not applied.
    """
    return {
        **judged_content(review, items),
        "objects": [{**pictured(item), "reasons": item.reason or None} for item in items],
        "remarks": ["上列物品经鉴定不属于文物，未适用年限标准；本件不是出境许可证。", *remarks],
    }
