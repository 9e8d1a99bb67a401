"""What every return has in common: objects are picked from the record and compared with it."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.refusals import Refusal
from relics.comparisons.models import Comparison, Reference, Signature, Status
from relics.comparisons.queries import comparison_of, current_reference
from relics.comparisons.rules import matched_refusal
from relics.comparisons.services import begin_comparison
from relics.register.models import RelicObject
from relics.reviews.models import Review, ReviewItem
from relics.reviews.procedures import Basis, Procedure

TONES = {
    Status.OPEN: "waiting",
    Status.MATCHED: "approved",
    Status.EXPLAINED: "approved",
    Status.MISMATCH: "correction",
    Status.SWAP_SUSPECTED: "refused",
    Status.SWAPPED: "refused",
    Status.UNEXPLAINED: "refused",
}
CONCLUDED = (Status.MATCHED, Status.EXPLAINED, Status.UNEXPLAINED)


class ComparingProcedure(Procedure):
    """A procedure in which nothing is judged anew: the object is the recorded one, or it is not.

    Objects are picked and never retyped; the year lines do not apply (R-STD-08); two officers
    sign each comparison, and neither of them decides (R-TEMP-06, R-GEN-15).
    """

    own_objects = False

    def checked_in(self, review: Review, *, by: User) -> None:
        """Begin the comparison of every object that came, with what was recorded of it."""
        for item in review.items.select_related("object").filter(status="pending"):
            reference = current_reference(item.object)
            if reference is not None:
                begin_comparison(reference, case=review.case, by=by)

    def decider_refusal(self, review: Review, by: User) -> Refusal | None:
        signed = Signature.objects.filter(comparison__case=review.case_id, officer=by)
        if not signed.exists():
            return None
        return Refusal(
            "signed_the_comparison",
            _("签署过本案实物比对的人员不能审批同一案件。"),
            "R-GEN-15",
            _("请由其他审批人办理。"),
        )

    def basis(self, items: Sequence[ReviewItem]) -> Mapping[int, Basis]:
        if not items:
            return {}
        found = Comparison.objects.filter(case=items[0].review.case_id)
        known = {one.reference.object_id: one for one in found.select_related("reference")}
        return {
            item.pk: basis_of(known[item.object_id]) for item in items if item.object_id in known
        }


def basis_of(comparison: Comparison) -> Basis:
    """The comparison as one line on the pages of a case."""
    return Basis(
        title=_("实物比对"),
        text=comparison.get_status_display(),
        tone=TONES[Status(comparison.status)],
        url=reverse("comparisons:comparison", args=[comparison.pk]),
    )


def compared_refusal(item: ReviewItem) -> Refusal | None:
    """Why the object does not count as the recorded one, or None (R-TEMP-06)."""
    return matched_refusal(comparison_of(item.review.case, item.object))


def reference_refusals(things: Sequence[RelicObject]) -> Iterator[Refusal]:
    """Objects of which no office recorded anything cannot be compared (R-TEMP-06)."""
    known = set(
        Reference.objects.filter(object__in=[thing.pk for thing in things]).values_list(
            "object", flat=True
        )
    )
    for thing in things:
        if thing.pk not in known:
            yield Refusal(
                "never_recorded",
                _("“%(object)s”没有存档记录，不能按本程序办理。") % {"object": thing},
                "R-TEMP-06",
                _("请改办文物出境审核。"),
            )


def open_comparisons(review: Review) -> list[ReviewItem]:
    """The objects present whose comparison has no outcome yet that can be decided on."""
    pending = review.items.select_related("object").filter(status="pending")
    done = Comparison.objects.filter(case=review.case_id, status__in=CONCLUDED)
    return list(pending.exclude(object__in=done.values("reference__object")).order_by("sequence"))
