"""An exhibit: one object of a permit in custody, and its legal status (rules §10.9)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from exhibitions.books.models import Line
from exhibitions.permits.models import PermitItem
from relics.register.models import RelicObject


class ExhibitStatus(models.TextChoices):
    IN_ZONE = "in_zone", _("在区内")
    OUT_PENDING = "out_pending", _("待出区")
    GATE_OUT = "gate_out", _("已出区，途中")
    ON_DISPLAY = "on_display", _("展示中")
    RETURN_PENDING = "return_pending", _("待回区")
    GATE_IN = "gate_in", _("已回区，待入库")
    RESERVED = "reserved", _("已预订")
    SOLD = "sold_pending_licence", _("已售，待核验许可")
    LICENSED = "sold_pending_declaration", _("许可已核验，待申报")
    DECLARED = "declared", _("已申报，待缴税")
    TAX_PAID = "tax_paid", _("已缴税，待交付")
    DELIVERED = "delivered", _("已交付")
    LOST = "lost", _("灭失或失窃")
    DAMAGED = "damaged", _("损坏")
    SEIZED = "seized", _("被查扣")


S = ExhibitStatus
SELLING = (S.RESERVED, S.SOLD, S.LICENSED, S.DECLARED, S.TAX_PAID)
AWAY = (S.GATE_OUT, S.ON_DISPLAY, S.RETURN_PENDING, *SELLING, S.LOST, S.DAMAGED, S.SEIZED)
"""Out of the zone and still under customs: a guarantee stands for it."""
ENDED = (S.DELIVERED,)
HAPPENS = (S.GATE_OUT, S.ON_DISPLAY, S.RETURN_PENDING, *SELLING)
"""Where an incident may befall it."""

STATUS_FOLLOWS_EVENTS = """
IF EXISTS (
    SELECT 1 FROM exhibits_exhibit AS one
    WHERE one.id = NEW.id AND one.status IS DISTINCT FROM COALESCE(
        (SELECT event.after FROM exhibits_event AS event
          WHERE event.exhibit_id = one.id ORDER BY event.id DESC LIMIT 1), 'in_zone'))
THEN
    RAISE EXCEPTION 'exhibit_status_follows_events: no event tells of this status'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""


class Exhibit(StatusModel):
    """One object of a permit in custody (展品).

    Its status is the last event's, and the database holds it to that. `line` is its line of the
    account book. One object is one exhibit until that has ended.
    """

    Status = ExhibitStatus

    item = models.OneToOneField(PermitItem, models.PROTECT, related_name="exhibit")
    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="exhibits")
    line = models.ForeignKey(Line, models.PROTECT, null=True, blank=True, related_name="exhibits")
    status = StatusField(_("状态"), default=S.IN_ZONE, choices=S.choices)
    planned_return = models.DateField(_("计划回区日期"), null=True, blank=True)
    ended = models.BooleanField(_("已了结"), default=False)

    class Meta:
        verbose_name = _("展品")
        verbose_name_plural = _("展品")
        ordering = ["item__permit", "item__sequence"]
        indexes = [models.Index(fields=["status", "planned_return"], name="exhibit_by_return")]
        constraints = [
            status_constraint("exhibit_status_known", ExhibitStatus),
            models.UniqueConstraint(
                fields=["object"], condition=Q(ended=False), name="exhibit_one_open_per_object"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="exhibit_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="exhibit_status_follows_events",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func=STATUS_FOLLOWS_EVENTS,
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def is_bonded(self) -> bool:
        return bool(self.item.is_bonded)

    @moves(status, source=S.IN_ZONE, target=S.OUT_PENDING)
    def request_out(self) -> None:
        """On a gate pass that waits (§10.9)."""

    @moves(status, source=S.OUT_PENDING, target=S.IN_ZONE)
    def call_off_out(self) -> None:
        """The pass was given up or refused: it stays."""

    @moves(status, source=S.OUT_PENDING, target=S.GATE_OUT)
    def pass_out(self) -> None:
        """Through the gate, out of the zone."""

    @moves(status, source=S.GATE_OUT, target=S.ON_DISPLAY)
    def install(self) -> None:
        """Arrived at the approved place and put up."""

    @moves(status, source=[S.ON_DISPLAY, S.GATE_OUT, S.LOST, S.DAMAGED], target=S.RETURN_PENDING)
    def request_return(self) -> None:
        """On its way back; a lost one that was found must come back too."""

    @moves(status, source=S.RETURN_PENDING, target=S.ON_DISPLAY)
    def call_off_return(self) -> None:
        """It stays at the show after all."""

    @moves(status, source=S.RETURN_PENDING, target=S.GATE_IN)
    def pass_in(self) -> None:
        """Through the gate, into the zone."""

    @moves(status, source=S.GATE_IN, target=S.IN_ZONE)
    def store(self) -> None:
        """Back in the store."""

    @moves(status, source=S.ON_DISPLAY, target=S.RESERVED)
    def reserve(self) -> None:
        """Somebody wants it: a reservation only (edge case 31)."""

    @moves(status, source=S.RESERVED, target=S.SOLD)
    def sell(self) -> None:
        """A contract, under the condition of the licence."""

    @moves(status, source=S.SOLD, target=S.LICENSED)
    def verify_licence(self) -> None:
        """Customs holds the licence (R-BOND-06)."""

    @moves(status, source=S.LICENSED, target=S.DECLARED)
    def declare(self) -> None:
        """In a declaration that customs accepted."""

    @moves(status, source=S.DECLARED, target=S.TAX_PAID)
    def pay_tax(self) -> None:
        """Duty and tax are paid (R-BOND-10)."""

    @moves(status, source=S.TAX_PAID, target=S.DELIVERED)
    def deliver(self) -> None:
        """Handed over to the buyer: no longer under customs."""

    @moves(status, source=[S.RESERVED, S.SOLD, S.LICENSED], target=S.ON_DISPLAY)
    def cancel_sale(self) -> None:
        """Called off before it was declared (edge case 36)."""

    @moves(status, source=[S.DECLARED, S.TAX_PAID, S.DELIVERED], target=S.ON_DISPLAY)
    def amend_sale(self) -> None:
        """Refunded, by customs' record of an amendment (edge case 35)."""

    @moves(status, source=HAPPENS, target=S.LOST)
    def lose(self) -> None:
        """Stolen or lost (R-BOND-03)."""

    @moves(status, source=HAPPENS, target=S.DAMAGED)
    def damage(self) -> None:
        """Damaged beyond showing."""

    @moves(status, source=[*HAPPENS, S.LOST, S.DAMAGED], target=S.SEIZED)
    def seize(self) -> None:
        """Taken by an authority."""
