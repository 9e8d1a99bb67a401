"""The authority's verbs: take on file, return, refuse, confirm or decline a change."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Clock
from approvals.cases.services import stop_clock
from approvals.parties.models import User
from approvals.record.moving import move
from approvals.record.refusals import Conflict, NotAcceptable, Refusal, require
from relics.filings.models import Act, Filing, FilingVersion, Point
from relics.filings.models.filing import CONTENT
from relics.filings.papers import issue_paper
from relics.filings.rules import cites_refusal, reason_refusal

from .acts import close_case, keep_version, locked, office_of, trail


def accept_filing(filing: Filing, *, by: User) -> Filing:
    """Take the filing on file; the receipt is issued. CITES papers must be there (R-ART-10)."""
    with engine.turn(filing.case, "examine", by=by):
        held = locked(filing)
        require(cites_refusal(held, "one"), error=Conflict)
        before = move(held, "activate")
        stop_clock(held.case, "completeness", because="accepted")
        trail(held, "accept", by=by, before=before, acting_for=office_of(held))
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
        trail(held, "return", by=by, before=before, acting_for=office_of(held), points=len(told))
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
        why, office = reason.strip(), office_of(held)
        trail(held, "refuse", by=by, before=before, reason=why, acting_for=office)
        issue_paper(held, "filing_refusal", reason=why, by=by)
    return held


def confirm_change(filing: Filing, *, by: User) -> Filing:
    """The changed version holds; its confirmation is issued."""
    with engine.turn(filing.case, "confirm", by=by):
        held = locked(filing)
        require(cites_refusal(held, "one"), error=Conflict)
        before = move(held, "settle_change")
        trail(held, "confirm_change", by=by, before=before, acting_for=office_of(held))
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
            acting_for=office_of(held),
        )
        issue_paper(held, "filing_refusal", reason=reason.strip(), by=by)
    return held
