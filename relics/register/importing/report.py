"""What reading a table found: the good rows, and every fault with its place."""

from dataclasses import dataclass, field
from typing import NamedTuple

from approvals.parties.models import Party
from approvals.record.refusals import Refusal
from relics.register.models import RelicObject


class RowFault(NamedTuple):
    """One cell that is not acceptable: line in the file, its heading, its text, and why."""

    row: int
    column: str
    value: str
    message: str


class GoodRow(NamedTuple):
    """A line of the file and the unsaved object it becomes."""

    row: int
    object: RelicObject


class Duplicate(NamedTuple):
    """A number that another line of the file (`first_row`) or the register (0) has already."""

    row: int
    number: str
    first_row: int


@dataclass
class ImportReport:
    """The whole of a reading; nothing is saved yet.

    `refusal` is set when the file as a whole cannot be taken; then there are no rows.
    `rows` counts the lines with content; each is either in `good` or has entries in `errors`
    (duplicates too, which `duplicates` lists once more). `notes` are cells that were taken,
    but not as a person may expect. `headings` maps the file's headings to our columns;
    `ignored` are headings we do not know.
    """

    owner: Party
    filename: str
    sha256: str
    encoding: str = ""
    sheet: str = ""
    rows: int = 0
    good: list[GoodRow] = field(default_factory=list)
    errors: list[RowFault] = field(default_factory=list)
    notes: list[RowFault] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    refusal: Refusal | None = None

    @property
    def refused_rows(self) -> list[int]:
        """The lines that cannot be imported, each once."""
        return sorted({fault.row for fault in self.errors})

    @property
    def is_clean(self) -> bool:
        return self.refusal is None and not self.errors
