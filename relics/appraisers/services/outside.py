"""Third-party appraisers and their reports: evidence that is added, never changed, never a vote."""

import hashlib
from collections.abc import Collection
from datetime import date
from pathlib import PurePath
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Office, Party, Role, User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal
from approvals.record.services import write_trail
from relics.appraisers.classes import TITLES
from relics.appraisers.models import OutsideAppraiser, OutsideReport, ReportNote
from relics.appraisers.queries import acting_party, holds_any
from relics.register.documents import opens_as_pdf
from relics.register.models import RelicObject

REGISTRARS = (Role.INTAKE, Role.SCHEDULER, Role.ADMINISTRATOR)
MOST_BYTES = 20 * 1024 * 1024
"""A report is no larger than this."""

RULE = "R-EXIT-04"


@transaction.atomic
def register_outside_appraiser(
    office: Office,
    *,
    institution: str,
    name: str,
    qualification: str,
    licence_no: str,
    valid_from: date,
    valid_to: date,
    by: User,
    classes: Collection[str] = (),
) -> OutsideAppraiser:
    """Enter a third-party appraiser (第三方鉴定人员登记); a renewed licence is a new row.

    By an intake officer, scheduler or administrator of the office. Raises NotAcceptable,
    Conflict where the licence is entered already.
    """
    if not holds_any(by, REGISTRARS, office):
        raise NotAllowed(Refusal("no_right", _("您没有登记第三方鉴定人员的权限。"), "D-ROLE"))
    if valid_to < valid_from:
        raise NotAcceptable(Refusal("ends_before_start", _("截止日期早于起始日期。"), ""))
    said = {"institution": institution.strip(), "name": name.strip(), "no": licence_no.strip()}
    if not all(said.values()) or not set(classes) <= set(TITLES):
        sentence = _("请写明机构、姓名、证照编号和类别。")
        raise NotAcceptable(Refusal("outside_appraiser_unnamed", sentence, RULE))
    try:
        with transaction.atomic():
            person = OutsideAppraiser.objects.create(
                office=office,
                institution=said["institution"],
                name=said["name"],
                qualification=qualification.strip(),
                licence_no=said["no"],
                classes=sorted(set(classes)),
                valid_from=valid_from,
                valid_to=valid_to,
                entered_by=by,
            )
    except IntegrityError as error:
        sentence = _("该证照已经登记。")
        raise Conflict(Refusal("outside_appraiser_known", sentence, RULE)) from error
    write_trail(
        f"office:{office.pk}",
        "outside.register",
        by=by,
        subject=f"outside:{person.pk}",
        after={**said, "from": valid_from, "to": valid_to},
    )
    return person


def submit_report(
    thing: RelicObject,
    author: OutsideAppraiser,
    file: "IO[bytes] | File[Any]",
    *,
    dated_on: date,
    conclusion: str,
    conflicts: str,
    by: User,
) -> OutsideReport:
    """Attach a third party's report to an object as evidence (第三方鉴定报告, R-EXIT-04).

    By the owner's side or an officer of an office with the object in a case, before or during
    the review. `conflicts` is what the author declares, "none" in words included. The PDF is
    checked before the transaction. The report counts as no vote. Raises NotAllowed,
    NotAcceptable (`report_...`), Conflict (`report_twice`).
    """
    side = acting_party(by, thing)
    if side is None:
        sentence = _("您不能为该文物提交鉴定报告。")
        raise NotAllowed(Refusal("no_right", sentence, "R-EXIT-01"))
    _require_dated(author, dated_on)
    if not (conclusion.strip() and conflicts.strip()):
        sentence = _("请写明报告结论和利害关系声明；没有利害关系的也须写明。")
        raise NotAcceptable(Refusal("report_says_nothing", sentence, "R-GEN-15"))
    content = file.read(MOST_BYTES + 1)
    _require_pdf(content)
    report = OutsideReport(
        object=thing,
        author=author,
        dated_on=dated_on,
        conclusion=conclusion.strip(),
        conflicts=conflicts.strip(),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        original_name=PurePath(str(getattr(file, "name", "") or "")).name[-255:],
        submitted_by=by,
        submitted_for=side,
    )
    _keep(report, content)
    return report


def _keep(report: OutsideReport, content: bytes) -> None:
    """The row, its trail and its file; the file of a report that was sent already is not kept."""
    with transaction.atomic():
        RelicObject.objects.select_for_update(of=("self",)).get(pk=report.object_id)
        if OutsideReport.objects.filter(object=report.object_id, sha256=report.sha256).exists():
            raise Conflict(Refusal("report_twice", _("这份报告已经提交过。"), RULE))
        report.file.save("report.pdf", ContentFile(content), save=False)
        report.save(force_insert=True)
        write_trail(
            f"party:{report.object.owner_id}",
            "report.submit",
            by=report.submitted_by,
            subject=f"object:{report.object_id}",
            after={"report": report.pk, "author": str(report.author), "sha256": report.sha256},
            acting_for=report.submitted_for.name,
        )


def _require_dated(author: OutsideAppraiser, dated_on: date) -> None:
    if dated_on > timezone.localdate():
        raise NotAcceptable(Refusal("report_in_future", _("报告日期不能晚于今天。"), RULE))
    if not author.valid_from <= dated_on <= author.valid_to:
        raise NotAcceptable(
            Refusal(
                "report_author_not_valid",
                _("%(name)s 的证照在报告日期 %(day)s 无效。") % {"name": author, "day": dated_on},
                RULE,
                _("请核对报告日期，或由审核机构登记其当时的证照。"),
            )
        )


def _require_pdf(content: bytes) -> None:
    """A PDF that opens without a password and has a page; nothing else is kept."""
    fix = _("请上传不加密的 PDF 文件。")
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1024**2
        sentence = _("报告文件超过 %(most)d MB。") % {"most": most}
        raise NotAcceptable(Refusal("report_too_large", sentence, RULE, fix))
    if not opens_as_pdf(content):
        sentence = _("上传的文件不是可以打开的 PDF。")
        raise NotAcceptable(Refusal("report_not_a_pdf", sentence, RULE, fix))


@transaction.atomic
def note_report(
    report: OutsideReport, text: str, *, by: User, withdraws: bool = False
) -> ReportNote:
    """Write a later word on a report; a withdrawing note leaves the report to be read.

    By who may attach reports to the object; it is withdrawn by the side that submitted it.
    """
    side: Party | None = acting_party(by, report.object)
    if side is None or (withdraws and side.pk != report.submitted_for_id):
        sentence = _("报告由提交的一方撤回；您不能办理。")
        raise NotAllowed(Refusal("no_right", sentence, "R-EXIT-01"))
    if not text.strip():
        raise NotAcceptable(Refusal("reason_missing", _("请写明附注内容。"), RULE))
    note = ReportNote.objects.create(
        report=report, text=text.strip(), withdraws=withdraws, written_by=by
    )
    write_trail(
        f"party:{report.object.owner_id}",
        "report.withdraw" if withdraws else "report.note",
        by=by,
        subject=f"object:{report.object_id}",
        after={"report": report.pk},
        reason=note.text,
        acting_for=side.name,
    )
    return note
