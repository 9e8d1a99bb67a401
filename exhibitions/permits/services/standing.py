"""Suspension and revocation: drafted from facts, signed by customs, lifted when all is well."""

from django.utils import timezone, translation

from approvals.cases import engine
from approvals.cases.models import AdverseAct
from approvals.cases.services import draft_adverse_act
from approvals.certificates.services import prepare_certificate
from approvals.parties.models import User
from approvals.record.moving import move, not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, require
from approvals.record.services import CLOCKWORK, Actor
from exhibitions.permits.models import DisplayPermit, Ground, Suspension
from exhibitions.permits.papers import REVOCATION, SUSPENSION, grounds, refusal_content
from exhibitions.permits.queries import items_of
from exhibitions.permits.rules import RULE, customs_refusal, reason_refusal, stops_of

from .acts import holding, tell, trail
from .paper import move_paper

S = DisplayPermit.Status


def draft_suspension(
    permit: DisplayPermit, *, reason: str, ground: str = Ground.CUSTOMS, by: User
) -> AdverseAct:
    """Leave a suspension for an officer of customs to sign, with its ground."""
    require(reason_refusal(reason, "R-GEN-10"), error=NotAcceptable)
    with holding(permit) as held:
        require(customs_refusal(held.showroom.customs, by), error=NotAllowed)
        if held.status != S.ACTIVE:
            raise Conflict(not_now(held))
        return _draft(held, SUSPENSION, ground, reason.strip(), by)


def _draft(permit: DisplayPermit, kind: str, ground: str, reason: str, by: Actor) -> AdverseAct:
    return draft_adverse_act(
        permit.case,
        kind,
        facts=reason,
        reason=reason,
        ground=grounds(),
        occasion=f"ground:{ground}",
        by=by,
    )


def watch_permits(
    *, operator: int | None = None, site: int | None = None, guarantee: int | None = None
) -> list[AdverseAct]:
    """Draft a suspension for every show that a fact stops; nothing for those that may go on.

    Run nightly, and at once when a tier falls, a guarantee is short or a place ends. New legs
    are barred by the fact itself (`rules.leg_refusal`), whether or not somebody signs.
    """
    shows = DisplayPermit.objects.filter(status=S.ACTIVE)
    if operator is not None:
        shows = shows.filter(showroom__operator=operator)
    if site is not None:
        shows = shows.filter(site=site)
    if guarantee is not None:
        shows = shows.filter(guarantee=guarantee)
    drafts = []
    for permit in shows.select_related("case").order_by("pk"):
        with holding(permit) as held, translation.override("zh-hans"):
            found = next(iter(stops_of(held)), None) if held.status == S.ACTIVE else None
            if found is not None:
                ground, refusal = found
                drafts.append(_draft(held, SUSPENSION, ground, str(refusal.sentence), CLOCKWORK))
    return drafts


def suspension_signed(act: AdverseAct, officer: User) -> None:
    """Nothing more goes out; what is out stays where it is until customs says otherwise."""
    with holding(_of(act)) as held:
        before = move(held, "suspend")
        ground = act.occasion.removeprefix("ground:")
        Suspension.objects.create(
            permit=held, ground=ground if ground in Ground.values else Ground.CUSTOMS, act=act
        )
        trail(
            held,
            "suspend",
            by=officer,
            before=before,
            reason=act.reason,
            acting_for=held.showroom.customs.name,
        )
        _issue(held, act, SUSPENSION, officer)
        move_paper(held, "suspend", reason=act.reason, by=officer)
        tell(held, "display.suspended", ground=ground)


def resume_permit(permit: DisplayPermit, *, reason: str, by: User) -> DisplayPermit:
    """Customs lifts the suspension, when no fact stands against it any more (edge case 37)."""
    with holding(permit) as held:
        require(customs_refusal(held.showroom.customs, by), error=NotAllowed)
        require(reason_refusal(reason, RULE), error=NotAcceptable)
        if held.status != S.SUSPENDED:
            raise Conflict(not_now(held))
        require(next((one for _ground, one in stops_of(held)), None), error=Conflict)
        before = move(held, "resume")
        held.suspensions.filter(lifted_at__isnull=True).update(
            lifted_at=timezone.now(), lifted_by=by, lifted_because=reason.strip()
        )
        trail(
            held,
            "resume",
            by=by,
            before=before,
            reason=reason.strip(),
            acting_for=held.showroom.customs.name,
        )
        move_paper(held, "reinstate", reason=reason, by=by)
        tell(held, "display.resumed")
    return held


def draft_revocation(permit: DisplayPermit, *, reason: str, by: User) -> AdverseAct:
    """Leave a revocation for an officer of customs to sign."""
    require(reason_refusal(reason, "R-GEN-10"), error=NotAcceptable)
    with holding(permit) as held:
        require(customs_refusal(held.showroom.customs, by), error=NotAllowed)
        if held.status not in (S.APPROVED, S.GUARANTEED, S.ACTIVE, S.SUSPENDED):
            raise Conflict(not_now(held))
        return _draft(held, REVOCATION, Ground.CUSTOMS, reason.strip(), by)


def revocation_signed(act: AdverseAct, officer: User) -> None:
    """The permit ends; what is out must come back, and customs closes it then."""
    with holding(_of(act)) as held:
        before = move(held, "revoke")
        held.suspensions.filter(lifted_at__isnull=True).update(
            lifted_at=timezone.now(), lifted_by=officer, lifted_because=act.reason[:500]
        )
        trail(
            held,
            "revoke",
            by=officer,
            before=before,
            reason=act.reason,
            acting_for=held.showroom.customs.name,
        )
        _issue(held, act, REVOCATION, officer)
        move_paper(held, "revoke", reason=act.reason, by=officer)
        engine.go_back(held.case, "close")
        tell(held, "display.revoked")


def _of(act: AdverseAct) -> DisplayPermit:
    return DisplayPermit.objects.select_related("case").get(case=act.case_id)


def _issue(permit: DisplayPermit, act: AdverseAct, kind: str, officer: User) -> None:
    content = refusal_content(permit, items_of(permit), act)
    prepare_certificate(permit.case, kind, content, by=officer)
