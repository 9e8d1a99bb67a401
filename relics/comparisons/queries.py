"""The lists of this room, and what counts among its rows."""

from django.db.models import Prefetch, QuerySet

from approvals.cases.models import Case
from approvals.parties.models import Role
from approvals.parties.queries import Anyone, memberships_of
from relics.register.models import RelicObject

from .models import (
    Comparison,
    Finding,
    PresentedPhoto,
    Reference,
    ReferencePhoto,
    Signature,
    Verdict,
)

OFFICERS = (Role.INTAKE, Role.SCHEDULER, Role.APPRAISER, Role.APPROVER, Role.ISSUER)


def comparisons_of(user: Anyone) -> QuerySet[Comparison]:
    """The comparisons an officer may open: those of its own office, nobody else's."""
    offices = memberships_of(user).filter(role__in=OFFICERS).values("party_id")
    return (
        Comparison.objects.filter(case__office__in=offices)
        .select_related("case__applicant", "case__office", "reference__object")
        .select_related("reference__office__party", "reference__taken_by", "opened_by", "sheet")
        .order_by("-pk")
    )


def whole(comparisons: QuerySet[Comparison]) -> QuerySet[Comparison]:
    """The same with everything that lies before the officers, in few statements."""
    verdicts = Prefetch("verdicts", Verdict.objects.select_related("officer").order_by("pk"))
    findings = Finding.objects.select_related("by").prefetch_related(verdicts)
    return comparisons.prefetch_related(
        "reference__photos",
        "photos",
        Prefetch("signatures", Signature.objects.select_related("officer")),
        Prefetch("findings", findings),
    )


def current_reference(thing: RelicObject) -> Reference | None:
    """What was recorded when the object last passed the gate, or None."""
    found = Reference.objects.filter(object=thing).select_related("office__party")
    return found.order_by("-pk").first()


def comparison_of(case: Case, thing: RelicObject) -> Comparison | None:
    """The comparison of the object in the case, or None."""
    return Comparison.objects.filter(case=case, reference__object=thing).order_by("-pk").first()


def answers_of(comparison: Comparison) -> dict[int, PresentedPhoto]:
    """The photograph that counts for each reference photograph, by its key: the latest."""
    return {photo.answers_id: photo for photo in sorted(comparison.photos.all(), key=_by_key)}


def _by_key(photo: PresentedPhoto) -> int:
    return int(photo.pk)


def latest_finding(comparison: Comparison) -> Finding | None:
    """The finding that is or was judged last."""
    return max(comparison.findings.all(), key=lambda one: one.pk, default=None)


def reference_photos_seen_by(user: Anyone) -> QuerySet[ReferencePhoto]:
    """The reference photographs an officer may see: those of its own office."""
    offices = memberships_of(user).filter(role__in=OFFICERS).values("party_id")
    return ReferencePhoto.objects.filter(reference__office__party__in=offices)


def presented_photos_seen_by(user: Anyone) -> QuerySet[PresentedPhoto]:
    """The photographs of the comparisons that an officer may open."""
    return PresentedPhoto.objects.filter(comparison__in=comparisons_of(user))


def evidence_seen_by(user: Anyone) -> QuerySet[Finding]:
    """The explanations with evidence in the comparisons that an officer may open."""
    return Finding.objects.filter(comparison__in=comparisons_of(user)).exclude(evidence="")
