"""The lists of the standard as an office maintains them: columns, files, differences."""

from relics.standards.lists.columns import LISTS, Column, ListKind, list_kind
from relics.standards.lists.comparing import Difference, difference
from relics.standards.lists.reading import UnreadableList, read_list
from relics.standards.lists.shipped import Row, shipped_key, shipped_rows

__all__ = [
    "LISTS",
    "Column",
    "Difference",
    "ListKind",
    "Row",
    "UnreadableList",
    "difference",
    "list_kind",
    "read_list",
    "shipped_key",
    "shipped_rows",
]
