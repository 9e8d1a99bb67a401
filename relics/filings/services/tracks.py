"""It proves to be something else: the track changes, the sale is locked (edge cases 20, 21)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.services import stop_clock
from approvals.parties.models import User
from approvals.record.moving import move
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import post_outbox
from relics.filings.models import Filing, Purpose, SaleLock
from relics.filings.papers import issue_paper
from relics.filings.rules import officer_refusal, reason_refusal
from relics.register.models import Kind, RelicObject

from .acts import close_case, holding, office_of, trail
from .drafting import follow_filing


def found_to_be_relic(filing: Filing, *, reason: str, by: User) -> Filing:
    """An artwork proves to be a relic: the artwork track stops, its sale is locked (case 20).

    An officer of the authority signs, with the reason. Returns the drafted relic filing, with
    all that was known; the holder completes it. Relic office and customs are told.
    """
    with holding(filing) as held:
        require(officer_refusal(held, by), error=NotAllowed)
        require(reason_refusal(reason, "R-ART-01"), error=NotAcceptable)
        if held.kind == Kind.RELIC:
            raise Conflict(Refusal("relic_already", _("已按文物备案。"), "R-ART-01", ""))
        _stop(held, Kind.RELIC, reason.strip(), by)
        SaleLock.objects.get_or_create(
            object=held.object,
            lifted_at=None,
            defaults={"filing": held, "reason": reason.strip(), "by": by},
        )
        for recipient in ("relic_office", "customs"):
            post_outbox(
                recipient,
                "filing.found_to_be_relic",
                subject=f"filing:{held.pk}",
                payload={"number": held.case.number, "title": held.title, "reason": reason},
            )
        return _again_as(held, Kind.RELIC, by)


def found_not_to_be_relic(
    filing: Filing, *, kind: str, evidence: str, reason: str, by: User
) -> Filing:
    """A relic proves to be an artwork, a replica or an ordinary thing (edge case 21).

    By an officer, with the evidence (the number of the appraisal's paper); the sale is free
    again. Returns the filing drafted in its place.
    """
    with holding(filing) as held:
        require(officer_refusal(held, by), error=NotAllowed)
        require(reason_refusal(reason, "R-ART-01"), error=NotAcceptable)
        if held.kind != Kind.RELIC or kind not in Kind.values or kind == Kind.RELIC:
            raise Conflict(
                Refusal("kind_not_changed", _("只能把文物备案改为其他种类。"), "R-ART-01", "")
            )
        if not evidence.strip():
            raise NotAcceptable(
                Refusal(
                    "evidence_missing",
                    _("须有鉴定依据，如证明或鉴定结论的编号。"),
                    "R-ART-01",
                    _("请填写依据的编号。"),
                )
            )
        said = f"{reason.strip()}（{evidence.strip()}）"
        _stop(held, kind, said, by)
        _lift(held.object, said, by)
        return _again_as(held, kind, by)


def lift_sale_lock(filing: Filing, *, reason: str, by: User) -> None:
    """The relic may lawfully be sold: an officer of its authority lifts the lock, with reason."""
    with holding(filing) as held:
        require(officer_refusal(held, by), error=NotAllowed)
        require(reason_refusal(reason, "R-ART-01"), error=NotAcceptable)
        if not _lift(held.object, reason.strip(), by):
            raise Conflict(Refusal("not_locked", _("没有锁定。"), "R-ART-01", ""))
        trail(held, "lift_sale_lock", by=by, reason=reason.strip())


def _lift(thing: RelicObject, reason: str, by: User) -> int:
    locks = SaleLock.objects.filter(object=thing, lifted_at__isnull=True)
    return locks.update(lifted_at=timezone.now(), lifted_by=by, lifted_because=reason)


def _stop(filing: Filing, kind: str, reason: str, by: User) -> None:
    before = move(filing, "stop")
    RelicObject.objects.filter(pk=filing.object_id).update(kind=kind)
    engine.cancel(filing.case)
    stop_clock(filing.case, "completeness", because="stopped")
    close_case(filing.case)
    trail(
        filing,
        "retrack",
        by=by,
        before=before,
        reason=reason,
        kind=kind,
        acting_for=office_of(filing),
    )
    issue_paper(filing, "filing_stopped", reason=reason, by=by)


def _again_as(filing: Filing, kind: str, by: User) -> Filing:
    purposes = [one for one in filing.purposes if kind != Kind.RELIC or one != Purpose.SALE]
    return follow_filing(filing, kind=kind, purposes=purposes, by=by)
