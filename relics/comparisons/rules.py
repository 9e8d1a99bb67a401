"""What must hold before each step. Every predicate returns None or a Refusal that explains."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, Role, User
from approvals.parties.queries import memberships_of
from approvals.record.refusals import Refusal
from relics.appraisers.models import Appraiser
from relics.appraisers.queries import ties_on

from .differences import differences_of, measure_lines
from .models import Comparison, Finding, MarkSeen, Reference, Status
from .queries import answers_of, current_reference, latest_finding

RECORDERS = (Role.INTAKE, Role.APPRAISER)
JUDGES = (Role.INTAKE, Role.APPRAISER, Role.APPROVER)
PASSED = frozenset({Status.MATCHED, Status.EXPLAINED})


def role_refusal(office: Party | None, user: User, roles: Collection[str]) -> Refusal | None:
    """Only officers of the office itself compare and judge (R-TEMP-06)."""
    held = memberships_of(user).filter(party=office).values_list("role", flat=True)
    return right_refusal(held if office else (), roles)


def right_refusal(held: Iterable[str], roles: Collection[str]) -> Refusal | None:
    """The same for an officer whose roles at the office are known."""
    if set(held) & set(roles):
        return None
    return Refusal("no_right", _("只有本机构的受理、鉴定或审批人员可以办理比对。"), "R-TEMP-06")


def recusal_refusal(parties: "QuerySet[Party]", *officers: User) -> Refusal | None:
    """Who serves the applicant's side, or has a tie to it, has no part in it (R-GEN-15, 16)."""
    for person in officers:
        if memberships_of(person).filter(party__in=parties).exists():
            return Refusal(
                "serves_a_party",
                _("%(name)s 在本案当事人一方任职，不得办理本案。") % {"name": person},
                "R-GEN-16",
                _("请由其他人员办理。"),
            )
        known = Appraiser.objects.filter(user=person)
        if ties_on(known, timezone.localdate(), parties).exists():
            return Refusal(
                "must_stand_aside",
                _("%(name)s 与本案当事人有利害关系，应当回避。") % {"name": person},
                "R-GEN-15",
                _("请由其他人员办理。"),
            )
    return None


def office_refusal(reference: Reference, office: Party | None) -> Refusal | None:
    """Only the office that recorded the object compares it (R-TEMP-06, edge case 17)."""
    if office is not None and reference.office.party_id == office.pk:
        return None
    return Refusal(
        "not_the_entry_office",
        _("该文物由%(office)s登记，只能由该机构比对并办理复出境。") % {"office": reference.office},
        "R-TEMP-06",
        _("请向%(office)s申请。") % {"office": reference.office},
    )


def latest_refusal(reference: Reference) -> Refusal | None:
    """An object is compared with what was recorded last, never with an older record."""
    if current_reference(reference.object) == reference:
        return None
    return Refusal(
        "reference_superseded",
        _("该文物此后另有存档，须与最近一次存档比对。"),
        "R-TEMP-06",
        _("请以最近一次存档比对。"),
    )


def open_refusal(comparison: Comparison) -> Refusal | None:
    """What was concluded is not presented or signed again."""
    if comparison.status == Status.OPEN:
        return None
    return Refusal(
        "comparison_concluded",
        _("比对已有结论（%(status)s），不能再改。") % {"status": comparison.get_status_display()},
        "R-TEMP-06",
    )


def evidence_refusals(comparison: Comparison) -> Iterator[Refusal]:
    """What is still to be presented before anybody signs: views, measures, mark, seal."""
    answered = answers_of(comparison)
    for photo in comparison.reference.photos.all():
        if photo.pk not in answered:
            yield Refusal(
                "view_missing",
                _("第 %(n)d 张存档照片（%(view)s）还没有同角度的现场照片。")
                % {"n": photo.position, "view": photo.get_view_display()},
                "R-TEMP-06",
                _("请按同一角度补拍。"),
            )
    for line in measure_lines(comparison):
        if line.now is None:
            yield Refusal(
                "measure_missing",
                _("“%(measure)s”还没有复测。") % {"measure": line.label},
                "R-TEMP-06",
                _("请补测。"),
            )
    if not comparison.mark_seen or not comparison.seal_seen:
        yield Refusal(
            "mark_not_checked", _("还没有查验标识和关封。"), "R-TEMP-06", _("请查验后记录。")
        )


def mark_refusal(comparison: Comparison) -> Refusal | None:
    """A damaged, missing or different mark bars the way out, however like the rest (case 14)."""
    if comparison.mark_seen == MarkSeen.INTACT:
        return None
    return Refusal(
        "mark_incident",
        _("标识%(seen)s，不得认定相符，也不得由企业自行补发。")
        % {"seen": comparison.get_mark_seen_display()},
        "R-EXIT-12",
        _("请按标识异常处理：签署“不符”。"),
    )


def match_refusal(comparison: Comparison) -> Refusal | None:
    """Why nobody may sign that it is the same: the mark, a measure or the seal differs."""
    if refusal := mark_refusal(comparison):
        return refusal
    for found in differences_of(comparison):
        return Refusal(
            "difference_found",
            _("“%(what)s”与存档不符（存档 %(before)s，现为 %(now)s）。")
            % {"what": found.label, "before": found.before or "—", "now": found.now},
            "R-TEMP-06",
            _("请复核；确实不同的，签署“不符”后再说明差异。"),
        )
    return None


def mismatch_refusal(comparison: Comparison) -> Refusal | None:
    """Findings are made of a mismatch that two people have signed."""
    if comparison.status == Status.MISMATCH:
        return None
    return Refusal(
        "no_mismatch",
        _("只有结论为“不符”的比对才作差异认定，现为“%(status)s”。")
        % {"status": comparison.get_status_display()},
        "R-TEMP-06",
    )


def finding_refusal(finding: Finding, comparison: Comparison) -> Refusal | None:
    """Only the latest finding is judged, while its question is open and nobody has said no."""
    asked = Status.SWAP_SUSPECTED if finding.outcome == "swapped" else Status.MISMATCH
    latest = latest_finding(comparison)
    refused = any(not verdict.agrees for verdict in finding.verdicts.all())
    if comparison.status == asked and latest == finding and not refused:
        return None
    return Refusal(
        "finding_closed",
        _("该项认定已有结果，或已被新的认定取代。"),
        "R-TEMP-06",
        _("请另行提出认定。"),
    )


def matched_refusal(comparison: Comparison | None) -> Refusal | None:
    """Why the object may not leave on a re-exit permit, or None (R-TEMP-06, §10.5).

    The same in SQL: `comparisons_comparison.status IN ('matched', 'explained')`.
    """
    if comparison is None:
        return Refusal(
            "not_compared",
            _("该文物还没有与存档比对。"),
            "R-TEMP-06",
            _("请先完成实物比对。"),
        )
    if comparison.status in PASSED:
        return None
    return Refusal(
        "comparison_not_passed",
        _("实物比对未通过：%(status)s。") % {"status": comparison.get_status_display()},
        "R-TEMP-06",
        _("请先完成比对；不符的，须由两人认定差异已有说明。"),
    )
