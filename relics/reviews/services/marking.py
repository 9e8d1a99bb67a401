"""Marks from the office's stock, bound to the objects that may leave (R-EXIT-08, R-EXIT-12)."""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import Office, Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from relics.reviews.models import Mark, Review, ReviewItem
from relics.reviews.rules import issue_refusals, mark_refusal

from .acts import locked, trail


def stock_marks(
    office: Office,
    numbers: Iterable[str],
    *,
    medium: str,
    kind: str = Mark.Kind.EXIT,
    by: User,
) -> list[Mark]:
    """Enter blank marks by the numbers of the authority's series (R-EXIT-19). Issuer's verb."""
    if not holds_role(by, Role.ISSUER, office.party_id):
        raise NotAllowed(Refusal("no_right", _("只有签发人可以登记标识库存。"), "R-EXIT-12"))
    cleaned = [number.strip() for number in numbers if number.strip()]
    if not cleaned:
        raise NotAcceptable(Refusal("numbers_missing", _("请填写标识编号。"), "R-EXIT-19"))
    with transaction.atomic():
        try:
            with transaction.atomic():
                marks = Mark.objects.bulk_create(
                    [
                        Mark(office=office, number=number, kind=kind, medium=medium, custodian=by)
                        for number in cleaned
                    ]
                )
        except IntegrityError as error:
            raise Conflict(
                Refusal("mark_known", _("所填编号中有的已登记。"), "R-EXIT-12", _("请核对编号。"))
            ) from error
        write_trail(
            f"office:{office.pk}",
            "mark.stock",
            by=by,
            subject=f"office:{office.pk}",
            after={"numbers": cleaned, "kind": kind, "medium": medium},
            acting_for=office.party.name,
        )
    return marks


def bind_marks(review: Review, marks: Mapping[int, Mark], *, by: User) -> Review:
    """Bind a blank mark to every permitted item (by item id); then the papers can be issued."""
    with engine.turn(review.case, "mark", by=by):
        held = locked(review)
        items = {
            item.pk: item
            for item in held.items.select_for_update(of=("self",)).filter(
                status=ReviewItem.Outcome.PERMIT
            )
        }
        if set(items) != set(marks):
            raise NotAcceptable(
                Refusal("marks_missing", _("每一件准予出境的文物都须加贴标识。"), "R-EXIT-08")
            )
        stock = {
            mark.pk: mark
            for mark in Mark.objects.select_for_update(of=("self",))
            .select_related("office")
            .filter(pk__in=[mark.pk for mark in marks.values()])
            .order_by("pk")
        }
        for key, mark in marks.items():
            item, blank = items[key], stock[mark.pk]
            item.review = held
            require(mark_refusal(blank, item), error=Conflict)
            blank.item, blank.bound_by, blank.bound_at = item, by, timezone.now()
            blank.bind()
            blank.save(update_fields=["status", "item", "bound_by", "bound_at"])
        for refusal in issue_refusals(held):
            raise Conflict(refusal)
        held.rules.marked(held, list(items.values()), by=by)
        held.label()
        held.save(update_fields=["status"])
        trail(
            held,
            "mark.bind",
            by=by,
            before="decided",
            after="labelled",
            marks={str(items[key].sequence): mark.number for key, mark in marks.items()},
        )
    return held
