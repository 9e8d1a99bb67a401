"""What may be posted, opened, chosen and settled, and why not."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.parties.models import Party, Role
from approvals.parties.queries import Anyone, memberships_of
from approvals.parties.sides import FIRMS_PEOPLE
from approvals.policies.queries import policy
from approvals.record.refusals import Refusal

from .models import IN_STOCK, MOVES, Account, Book, Line, Move
from .policies import CYCLE_BY_HOLDER

BY_HOLDER = frozenset({Move.EXPECT, Move.CALL_OFF_COMING, Move.COMMIT, Move.CALL_OFF_GOING})
"""What the holder announces by itself; what really came or went is customs' word."""


def posting_right(book: Book, move: str, by: Anyone) -> Refusal | None:
    """The holder announces and calls off; customs says what came and what went (R-BOND-02)."""
    allowed = Q(role=Role.CUSTOMS, party=book.customs_id)
    if move in BY_HOLDER:
        allowed |= Q(role__in=FIRMS_PEOPLE, party=book.holder_id)
    if memberships_of(by).filter(allowed).exists():
        return None
    if move in BY_HOLDER:
        return Refusal("no_right", _("只有账册的经营企业或主管海关可以记这一笔。"), "R-BOND-02")
    return Refusal("no_right", _("实际增减和更正由主管海关记账。"), "R-BOND-02")


def customs_right(customs: Party, by: Anyone) -> Refusal | None:
    """Books are opened, settled and closed by the customs that keeps them (R-BOND-01)."""
    if memberships_of(by).filter(role=Role.CUSTOMS, party=customs).exists():
        return None
    return Refusal("no_right", _("只有主管海关可以办理。"), "R-BOND-01")


def holder_right(book: Book, by: Anyone) -> Refusal | None:
    """The enterprise's own acts."""
    if memberships_of(by).filter(role__in=FIRMS_PEOPLE, party=book.holder_id).exists():
        return None
    return Refusal("no_right", _("只有账册的经营企业可以办理。"), "R-BOND-01")


def closed_refusal(book: Book) -> Refusal | None:
    """Nothing is posted on a book that is closed."""
    if book.closed_on is None:
        return None
    words = {"book": book.number, "day": book.closed_on}
    return Refusal(
        "book_closed",
        _("账册 %(book)s 已于 %(day)s 停用，不能记账。") % words,
        "R-CENT-03",
        _("请使用本企业现行的账册。"),
    )


def standing_refusal(lines: Iterable[Line], move: str) -> Refusal | None:
    """Each unit must stand where the move takes it from; the first that does not is named."""
    debit = MOVES[move][0]
    for line in lines:
        if line.account != debit:
            words = {
                "n": line.sequence,
                "name": line.name,
                "now": Account(line.account).label,
                "move": Move(move).label,
            }
            return Refusal(
                "unit_elsewhere",
                _("第 %(n)d 行“%(name)s”目前%(now)s，不能记“%(move)s”。") % words,
                "R-CENT-03",
                _("请刷新账册，核对该行的记账记录。"),
            )
    return None


def stock_elsewhere_refusal(lines: Iterable[Line]) -> Refusal | None:
    """One object is stock of one book only (notice items 12, 14)."""
    mine = {line.object_id: line for line in lines}
    others = Line.objects.filter(object__in=mine, account__in=IN_STOCK).select_related("book")
    for other in others.exclude(pk__in=[line.pk for line in mine.values()]):
        words = {"name": other.name, "book": other.book.number, "n": other.sequence}
        return Refusal(
            "stock_of_another_book",
            _("“%(name)s”已在账册 %(book)s 第 %(n)d 行在账，不能重复入账。") % words,
            "R-CENT-03",
            _("请先在该账册核减。"),
        )
    return None


def taken_meanwhile() -> Refusal:
    """The database had another word: somebody posted the same object at the same moment."""
    return Refusal(
        "taken_meanwhile",
        _("同一物品刚刚在别处记账，本次未记。"),
        "R-CENT-03",
        _("请刷新账册后重试。"),
    )


def cycle_refusal(book: Book, months: int, starts_on: date, today: date) -> Refusal | None:
    """The firm chooses its cycle only where its zone lets it, and never backwards."""
    if not policy(CYCLE_BY_HOLDER.key, book.zone.party, book.customs):
        return Refusal(
            "cycle_not_chosen_here",
            _("本区未开放企业自定核销周期。"),
            "R-CENT-05",
            _("按本区统一周期核销；如需调整请向主管海关提出。"),
        )
    if not 1 <= months <= 12:
        return Refusal("cycle_length", _("核销周期为1至12个月。"), "R-CENT-05", "")
    if starts_on < today:
        return Refusal(
            "cycle_backwards", _("核销周期不能从过去起算。"), "R-CENT-05", _("请选择今天或以后。")
        )
    return None
