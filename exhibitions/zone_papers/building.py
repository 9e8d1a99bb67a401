"""Papers made from what the rooms to the left know; nothing is typed again."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from approvals.parties.models import Party
from exhibitions.books.models import Book, Line, Move, Posting
from exhibitions.permits.models import DisplayPermit

from .documents import Document
from .models import PartyCode, WordCode

Codes = Mapping[tuple[str, str], str]
SHOWN_FOR_SALE = "C"
LIST_TYPES = {"in": "1", "show": "5"}
OUTWARD = (Move.COMMIT, Move.WRITE_OFF)


def _codes() -> Codes:
    return {(one.kind, one.word): one.code for one in WordCode.objects.all()}


def _party_codes(*parties: Party) -> dict[int, str]:
    found = PartyCode.objects.filter(party__in=parties)
    return dict(found.values_list("party_id", "code"))


def _day(day: date | None) -> str:
    return day.strftime("%Y%m%d") if day else ""


def _money(amount: Decimal | None, places: int) -> str:
    return "" if amount is None else f"{amount:.{places}f}"


def declaration_of(permit: DisplayPermit) -> Document:
    """业务申报表 of type C: bonded goods shown and sold outside the zone (rules §6.3, §9.10).

    A value whose code nobody has registered stays empty and is told as a fault.
    """
    room, words = permit.showroom, _codes()
    codes = _party_codes(room.customs, room.operator)
    items = permit.items.filter(is_bonded=True).select_related("object").order_by("sequence")
    found = Line.objects.filter(object__in=[one.object_id for one in items], book__nature="bonded")
    lines = {line.object_id: line for line in found.select_related("book").order_by("pk")}
    books = {line.book.number for line in lines.values()}
    head = {
        "SasDclNo": permit.business_number or str(permit.case),
        "MaserCuscd": codes.get(room.customs_id, ""),
        "DclTypecd": "1",
        "BusinessTypecd": SHOWN_FOR_SALE,
        "DirectionTypecd": "E",
        "AreainOriactNo": min(books) if books else "",
        "AreainEtpsno": codes.get(room.operator_id, ""),
        "AreainEtpsNm": room.operator.name,
        "AreainEtpsSccd": room.operator.identity_number,
        "ValidTime": _day(permit.ends_on),
        "DclEr": room.operator.name,
        "ExhibitionPlace": permit.site.address,
    }
    rows = [_declared(item, lines.get(item.object_id), words) for item in items]
    return Document("declaration", head, rows)


def _declared(item: Any, line: Line | None, words: Codes) -> dict[str, str]:
    return {
        "OriactGdsSeqno": str(line.sequence if line else ""),
        "GdsMtno": line.item_number if line else "",
        "Gdecd": item.hs_code,
        "GdsNm": item.name,
        "GdsSpcfModelDesc": item.specification,
        "DclQty": "1",
        "DclUnitcd": words.get(("unit", line.unit if line else ""), ""),
        "DclUprcAmt": _money(item.value, 4),
        "DclTotalAmt": _money(item.value, 2),
        "DclCurrcd": words.get(("currency", item.currency), ""),
        "LicenceNo": item.licence_number,
        "LicenceVaildTime": _day(item.licence_valid_to),
    }


def inventory_of(book: Book, number: str) -> Document | None:
    """核注清单 of that number, from the postings that rest on it (rules §9.11); None: none do."""
    found = Posting.objects.filter(
        line__book=book, document="inventory", document_number=number
    ).select_related("line")
    postings = list({posting.line_id: posting for posting in found.order_by("pk")}.values())
    if not postings:
        return None
    words, codes = _codes(), _party_codes(book.customs, book.holder)
    out = any(posting.move in OUTWARD for posting in postings)
    head = {
        "ListNo": number,
        "BookNo": book.number,
        "EnterpriseCode": codes.get(book.holder_id, ""),
        "EnterpriseName": book.holder.name,
        "CreditCode": book.holder.identity_number,
        "CustomsCode": codes.get(book.customs_id, ""),
        "Direction": "E" if out else "I",
        "ListType": LIST_TYPES["show" if out else "in"],
        "DeclarationFlag": "2",
        "DeclaredOn": _day(timezone.localdate(postings[0].at)),
    }
    lines = sorted((posting.line for posting in postings), key=lambda line: line.sequence)
    return Document("inventory", head, list(_listed(lines, words)))


def _listed(lines: Iterable[Line], words: Codes) -> Iterable[dict[str, str]]:
    for number, line in enumerate(lines, start=1):
        yield {
            "Sequence": str(number),
            **_of_line(line, words),
            "Quantity": "1",
            "TotalPrice": _money(line.price, 2),
            "OriginCode": words.get(("country", line.origin_country), ""),
        }


def _of_line(line: Line, words: Codes) -> dict[str, str]:
    return {
        "BookLine": str(line.sequence),
        "ItemNo": line.item_number,
        "HsCode": line.hs_code,
        "GoodsName": line.name,
        "Model": line.model,
        "UnitCode": words.get(("unit", line.unit), ""),
        "UnitPrice": _money(line.price, 4),
        "CurrencyCode": words.get(("currency", line.currency), ""),
    }


def ledger_of(book: Book) -> Document:
    """电子账册 as it stands, line by line with its four quantities (rules §9.15)."""
    words, codes = _codes(), _party_codes(book.holder)
    moved: dict[int, dict[str, str]] = {}
    real = Posting.objects.filter(line__book=book, move__in=[Move.RECEIVE, Move.WRITE_OFF])
    for posting in real.order_by("pk"):
        name = "LastIn" if posting.move == Move.RECEIVE else "LastOut"
        moved.setdefault(posting.line_id, {})[name] = _day(timezone.localdate(posting.at))
    head = {
        "BookNo": book.number,
        "EnterpriseCode": codes.get(book.holder_id, ""),
        "EnterpriseName": book.holder.name,
        "AsOf": _day(timezone.localdate()),
    }
    rows = [
        {
            **_of_line(line, words),
            "Received": str(line.received),
            "WrittenOff": str(line.written_off),
            "ExpectedIn": str(line.expected_in),
            "ExpectedOut": str(line.expected_out),
            **moved.get(line.pk, {}),
        }
        for line in book.lines.order_by("sequence")
    ]
    return Document("ledger", head, rows)
