"""One object under review, and its outcome."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from relics.register.models import RelicObject

from .permit_rule import permit_refusal, permit_triggers
from .review import Review
from .status import ItemOutcome


class ReviewItem(StatusModel):
    """One object under review; the outcome is per object (R-EXIT-10)."""

    Outcome = ItemOutcome

    review = models.ForeignKey(Review, models.PROTECT, related_name="items")
    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="review_items")
    sequence = models.PositiveSmallIntegerField(_("序号"))
    status = StatusField(_("结论"), default=Outcome.PENDING, choices=Outcome.choices)
    added_on_site = models.BooleanField(_("现场补录"), default=False)
    finding = models.JSONField(_("年代线提示"), default=dict)
    reason = models.TextField(_("不予许可的理由"), blank=True)
    before_freeze = models.CharField(_("冻结前的结论"), max_length=24, blank=True)

    class Meta:
        verbose_name = _("审核文物")
        verbose_name_plural = _("审核文物")
        ordering = ["review", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["review", "object"], name="review_item_once"),
            models.UniqueConstraint(fields=["review", "sequence"], name="review_item_sequence"),
            models.UniqueConstraint(
                fields=["object"],
                condition=Q(status__in=["pending", "permit", "permit_issued", "frozen"]),
                name="review_item_object_in_one_live_case",
            ),
            status_constraint("review_item_outcome_known", ItemOutcome),
            models.CheckConstraint(
                condition=~Q(status="prohibited") | ~Q(reason=""),
                name="review_item_refusal_has_a_reason",
            ),
        ]
        triggers = permit_triggers()

    def __str__(self) -> str:
        return f"{self.sequence} {self.object}"

    def rule_allows(self) -> bool:
        """The legal rule of a permit under its procedure, read from rows (R-EXIT-04, R-TEMP-06)."""
        return permit_refusal(self) is None

    @moves(status, source=Outcome.PENDING, target=Outcome.PERMIT, conditions=[rule_allows])
    def permit(self) -> None:
        """May leave: every responsible appraiser of a lawful panel agrees (R-EXIT-04)."""

    @moves(status, source=Outcome.PENDING, target=Outcome.PROHIBITED)
    def prohibit(self) -> None:
        """May not leave; it is handed back (R-EXIT-09)."""

    @moves(status, source=Outcome.PENDING, target=Outcome.REPLICA)
    def prove_replica(self) -> None:
        """A replica: no year lines; certified as such on request (R-EXIT-11, edge case 21)."""

    @moves(status, source=Outcome.PENDING, target=Outcome.NOT_RELIC)
    def prove_no_relic(self) -> None:
        """Not a relic: the law of relics does not hold it (R-EXIT-11)."""

    @moves(status, source=Outcome.PENDING, target=Outcome.REGISTERED)
    def register(self) -> None:
        """Marked, photographed and entered in the register of its procedure (R-TEMP-01)."""

    @moves(status, source=Outcome.PENDING, target=Outcome.REFERRED)
    def refer(self) -> None:
        """Not the object of the record: it leaves by the ordinary exit review only (R-TEMP-06)."""

    @moves(
        status,
        source=[Outcome.PENDING, Outcome.PERMIT, Outcome.PERMIT_ISSUED, Outcome.PROHIBITED],
        target=Outcome.FROZEN,
    )
    def freeze(self) -> None:
        """Reported, and neither returned nor let out until told from outside (R-TEMP-07)."""

    @moves(status, source=Outcome.FROZEN, target=Outcome.HANDED_OVER)
    def hand_over(self) -> None:
        """Given to the authority that asked for it, on its written word (R-TEMP-07, R-EXIT-16)."""

    @moves(status, source=Outcome.FROZEN, target=Outcome.PENDING)
    def thaw_open(self) -> None:
        """Free again before a decision was made on it."""

    @moves(status, source=Outcome.FROZEN, target=Outcome.PERMIT, conditions=[rule_allows])
    def thaw_permitted(self) -> None:
        """Free again; the permit's condition is read anew."""

    @moves(status, source=Outcome.FROZEN, target=Outcome.PERMIT_ISSUED, conditions=[rule_allows])
    def thaw_issued(self) -> None:
        """Free again; its permit stands."""

    @moves(status, source=Outcome.FROZEN, target=Outcome.PROHIBITED)
    def thaw_prohibited(self) -> None:
        """Free again, to be handed back."""

    @moves(status, source=Outcome.FROZEN, target=Outcome.LEFT)
    def set_aside(self) -> None:
        """Free again when its case has been decided without it: it may be applied for anew."""

    @moves(status, source=Outcome.PENDING, target=Outcome.ABSENT)
    def mark_absent(self) -> None:
        """Not presented on the day: neither permitted nor prohibited."""

    @moves(status, source=Outcome.PENDING, target=Outcome.LEFT)
    def leave(self) -> None:
        """Out of the case without an outcome: withdrawn, not accepted, or set apart."""

    @moves(status, source=Outcome.PENDING, target=Outcome.SPLIT)
    def split(self) -> None:
        """A lot that turned out to be several objects; they follow as items of their own."""

    @moves(status, source=Outcome.PERMIT, target=Outcome.PERMIT_ISSUED)
    def issue(self) -> None:
        """Stands on an issued permit."""

    @moves(status, source=Outcome.PERMIT_ISSUED, target=Outcome.RELEASED)
    def release(self) -> None:
        """Left through a designated port; once (R-EXIT-08)."""

    @moves(status, source=Outcome.PERMIT_ISSUED, target=Outcome.VOIDED)
    def void(self) -> None:
        """Its permit was revoked (R-GEN-12)."""

    @moves(status, source=[Outcome.PROHIBITED, Outcome.LEFT], target=Outcome.RETURNED)
    def hand_back(self) -> None:
        """Returned to the party against signature (R-EXIT-09)."""
