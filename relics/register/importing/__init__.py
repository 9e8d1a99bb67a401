"""Import of a table of objects (批量导入): read it, look at the report, then apply it or not."""

from relics.register.services import undo_import

from .applying import apply_import
from .reading import MOST_ROWS, read_import
from .report import Duplicate, GoodRow, ImportReport, RowFault
from .tables import errors_csv, safe_cell, template_xlsx

__all__ = [
    "MOST_ROWS",
    "Duplicate",
    "GoodRow",
    "ImportReport",
    "RowFault",
    "apply_import",
    "errors_csv",
    "read_import",
    "safe_cell",
    "template_xlsx",
    "undo_import",
]
