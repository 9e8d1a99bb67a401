"""What the room keeps: account books, their lines, what was posted on them, cycles settled."""

from .book import Book, Cycle, Settlement
from .line import Line
from .posting import IN_STOCK, MOVES, Account, Document, Move, Posting

__all__ = [
    "IN_STOCK",
    "MOVES",
    "Account",
    "Book",
    "Cycle",
    "Document",
    "Line",
    "Move",
    "Posting",
    "Settlement",
]
