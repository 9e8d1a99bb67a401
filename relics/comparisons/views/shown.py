"""What the page of a comparison shows: pairs of photographs, figures, words and what is missing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse

from approvals.cases.kinds import kind_of
from approvals.cases.models import Case
from approvals.parties.models import User
from approvals.record.refusals import Refusal
from relics.appointments.queries import parties_to
from relics.comparisons.differences import (
    Hint,
    MeasureLine,
    differences_of,
    hint_of,
    measure_lines,
)
from relics.comparisons.forms import (
    ExplainForm,
    FindingForm,
    MarksForm,
    MeasuresForm,
    SignForm,
    VerdictForm,
)
from relics.comparisons.models import (
    Comparison,
    Finding,
    PresentedPhoto,
    ReferencePhoto,
    Signature,
    Status,
)
from relics.comparisons.queries import answers_of, latest_finding
from relics.comparisons.rules import (
    JUDGES,
    RECORDERS,
    evidence_refusals,
    finding_refusal,
    mark_refusal,
    match_refusal,
    recusal_refusal,
    right_refusal,
)
from relics.comparisons.services.acts import content_of
from relics.comparisons.wording import tone_of


@dataclass(frozen=True)
class Pair:
    """One view: on record and as presented, with the machine's hint."""

    before: ReferencePhoto
    now: PresentedPhoto | None
    hint: Hint | None


@dataclass(frozen=True)
class Measured:
    """A line of the table of measures, with the field to take it again."""

    line: MeasureLine
    field: forms.BoundField


def context_of(
    comparison: Comparison, user: User, held: Collection[str], faulty: forms.Form | None
) -> dict[str, Any]:
    """Everything on the page for an officer with the roles `held` at the office.

    `faulty` is shown in place of the fresh form of its kind.
    """
    forms_shown = _forms(comparison, faulty)
    recused = recusal_refusal(parties_to(comparison.case), user)
    return {
        "comparison": comparison,
        "reference": comparison.reference,
        "thing": comparison.reference.object,
        "case": comparison.case,
        "case_url": _desk_of(comparison.case),
        "tone": tone_of(comparison.status),
        "is_open": comparison.status == Status.OPEN,
        "pairs": _pairs(comparison),
        "measures": _measured(comparison, forms_shown["measures_form"]),
        "differences": differences_of(comparison),
        "closed": right_refusal(held, RECORDERS) or recused,
        "not_judge": right_refusal(held, JUDGES) or recused,
        "signatures": _signatures(comparison),
        "faulty": faulty,
        **forms_shown,
        **_signing(comparison, user),
        **_judging(comparison, user),
    }


def _desk_of(case: Case) -> str:
    """The officers' page of the case, where its procedure has one."""
    page = kind_of(case.kind).desk_url_name
    return reverse(page, kwargs={"pk": case.pk}) if page else ""


def _forms(comparison: Comparison, faulty: forms.Form | None) -> dict[str, forms.Form]:
    seen = ("mark_seen", "mark_number", "seal_seen", "seal_number")
    fresh: dict[str, forms.Form] = {
        "measures_form": MeasuresForm(comparison),
        "marks_form": MarksForm(initial={name: getattr(comparison, name) for name in seen}),
        "sign_form": SignForm(),
        "explain_form": ExplainForm(),
        "finding_form": FindingForm(),
        "verdict_form": VerdictForm(),
    }
    return {
        name: faulty if faulty and type(faulty) is type(form) else form
        for name, form in fresh.items()
    }


def _pairs(comparison: Comparison) -> list[Pair]:
    answers = answers_of(comparison)
    return [
        Pair(photo, answers.get(photo.pk), hint_of(answers.get(photo.pk), comparison.tolerances))
        for photo in comparison.reference.photos.all()
    ]


def _measured(comparison: Comparison, form: forms.Form) -> list[Measured]:
    return [Measured(line, form[line.key]) for line in measure_lines(comparison)]


def _signatures(comparison: Comparison) -> list[tuple[Signature, bool]]:
    """Every signature, and whether it is over what lies there now."""
    content = content_of(comparison)
    return [(one, one.content == content) for one in comparison.signatures.all()]


def _signing(comparison: Comparison, user: User) -> dict[str, Any]:
    """What is missing before signing, and why the words "it matches" are closed."""
    if comparison.status != Status.OPEN:
        return {"missing": [], "no_match": None, "signed": False}
    content = content_of(comparison)
    missing: list[Refusal] = list(evidence_refusals(comparison))
    return {
        "missing": missing,
        "no_match": None if missing else match_refusal(comparison),
        "signed": any(
            one.officer_id == user.pk and one.content == content
            for one in comparison.signatures.all()
        ),
    }


def _judging(comparison: Comparison, user: User) -> dict[str, Any]:
    """The finding that is before the officers, and what may be put forward."""
    latest: Finding | None = latest_finding(comparison)
    judged = latest if latest and finding_refusal(latest, comparison) is None else None
    return {
        "findings": list(comparison.findings.all()),
        "judged": judged,
        "judged_by_me": judged is not None
        and any(one.officer_id == user.pk for one in judged.verdicts.all()),
        "may_find": comparison.status == Status.MISMATCH,
        "no_explanation": mark_refusal(comparison),
    }
