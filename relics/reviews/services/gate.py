"""Customs at the port: mark sightings and release, once for each object (R-EXIT-08)."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Case
from approvals.certificates.models import Certificate
from approvals.parties.models import Port, Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, Refused
from approvals.record.services import post_outbox
from relics.reviews.models import Mark, MarkSighting, Release, ReviewItem
from relics.reviews.procedures import permit_kinds
from relics.reviews.rules import parted_refusals, release_refusal

from .acts import trail
from .doubts import doubt_mark


def _officer_at(port: Port, by: User) -> None:
    if not holds_role(by, Role.CUSTOMS, port.customs_id):
        raise NotAllowed(Refusal("no_right", _("只有该口岸海关关员可以办理。"), "R-EXIT-08"))


def record_sighting(mark: Mark, *, seen: str, port: Port, by: User) -> MarkSighting:
    """Record what customs saw of a mark; damaged or missing bars the release (edge case 14)."""
    _officer_at(port, by)
    if seen not in MarkSighting.Seen.values:
        raise NotAcceptable(Refusal("seen_unknown", _("请选择标识状况。"), "R-EXIT-08"))
    if mark.item_id is None:
        raise Conflict(Refusal("mark_unused", _("该标识未加贴在文物上。"), "R-EXIT-12"))
    with transaction.atomic():
        item = ReviewItem.objects.select_related("review__case", "object").get(pk=mark.item_id)
        engine.lock_case(item.review.case_id)
        held = Mark.objects.select_for_update().get(pk=mark.pk)
        before = held.status
        if seen == MarkSighting.Seen.DAMAGED and before != Mark.Status.DAMAGED:
            held.report_damaged()
        elif seen == MarkSighting.Seen.MISSING and before != Mark.Status.MISSING:
            held.report_missing()
        held.save(update_fields=["status"])
        sighting = MarkSighting.objects.create(mark=held, seen=seen, port=port, officer=by)
        trail(
            item.review,
            "gate.sighting",
            by=by,
            subject=f"mark:{held.pk}",
            before=before,
            after=held.status,
            seen=seen,
            port=port.name,
            acting_for=port.customs.name,
        )
        if seen != MarkSighting.Seen.INTACT:
            post_outbox(
                "relic_office",
                "mark.incident",
                subject=f"case:{item.review.case_id}",
                payload={"mark": held.number, "seen": seen, "port": port.code},
            )
            if item.status == ReviewItem.Outcome.PERMIT_ISSUED:
                doubt_mark(item, sighting)
    return sighting


def release(
    items: Collection[ReviewItem], *, port: Port, declaration: str = "", by: User
) -> list[Release]:
    """Release objects of one permit, whole or part. A second release of any is refused.

    All or nothing: one object that may not leave keeps the call from releasing the others.
    """
    _officer_at(port, by)
    chosen = {item.pk for item in items}
    if not chosen:
        raise NotAcceptable(Refusal("nothing_chosen", _("请选择要放行的文物。"), "R-EXIT-08"))
    with transaction.atomic():
        first = ReviewItem.objects.select_related("review").get(pk=min(chosen))
        case = engine.lock_case(first.review.case_id)
        permit = _permit_in_force(case)
        held = _items_on(case, chosen)
        for parted in parted_refusals(held[0].review, held):
            raise Refused(parted)
        for item in held:
            if refusal := release_refusal(item, port):
                raise Refused(refusal, extra={"sequence": item.sequence})
            item.release()
            item.save(update_fields=["status"])
            item.review.rules.released(item, by=by)
        releases = Release.objects.bulk_create(
            [Release(item=item, port=port, officer=by, declaration=declaration) for item in held]
        )
        sequences = [item.sequence for item in held]
        trail(
            held[0].review,
            "gate.release",
            by=by,
            subject=f"certificate:{permit.pk}",
            items=sequences,
            port=port.name,
            declaration=declaration,
            acting_for=port.customs.name,
        )
        told = {
            "permit": permit.number or permit.reference,
            "items": sequences,
            "port": port.code,
        }
        post_outbox("relic_office", "objects.released", subject=f"case:{case.pk}", payload=told)
    return releases


def _permit_in_force(case: Case) -> Certificate:
    """The case's valid permit; its validity counts only where the authority set one."""
    permit = Certificate.objects.filter(
        case=case, kind__in=permit_kinds(), status=Certificate.Status.VALID
    ).first()
    if permit is None:
        raise Conflict(
            Refusal("permit_not_valid", _("许可证无效、已撤销或尚未制发。"), "R-EXIT-08")
        )
    if permit.valid_until and permit.valid_until < timezone.localdate():
        raise Conflict(Refusal("permit_expired", _("许可证所载有效期已过。"), "R-EXIT-20"))
    return permit


def _items_on(case: Case, chosen: Collection[int]) -> list[ReviewItem]:
    """The chosen items under lock; all of them must stand in this one case."""
    held = list(
        ReviewItem.objects.select_for_update(of=("self",))
        .select_related("review", "object", "mark")
        .filter(pk__in=chosen, review__case=case)
        .order_by("pk")
    )
    if len(held) != len(chosen):
        raise NotAcceptable(
            Refusal("several_permits", _("一次只能放行同一许可证上的文物。"), "R-EXIT-08")
        )
    return held
