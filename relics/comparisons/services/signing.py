"""Two people sign whether it is the object (R-TEMP-06, R-GEN-17)."""

from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, Refusal, require
from approvals.record.services import post_outbox
from relics.comparisons.models import Comparison, MarkSeen, Signature
from relics.comparisons.papers import prepare_sheet
from relics.comparisons.rules import RECORDERS, evidence_refusals, match_refusal, open_refusal

from .acts import acting, content_of, signed, trail

PEOPLE = 2


def sign(comparison: Comparison, *, says: str, reason: str = "", by: User) -> Signature:
    """Sign that it is the object (`match`) or that it differs (`differs`, with a reason).

    Everything must have been presented. The second person's signature over the same content
    concludes, and the comparison sheet (比对表) is drawn up: both say match, and it matches;
    else it is a mismatch and suspended. Raises
    Conflict: `view_missing`, `measure_missing`, `mark_not_checked`, `mark_incident`,
    `difference_found`, `signed_already`.
    """
    with acting(comparison, by=by, roles=RECORDERS) as held:
        require(open_refusal(held), error=Conflict)
        for refusal in evidence_refusals(held):
            raise Conflict(refusal)
        _check_words(held, says, reason.strip())
        content = content_of(held)
        if held.signatures.filter(officer=by, content=content).exists():
            raise Conflict(
                Refusal(
                    "signed_already",
                    _("您已对这份比对签署，须由另一人签署。"),
                    "R-TEMP-06",
                    _("请由第二名人员签署。"),
                )
            )
        at, digest = signed(by, content=content, says=says, reason=reason.strip())
        signature = Signature.objects.create(
            comparison=held,
            officer=by,
            says=says,
            reason=reason.strip(),
            content=content,
            signature=digest,
            at=at,
        )
        trail(held, "sign", by=by, reason=reason.strip(), says=says, content=content)
        _conclude(held, content, by=by)
    return signature


def _check_words(held: Comparison, says: str, reason: str) -> None:
    if says not in Signature.Says.values:
        raise NotAcceptable(Refusal("says_unknown", _("请选择相符或不符。"), "R-TEMP-06"))
    if says == Signature.Says.MATCH:
        require(match_refusal(held), error=Conflict)
    elif not reason:
        raise NotAcceptable(
            Refusal("reason_missing", _("签署“不符”须写明理由。"), "R-TEMP-06", _("请填写理由。"))
        )


def _conclude(held: Comparison, content: str, *, by: User) -> None:
    """Move on once two people have signed what now lies there."""
    said = dict(held.signatures.filter(content=content).values_list("officer", "says"))
    if len(said) < PEOPLE:
        return
    if set(said.values()) == {Signature.Says.MATCH}:
        held.match()
    else:
        held.differ()
    held.save(update_fields=["status"])
    trail(held, "conclude", by=by, before="open", officers=sorted(said))
    prepare_sheet(held, content, by=by)
    if held.mark_seen != MarkSeen.INTACT:
        post_outbox(
            "relic_office",
            "mark.incident",
            subject=f"case:{held.case_id}",
            payload={"mark": held.reference.mark_number, "seen": held.mark_seen},
        )
