"""Opening and closing a book, its cycle, and the lines on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, User, Zone
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from exhibitions.books.models import Account, Book, Cycle, Line
from exhibitions.books.rules import closed_refusal, customs_right, cycle_refusal, holder_right
from relics.register.models import RelicObject

CORRECTED = ("hs_code", "name", "model", "unit", "price", "currency", "origin_country")


@dataclass(frozen=True)
class LineWords:
    """What a new line says of its object. Without an item number the book numbers it itself."""

    object: RelicObject
    hs_code: str
    unit: str
    price: Decimal
    currency: str
    name: str = ""
    model: str = ""
    origin_country: str = ""
    item_number: str = ""


def open_book(
    holder: Party,
    *,
    zone: Zone,
    customs: Party,
    number: str,
    nature: str = Book.Nature.BONDED,
    opened_on: date,
    by: User,
) -> Book:
    """Customs opens a book for an enterprise under its own number (R-CENT-03)."""
    require(customs_right(customs, by), error=NotAllowed)
    if holder.kind != Party.Kind.ENTERPRISE:
        raise NotAcceptable(
            Refusal("holder_is_no_firm", _("账册只为企业设立。"), "R-BOND-11", _("请选择企业。"))
        )
    book = Book(
        holder=holder,
        zone=zone,
        customs=customs,
        number=number.strip(),
        nature=nature,
        opened_on=opened_on,
        opened_by=by,
    )
    book.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            book.save()
            facts = {"number": book.number, "nature": nature, "zone": zone.code}
            _told(book, "open", by, after={**facts, "holder": holder.name})
    except IntegrityError as error:
        raise Conflict(
            Refusal(
                "book_stands_already",
                _("该编号已有账册，或企业在本区已有同类账册。"),
                "R-CENT-03",
                _("请核对账册编号和企业。"),
            )
        ) from error
    return book


def close_book(book: Book, *, by: User) -> Book:
    """Customs closes a book with nothing left on it."""
    require(customs_right(book.customs, by), error=NotAllowed)
    with transaction.atomic():
        held = Book.objects.select_for_update().get(pk=book.pk)
        require(closed_refusal(held), error=Conflict)
        # Locked, so that what is being posted comes before the closing or is refused.
        lines = list(held.lines.select_for_update().order_by("pk").values_list("account"))
        left = sum(account not in (Account.OUTSIDE, Account.GONE) for (account,) in lines)
        if left:
            raise Conflict(
                Refusal(
                    "book_not_empty",
                    _("账册还有 %(n)d 件未核减，不能停用。") % {"n": left},
                    "R-CENT-03",
                    _("请先办结这些账册行。"),
                )
            )
        held.closed_on = timezone.localdate()
        held.save(update_fields=["closed_on"])
        _told(held, "close", by, after={"closed_on": held.closed_on})
    return held


@transaction.atomic
def choose_cycle(book: Book, months: int, *, starts_on: date, by: User) -> Cycle:
    """The holder chooses its own write-off cycle, where the zone lets it (notice item 1)."""
    require(holder_right(book, by), error=NotAllowed)
    require(cycle_refusal(book, months, starts_on, timezone.localdate()), error=NotAcceptable)
    chosen, made = Cycle.objects.get_or_create(
        book=book, starts_on=starts_on, defaults={"months": months, "chosen_by": by}
    )
    if not made and chosen.months != months:
        raise Conflict(Refusal("cycle_chosen", _("这一天起的核销周期已经选定。"), "R-CENT-05", ""))
    _told(book, "choose_cycle", by, after={"months": months, "starts_on": starts_on})
    return chosen


@transaction.atomic
def open_lines(book: Book, words: Sequence[LineWords], *, by: User) -> list[Line]:
    """File lines on the book (账册备案): one for each object, nothing on them yet.

    An object whose line here is still open keeps that line; it is not filed twice.
    """
    require(holder_right(book, by), error=NotAllowed)
    held = Book.objects.select_for_update().get(pk=book.pk)
    require(closed_refusal(held), error=Conflict)
    standing = held.lines.exclude(account=Account.GONE).filter(
        object__in=[one.object.pk for one in words]
    )
    known = {line.object_id: line for line in standing}
    after = held.lines.aggregate(last=Max("sequence"))["last"] or 0
    fresh = [one for one in words if one.object.pk not in known]
    lines = [_line(held, one, after + place, by) for place, one in enumerate(fresh, start=1)]
    try:
        with transaction.atomic():
            made = Line.objects.bulk_create(lines)
    except IntegrityError as error:
        refusal = Refusal(
            "item_number_taken", _("料号在本账册已有。"), "R-CENT-03", _("请换一个料号。")
        )
        raise Conflict(refusal) from error
    if made:
        _told(held, "open_lines", by, after={"lines": [line.sequence for line in made]})
    by_object = known | {line.object_id: line for line in made}
    return [by_object[one.object.pk] for one in words]


def _line(book: Book, words: LineWords, sequence: int, by: User) -> Line:
    thing = words.object
    line = Line(
        book=book,
        sequence=sequence,
        item_number=words.item_number.strip() or f"{book.number}-{sequence:06d}"[-30:],
        object=thing,
        hs_code=words.hs_code.strip(),
        name=(words.name or thing.name)[:200],
        model=words.model[:500],
        unit=words.unit.strip(),
        price=words.price,
        currency=words.currency.strip(),
        origin_country=words.origin_country.strip(),
        opened_by=by,
    )
    line.clean_fields(exclude=["book", "object", "opened_by"])
    if line.price <= 0:
        raise NotAcceptable(
            Refusal("price_missing", _("申报单价应大于零。"), "R-CENT-03", _("请填写单价。"))
        )
    if thing.quantity != 1:
        raise NotAcceptable(
            Refusal(
                "one_object_one_line",
                _("“%(name)s”登记为 %(amount)s；账册一物一行，数量为一。")
                % {"name": thing.name, "amount": thing.amount},
                "R-CENT-03",
                _("请在登记中逐件分开后再备案。"),
            )
        )
    return line


@transaction.atomic
def correct_line(
    line: Line, values: dict[str, Any], *, amendment: str, reason: str, by: User
) -> Line:
    """Customs corrects what a line says, on its own amendment record; the unit does not move."""
    require(customs_right(line.book.customs, by), error=NotAllowed)
    if not amendment.strip() or not reason.strip():
        raise NotAcceptable(
            Refusal("amendment_missing", _("更正须有海关更正记录编号和理由。"), "R-CENT-03", "")
        )
    held = Line.objects.select_for_update().select_related("book").get(pk=line.pk)
    changed = {
        name: value
        for name, value in values.items()
        if name in CORRECTED and getattr(held, name) != value
    }
    before = {name: getattr(held, name) for name in changed}
    for name, value in changed.items():
        setattr(held, name, value)
    held.clean_fields(exclude=["book", "object", "opened_by", "account"])
    if changed:
        held.save(update_fields=list(changed))
        after = {**changed, "line": held.sequence, "amendment": amendment.strip()}
        _told(held.book, "correct_line", by, before=before, after=after, reason=reason.strip())
    return held


def _told(
    book: Book,
    verb: str,
    by: User,
    *,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    subject = f"book:{book.pk}"
    write_trail(
        book.chain,
        f"books.{verb}",
        by=by,
        subject=subject,
        before=before,
        after=after,
        reason=reason,
    )
