"""A mismatch is explained, found to be a swap, or left unexplained: by two people (§10.5)."""

from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, Refusal, require
from relics.comparisons.models import Comparison, Finding, Verdict
from relics.comparisons.papers import prepare_sheet
from relics.comparisons.rules import JUDGES, finding_refusal, mark_refusal, mismatch_refusal
from relics.register.documents import read_document
from relics.watchlists.services import freeze_object

from .acts import acting, content_of, signed, trail

PEOPLE = 2
OUTCOMES = Finding.Outcome


def explain(
    comparison: Comparison, *, cause: str, text: str, evidence: "IO[bytes] | File[Any]", by: User
) -> Finding:
    """Put forward why it differs and is the object all the same, with evidence (edge case 13).

    The evidence is a picture or a PDF. No explanation makes good a mark (edge case 14). It
    holds once two people agree (`judge_finding`).
    """
    if cause not in Finding.Cause.values:
        raise NotAcceptable(Refusal("cause_unknown", _("请选择差异原因。"), "R-TEMP-06"))
    document = read_document(evidence, rule="R-TEMP-06")
    with acting(comparison, by=by, roles=JUDGES) as held:
        require(mismatch_refusal(held), error=Conflict)
        require(mark_refusal(held), error=Conflict)
        finding = Finding(
            comparison=held,
            outcome=OUTCOMES.EXPLAINED,
            cause=cause,
            text=_worded(text),
            media_type=document.media_type,
            sha256=document.sha256,
            by=by,
        )
        finding.evidence.save("evidence", ContentFile(document.content), save=False)
        finding.save(force_insert=True)
        trail(held, "explain", by=by, reason=finding.text, cause=cause, sha256=finding.sha256)
    return finding


def suspect_swap(comparison: Comparison, *, text: str, by: User) -> Finding:
    """Say that another object seems to stand in its place. Two people confirm it or do not."""
    with acting(comparison, by=by, roles=JUDGES) as held:
        require(mismatch_refusal(held), error=Conflict)
        finding = Finding.objects.create(
            comparison=held, outcome=OUTCOMES.SWAPPED, text=_worded(text), by=by
        )
        held.suspect()
        held.save(update_fields=["status"])
        trail(held, "suspect_swap", by=by, before="mismatch", reason=finding.text)
    return finding


def leave_unexplained(comparison: Comparison, *, text: str, by: User) -> Finding:
    """Put forward that nothing explains it: two agree, and it goes to the ordinary exit review."""
    with acting(comparison, by=by, roles=JUDGES) as held:
        require(mismatch_refusal(held), error=Conflict)
        finding = Finding.objects.create(
            comparison=held, outcome=OUTCOMES.UNEXPLAINED, text=_worded(text), by=by
        )
        trail(held, "leave_unexplained", by=by, reason=finding.text)
    return finding


def judge_finding(finding: Finding, *, agrees: bool, reason: str = "", by: User) -> Verdict:
    """Sign that one agrees with the latest finding, or does not and why.

    Two people who agree settle it: `explained` lets the object leave, `swapped` freezes and
    reports it, `unexplained` sends it to the ordinary review. One who does not agree closes
    the finding, and the comparison stays or falls back to a mismatch.
    """
    comparison = Comparison.objects.select_related("case__office").get(pk=finding.comparison_id)
    with acting(comparison, by=by, roles=JUDGES) as held:
        require(finding_refusal(finding, held), error=Conflict)
        if finding.verdicts.filter(officer=by).exists():
            raise Conflict(
                Refusal(
                    "signed_already",
                    _("您已对这项认定签署，须由另一人签署。"),
                    "R-TEMP-06",
                    _("请由第二名人员签署。"),
                )
            )
        if not agrees and not reason.strip():
            raise NotAcceptable(Refusal("reason_missing", _("不同意须写明理由。"), "R-TEMP-06"))
        words: dict[str, Any] = {"finding": finding.pk, "agrees": agrees, "reason": reason.strip()}
        at, digest = signed(by, evidence=finding.sha256, text=finding.text, **words)
        verdict = Verdict.objects.create(
            finding=finding,
            officer=by,
            agrees=agrees,
            reason=reason.strip(),
            signature=digest,
            at=at,
        )
        trail(held, "judge", by=by, outcome=finding.outcome, **words)
        _settle(held, finding, agrees=agrees, by=by)
    return verdict


def _settle(held: Comparison, finding: Finding, *, agrees: bool, by: User) -> None:
    """Move on once two agree, or back from a suspicion that one does not share."""
    people = [verdict.officer for verdict in finding.verdicts.select_related("officer")]
    before = str(held.status)
    if not agrees:
        if finding.outcome != OUTCOMES.SWAPPED:
            return
        held.clear()
    elif len(people) < PEOPLE:
        return
    elif finding.outcome == OUTCOMES.EXPLAINED:
        require(mark_refusal(held), error=Conflict)
        held.explain()
    elif finding.outcome == OUTCOMES.UNEXPLAINED:
        held.leave_unexplained()
    else:
        held.confirm_swap()
        _freeze(held, finding, by=by, second=people[0])
    held.save(update_fields=["status"])
    trail(held, "settle", by=by, before=before, officers=[one.pk for one in people])
    if agrees:
        prepare_sheet(held, content_of(held), by=by)


def _freeze(held: Comparison, finding: Finding, *, by: User, second: User) -> None:
    """What was put in its place goes nowhere until an outside authority has written (R-TEMP-07)."""
    freeze_object(
        held.reference.object,
        ground="swapped",
        facts=finding.text,
        by=by,
        second=second,
        case=held.case,
    )


def _worded(text: str) -> str:
    if not text.strip():
        raise NotAcceptable(Refusal("reason_missing", _("请写明说明。"), "R-TEMP-06"))
    return text.strip()
