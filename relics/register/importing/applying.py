"""From a report to objects in the register."""

from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.refusals import NotAcceptable, Refusal, require
from relics.register.models import ImportBatch, RelicObject
from relics.register.rules import FORM_ROW
from relics.register.services import save_import

from .report import ImportReport


def import_may_be_applied(report: ImportReport, *, only_good: bool) -> Refusal | None:
    """A file with bad rows is taken in part only when the person chose so."""
    if report.refusal is not None:
        return report.refusal
    if not report.good:
        return Refusal("import_no_good_rows", _("没有可以导入的行。"), FORM_ROW)
    if report.errors and not only_good:
        return Refusal(
            "import_has_errors",
            _("有 %(bad)d 行不能导入。") % {"bad": len(report.refused_rows)},
            FORM_ROW,
            _("请改正后重新上传，或选择只导入其余 %(good)d 行。") % {"good": len(report.good)},
        )
    return None


def apply_import(report: ImportReport, *, by: User, only_good: bool = False) -> list[RelicObject]:
    """Save every good row of `report` in one transaction and return the objects, in file order.

    For the owner's agents (R-EXIT-01). With errors in the report nothing is imported unless
    `only_good`. Each object's `batch` is the import, for `undo_import`. Raises NotAllowed,
    NotAcceptable (`import_...` or the report's refusal), Conflict (`number_taken`).
    """
    require(import_may_be_applied(report, only_good=only_good), error=NotAcceptable)
    batch = ImportBatch(
        owner=report.owner,
        filename=report.filename,
        sha256=report.sha256,
        encoding=report.encoding,
        rows=report.rows,
        imported=len(report.good),
        created_by=by,
    )
    objects = [good.object for good in report.good]
    save_import(batch, objects, by=by)
    return objects
