"""Rows that the register takes but no paper can print."""

from approvals.certificates.characters import UnprintableCharacter, check_coverage, clean
from approvals.certificates.fonts import printable
from relics.register.importing import ImportReport, RowFault
from relics.register.models import RelicObject

PRINTED = {
    "number": "accession_number",
    "name": "title",
    "date_text": "date_text",
    "size": "dimensions_text",
    "category": "classification",
}
"""What a paper prints of an object, and the column that it comes from."""


def refuse_unprintable(report: ImportReport) -> None:
    """A row whose words no paper can print would hold up its whole application."""
    columns = {column: heading for heading, column in report.headings.items()}
    kept = []
    for good in report.good:
        faults = [
            RowFault(good.row, columns.get(column, column), text, fault)
            for name, column in PRINTED.items()
            if (fault := _print_fault(name, text := getattr(good.object, name)))
        ]
        report.errors += faults
        if not faults:
            kept.append(good)
    report.good = kept
    report.errors.sort(key=lambda fault: fault.row)


def _print_fault(name: str, text: str) -> str:
    label = str(RelicObject._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001
    try:
        check_coverage({label: clean(text, label)}, printable())
    except UnprintableCharacter as unprintable:
        return str(unprintable)
    return ""
