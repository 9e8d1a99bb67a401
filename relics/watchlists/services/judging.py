"""Two officers say whether an object is the listed one; two who agree settle it (edge case 18)."""

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.parties.models import Role, User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from relics.watchlists.models import Candidate, CandidateVerdict, Freeze
from relics.watchlists.queries import barring_freeze, holds_any, last_case_of, owners_of
from relics.watchlists.recusal import recusal_refusal
from relics.watchlists.rules import JUDGES, role_refusal, verdict_refusal
from relics.watchlists.wording import reasons_in_words

from .freezing import freeze_object

PEOPLE = 2


def judge_candidate(candidate: Candidate, *, says: str, reason: str, by: User) -> CandidateVerdict:
    """Sign that it is the listed object (`confirmed`) or is not (`dismissed`), with a reason.

    Two different officers of the office who agree settle it: confirmed, the object is frozen in
    their two names. Where they differ it stays open (`disputed`) for an approver who has not
    spoken yet. Raises NotAllowed, or Conflict `candidate_settled`, `signed_already`.
    """
    require(role_refusal(candidate.office, by, JUDGES), error=NotAllowed)
    _check_words(says, reason)
    with transaction.atomic():
        held = (
            Candidate.objects.select_for_update(of=("self",))
            .select_related("object__owner", "entry__watch_list", "office__party")
            .get(pk=candidate.pk)
        )
        parties = owners_of(held.object, last_case_of(held.object))
        require(recusal_refusal(parties, by), error=NotAllowed)
        _check_turn(held, by)
        verdict = CandidateVerdict.objects.create(
            candidate=held, officer=by, says=says, reason=reason.strip()
        )
        before = held.status
        _settle(held, verdict)
        write_trail(
            f"object:{held.object_id}",
            "watchlist.judge",
            by=by,
            subject=f"candidate:{held.pk}",
            before={"status": before},
            after={"status": held.status, "says": says, "entry": held.entry_id},
            reason=verdict.reason,
            acting_for=held.office.party.name,
        )
    return verdict


def _check_words(says: str, reason: str) -> None:
    if says not in CandidateVerdict.Says.values:
        raise NotAcceptable(Refusal("says_unknown", _("请选择属实或排除。"), "R-TEMP-07"))
    if not reason.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("签署意见须写明理由。"), "R-TEMP-07", _("请填写核实情况。"))
        )


def _check_turn(held: Candidate, by: User) -> None:
    """What differs goes to an approver; before that any two officers speak."""
    require(verdict_refusal(held, by), error=Conflict)
    if held.status == Candidate.Status.DISPUTED and not holds_any(
        by, held.office, (Role.APPROVER,)
    ):
        raise NotAllowed(
            Refusal(
                "approver_decides",
                _("两人意见不一，须由本机构审批人认定。"),
                "R-TEMP-07",
                _("请由审批人办理。"),
            )
        )


def _settle(held: Candidate, verdict: CandidateVerdict) -> None:
    """Move on once two people have spoken; confirmed by two, the object is frozen."""
    said = list(held.verdicts.select_related("officer").order_by("pk"))
    agreeing = [one for one in said if one.says == verdict.says]
    if len(agreeing) >= PEOPLE:
        if verdict.says == CandidateVerdict.Says.CONFIRMED:
            held.confirm()
        else:
            held.dismiss()
    elif len(said) >= PEOPLE:
        held.dispute()
    else:
        return
    held.save(update_fields=["status"])
    if held.status == Candidate.Status.CONFIRMED and barring_freeze(held.object) is None:
        freeze_object(
            held.object,
            ground=Freeze.Ground.LISTED,
            facts=_facts(held, agreeing),
            by=verdict.officer,
            second=agreeing[0].officer,
            candidate=held,
        )


def _facts(held: Candidate, agreeing: list[CandidateVerdict]) -> str:
    """What the two officers found, as the freeze keeps it."""
    entry = held.entry
    lines = [
        _("与“%(list)s”第 %(key)s 号“%(name)s”相符。")
        % {"list": entry.watch_list, "key": entry.key, "name": entry.name},
        _("；").join(reasons_in_words(held)),
        *(f"{one.officer}{_('：')}{one.reason}" for one in agreeing),
    ]
    return "\n".join(lines)
