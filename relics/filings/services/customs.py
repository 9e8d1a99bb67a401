"""Customs' verbs, and the papers that endangered species need at a line (R-ART-10)."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import Port, Role, User
from approvals.parties.queries import holds_role
from approvals.record.moving import move, not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import post_outbox
from relics.filings.models import CitesPaper, CustomsRelease, Filing
from relics.filings.rules import cites_refusal, release_refusal

from .acts import close_case, holding, locked, require_either_side, trail

COPY_DAYS = 30
"""Days from release within which the copy goes back to the CITES office (濒危条例 art. 21)."""


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
    if filing.approval_row is None:
        require(release_refusal(filing), error=Conflict)
    with engine.turn(filing.case, "release", by=by):
        held = locked(filing)
        require(release_refusal(held), error=Conflict)
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
        require_either_side(held, by)
        known = line in CitesPaper.Line.values and certificate_no.strip()
        if not known or valid_to < timezone.localdate():
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
        require_either_side(held, by)
        paper.copied_on = timezone.localdate()
        paper.save(update_fields=["copied_on"])
        trail(held, "cites_copy", by=by, number=paper.certificate_no)
    return paper


def _start_copies(filing: Filing, line: str, day: date) -> None:
    waiting = filing.cites_papers.filter(line=line, released_on__isnull=True)
    waiting.update(released_on=day, copy_due_on=day + timedelta(days=COPY_DAYS))
