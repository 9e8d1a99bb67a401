"""文物出境审核 (form 56020-a): a panel judges by the year lines; what may leave gets a permit."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.refusals import Refusal

from .models import Review, ReviewItem
from .models.permit_rule import judged_refusal, nature_refusal
from .papers import outcome_papers
from .procedures import PERSON_FIELDS, Paper, Procedure

NATURES = ("replica", "not_relic")


class ExitReview(Procedure):
    """The ordinary review before anything leaves for good (R-EXIT-01)."""

    key = "exit_review"
    title = _("文物出境审核")
    form = "56020-a"
    summary = _("文物永久出境：现场鉴定，逐件决定。")
    bring = (
        _("携运人的身份证件"),
        _("每件文物一至六张清晰照片"),
        _("名称、质地、尺寸、年代、来源"),
        _("国有文物或珍贵文物：国务院或展览批准文号"),
    )
    required = {
        "port": _("出境口岸"),
        "destination": _("出境目的地"),
        **PERSON_FIELDS,
    }
    optional = {
        "special_approval": _("国务院或展览批准文号"),
        "national_number": _("国家平台编号"),
    }
    standard = "exit"
    panel = True
    permit_kind = "exit_permit"
    outcomes = ("permit", "prohibited", "replica", "not_relic")

    def permit_refusal(self, item: ReviewItem) -> Refusal | None:
        return judged_refusal(item)

    def decider_refusal(self, review: Review, by: User) -> Refusal | None:
        if all(member.appraiser.user_id != by.pk for member in review.panel.all()):
            return None
        return Refusal("judge_in_own_panel", _("鉴定组成员不能审批同一案件。"), "R-GEN-15")

    def outcome_refusal(self, item: ReviewItem, outcome: str) -> Refusal | None:
        if outcome in NATURES:
            return nature_refusal(item, outcome)
        return super().outcome_refusal(item, outcome)

    def papers(
        self,
        review: Review,
        items: Sequence[ReviewItem],
        *,
        valid_until: date | None,
        remarks: Sequence[str],
    ) -> list[Paper]:
        """One permit, one register, one certificate for replicas and what is no relic at all."""
        return outcome_papers(review, items, valid_until, remarks)
