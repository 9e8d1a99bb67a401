"""The authorities' verbs: examine, return, refuse, confirm, approve, release, change the track."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Clock
from approvals.cases.services import stop_clock
from approvals.parties.models import Party, Port, Role, User
from approvals.parties.queries import holds_role, parties_of
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import post_outbox, write_trail
from relics.filings.cites import COPY_DAYS
from relics.filings.models import (
    Act,
    AnnexRow,
    CitesPaper,
    CustomsRelease,
    Filing,
    FilingVersion,
    Point,
    ProvincialApproval,
)
from relics.filings.models.filing import CONTENT
from relics.filings.papers import issue_paper
from relics.filings.rules import (
    annex_differences,
    approval_refusal,
    cites_refusal,
    officer_refusal,
    reason_refusal,
)

from .acts import close_case, holding, keep_version, locked, move, not_now, trail


def _office(filing: Filing) -> str:
    return filing.case.office.name if filing.case.office else ""


def accept_filing(filing: Filing, *, by: User) -> Filing:
    """Take the filing on file; the receipt is issued. CITES papers must be there (R-ART-10)."""
    with engine.turn(filing.case, "examine", by=by):
        held = locked(filing)
        require(cites_refusal(held, "one"), error=Conflict)
        before = move(held, "activate")
        stop_clock(held.case, "completeness", because="accepted")
        trail(held, "accept", by=by, before=before, acting_for=_office(held))
        issue_paper(held, "filing_receipt", by=by)
    return held


def return_filing(filing: Filing, points: Iterable[tuple[str, str]], *, by: User) -> Filing:
    """Return it once, with one list of everything that is missing (R-GEN-03).

    `points` are pairs of a field (or "") and what is to be put right. Refused a second time,
    and once the five working days are over: then the file counts as complete.
    """
    told = [(field, text.strip()) for field, text in points if text.strip()]
    with engine.turn(filing.case, "examine", by=by):
        held = locked(filing)
        if not told:
            raise NotAcceptable(
                Refusal("points_missing", _("请一次列明全部补正内容。"), "R-GEN-03", "")
            )
        require(_return_refusal(held), error=Conflict)
        Point.objects.bulk_create(
            [Point(filing=held, field=field, text=text) for field, text in told]
        )
        before = move(held, "return_for_fix")
        stop_clock(held.case, "completeness", because="correction_sent")
        trail(held, "return", by=by, before=before, acting_for=_office(held), points=len(told))
        issue_paper(held, "filing_correction", points=told, by=by)
    return held


def _return_refusal(filing: Filing) -> Refusal | None:
    if filing.points.exists():
        return Refusal(
            "told_already",
            _("补正只能一次性告知，本备案已告知过。"),
            "R-GEN-03",
            _("请决定予以备案或者不予备案。"),
        )
    running = Clock.objects.filter(
        case=filing.case, kind="completeness", stopped_at__isnull=True, beyond_calendar=False
    ).first()
    if running is not None and running.due_on < timezone.localdate():
        return Refusal(
            "told_too_late",
            _("五个工作日内未告知补正，视为材料齐全。"),
            "R-GEN-03",
            _("请决定予以备案或者不予备案。"),
        )
    return None


def refuse_filing(filing: Filing, *, reason: str, by: User) -> Filing:
    """Not taken on file: an officer signs reason, ground and rights (R-GEN-10)."""
    with engine.turn(filing.case, "examine", by=by):
        held = locked(filing)
        require(reason_refusal(reason, "R-GEN-10"), error=NotAcceptable)
        before = move(held, "refuse")
        stop_clock(held.case, "completeness", because="refused")
        close_case(held.case)
        trail(held, "refuse", by=by, before=before, reason=reason.strip(), acting_for=_office(held))
        issue_paper(held, "filing_refusal", reason=reason.strip(), by=by)
    return held


def confirm_change(filing: Filing, *, by: User) -> Filing:
    """The changed version holds; its confirmation is issued."""
    with engine.turn(filing.case, "confirm", by=by):
        held = locked(filing)
        require(cites_refusal(held, "one"), error=Conflict)
        before = move(held, "settle_change")
        trail(held, "confirm_change", by=by, before=before, acting_for=_office(held))
        issue_paper(held, "filing_change", by=by)
    return held


def decline_change(filing: Filing, *, reason: str, by: User) -> Filing:
    """What stood before holds again, as a version of its own, and the holder is told why."""
    with engine.turn(filing.case, "confirm", by=by):
        held = locked(filing)
        require(reason_refusal(reason, "R-GEN-10"), error=NotAcceptable)
        _new, before_it = FilingVersion.objects.filter(filing=held).order_by("-number")[:2]
        for name in CONTENT:
            setattr(held, name, before_it.snapshot.get(name))
        held.full_clean(exclude=["case", "object", "status"], validate_constraints=False)
        before = move(held, "settle_change", *CONTENT)
        keep_version(held, Act.RESTORE, by=by, reason=reason)
        trail(
            held,
            "decline_change",
            by=by,
            before=before,
            reason=reason.strip(),
            acting_for=_office(held),
        )
        issue_paper(held, "filing_refusal", reason=reason.strip(), by=by)
    return held


def record_approval(
    applicant: Party,
    *,
    number: str,
    authority: str,
    issued_on: date,
    rows: Iterable[Mapping[str, Any]],
    by: User,
    valid_to: date | None = None,
) -> ProvincialApproval:
    """Record the province's approval and its annex as the paper says (R-ART-03, R-EXIT-19).

    For officers who take filings. `rows` name author, title, size and photo_sha256. The number
    is the authority's; the same again with the same authority is the same paper (Conflict).
    """
    if not parties_of(by, Role.CULTURE, Role.INTAKE).exists():
        raise NotAllowed(Refusal("no_right", _("只有备案机构人员可以录入批准。"), "D-ROLE"))
    listed = list(rows)
    if not number.strip() or not listed:
        raise NotAcceptable(
            Refusal("approval_incomplete", _("须有批准文号和名录。"), "R-ART-05", "")
        )
    try:
        with transaction.atomic():
            approval = ProvincialApproval.objects.create(
                number=number.strip(),
                authority=authority.strip(),
                applicant=applicant,
                issued_on=issued_on,
                valid_to=valid_to,
                recorded_by=by,
            )
            AnnexRow.objects.bulk_create(
                AnnexRow(approval=approval, sequence=place, **row)
                for place, row in enumerate(listed, 1)
            )
            write_trail(
                f"party:{applicant.pk}",
                "filing.record_approval",
                by=by,
                subject=f"approval:{approval.pk}",
                after={"number": approval.number, "rows": len(listed)},
            )
    except IntegrityError as error:
        if "provincial_approval_number_once" not in str(error):
            raise
        raise Conflict(
            Refusal("number_used", _("该批准文号已录入。"), "R-EXIT-19", _("请直接选用。"))
        ) from error
    return approval


def apply_approval(filing: Filing, approval: ProvincialApproval, *, by: User) -> Filing:
    """Let it go on the approval's line that names it: author, title, size and picture (R-ART-06).

    Raises NotAcceptable with `extra["differences"]` of the nearest line where none is its own:
    other content needs a new approval.
    """
    with engine.turn(filing.case, "approve", by=by):
        held = locked(filing)
        require(approval_refusal(approval, held), error=NotAcceptable)
        compared = [(annex_differences(row, held), row) for row in approval.rows.all()]
        differing, row = min(compared, key=lambda pair: len(pair[0]))
        if differing:
            named = _("、").join(field for field, _annex, _filing in differing)
            raise NotAcceptable(
                Refusal(
                    "annex_differs",
                    _("批准名录与备案不一致：%(fields)s。") % {"fields": named},
                    "R-ART-06",
                    _("内容不同的，须由省级文化部门另行批准。"),
                ),
                extra={"differences": [list(one) for one in differing]},
            )
        held.approval_row = row
        try:
            with transaction.atomic():
                before = move(held, "approve", "approval_row")
        except IntegrityError as error:
            if "filing_annex_row_used_once" not in str(error):
                raise
            raise Conflict(
                Refusal("annex_row_used", _("名录的这一行已用于另一件。"), "R-ART-06", "")
            ) from error
        trail(
            held,
            "approve",
            by=by,
            before=before,
            number=approval.number,
            row=row.sequence,
            acting_for=_office(held),
        )
        issue_paper(held, "filing_annex", by=by)
    return held


def _customs_refusal(port: Port, by: User) -> Refusal | None:
    if holds_role(by, Role.CUSTOMS, port.customs_id):
        return None
    return Refusal("no_right", _("只有该口岸的海关可以放行。"), "R-ART-08")


def release_line_two(filing: Filing, *, declaration: str, by: User) -> CustomsRelease:
    """Customs lets it into the country, once; asked again it answers with the first release.

    Only on the province's approval, still in force, and with the CITES paper of line 2
    (R-ART-08, R-ART-10, R-BOND-13).
    """
    port = filing.port
    if port is None:
        raise Conflict(not_now(filing))
    require(_customs_refusal(port, by), error=NotAllowed)
    if (done := _passed(filing, Filing.Status.RELEASED)) is not None:
        return done
    with engine.turn(filing.case, "release", by=by):
        held = locked(filing)
        row = held.approval_row
        if row is None:
            raise Conflict(not_now(held))
        require(approval_refusal(row.approval, held), error=Conflict)
        require(cites_refusal(held, "two"), error=Conflict)
        _require_declaration(declaration)
        before = move(held, "release")
        released = _let_pass(held, port, declaration, by)
        _start_copies(held, "two", timezone.localdate())
        trail(held, "release", by=by, before=before, acting_for=port.customs.name, port=port.code)
    return released


def reexport(filing: Filing, *, port: Port, declaration: str, by: User) -> CustomsRelease:
    """Customs lets it go abroad again: no permit is asked at line 1 (R-BOND-12), once.

    A relic leaves on the relic procedures only; a named species needs its paper (R-ART-10).
    """
    require(_customs_refusal(port, by), error=NotAllowed)
    if (done := _passed(filing, Filing.Status.REEXPORTED)) is not None:
        return done
    with holding(filing) as held:
        if held.kind == "relic":
            raise Conflict(
                Refusal(
                    "relic_needs_review",
                    _("文物出境须经文物出境审核。"),
                    "R-EXIT-01",
                    _("请由备案人从本备案发起出境申请。"),
                )
            )
        require(cites_refusal(held, "one"), error=Conflict)
        _require_declaration(declaration)
        held.port = port
        before = move(held, "reexport", "port")
        released = _let_pass(held, port, declaration, by)
        _start_copies(held, "one", timezone.localdate())
        engine.cancel(held.case)
        trail(held, "reexport", by=by, before=before, acting_for=port.customs.name, port=port.code)
    return released


def _passed(filing: Filing, status: str) -> CustomsRelease | None:
    """The release that was recorded already, if it was this one."""
    return CustomsRelease.objects.filter(filing=filing, filing__status=status).first()


def _require_declaration(declaration: str) -> None:
    if not declaration.strip():
        raise NotAcceptable(Refusal("declaration_missing", _("请填写报关单号。"), "R-ART-08", ""))


def _let_pass(filing: Filing, port: Port, declaration: str, by: User) -> CustomsRelease:
    close_case(filing.case)
    post_outbox(
        "culture",
        "filing.released",
        subject=f"filing:{filing.pk}",
        payload={"number": filing.case.number, "status": filing.status, "port": port.code},
    )
    return CustomsRelease.objects.create(
        filing=filing, port=port, declaration=declaration.strip(), by=by
    )


def record_cites(
    filing: Filing,
    *,
    line: str,
    certificate_no: str,
    valid_to: date,
    by: User,
    released_on: date | None = None,
) -> CitesPaper:
    """Record the certificate of a line; `released_on` where it came in before (R-ART-10).

    By the holder or the authority. The copy is due 30 days after the release.
    """
    with holding(filing) as held:
        _require_either_side(held, by)
        if not certificate_no.strip() or valid_to < timezone.localdate():
            raise NotAcceptable(
                Refusal("cites_paper_not_valid", _("证明书须有编号且在有效期内。"), "R-ART-10", "")
            )
        paper, _new = CitesPaper.objects.get_or_create(
            filing=held,
            line=line,
            certificate_no=certificate_no.strip(),
            defaults={
                "valid_to": valid_to,
                "recorded_by": by,
                "released_on": released_on,
                "copy_due_on": released_on and released_on + timedelta(days=COPY_DAYS),
            },
        )
        trail(held, "cites", by=by, number=paper.certificate_no, line=line)
    return paper


def record_copy(paper: CitesPaper, *, by: User) -> CitesPaper:
    """The copy went back to the CITES office (R-ART-10)."""
    with holding(paper.filing) as held:
        _require_either_side(held, by)
        paper.copied_on = timezone.localdate()
        paper.save(update_fields=["copied_on"])
        trail(held, "cites_copy", by=by, number=paper.certificate_no)
    return paper


def _require_either_side(filing: Filing, by: User) -> None:
    if not holds_role(by, Role.AGENT, filing.case.acting_party.pk):
        require(officer_refusal(filing, by), error=NotAllowed)


def _start_copies(filing: Filing, line: str, day: date) -> None:
    waiting = filing.cites_papers.filter(line=line, released_on__isnull=True)
    waiting.update(released_on=day, copy_due_on=day + timedelta(days=COPY_DAYS))
