"""Theft, loss, damage and seizure (edge case 39): reported at once, judged by customs."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import post_outbox, write_trail
from exhibitions.exhibits.models import Exhibit, Incident, IncidentFinding, IncidentKind, Verb
from exhibitions.exhibits.rules import customs_refusal, handler_refusal
from relics.register.models import Kind

from .custody import Told, happen

STEPS = {
    IncidentKind.THEFT: Verb.LOSE,
    IncidentKind.LOSS: Verb.LOSE,
    IncidentKind.DAMAGE: Verb.DAMAGE,
    IncidentKind.SEIZURE: Verb.SEIZE,
}


@transaction.atomic
def report_incident(
    exhibit: Exhibit,
    *,
    kind: str,
    description: str,
    happened_at: datetime,
    police_number: str = "",
    by: User,
) -> Incident:
    """Report what befell an exhibit: customs is told, of a relic the relic office too (R-BOND-03).

    The guarantee stays locked; the duty is due unless customs finds force majeure.
    """
    require(handler_refusal(exhibit.item.permit, by), error=NotAllowed)
    if kind not in IncidentKind.values or not description.strip():
        raise NotAcceptable(
            Refusal("incident_untold", _("请选择事件类别并写明经过。"), "R-BOND-03", "")
        )
    if kind == IncidentKind.THEFT and not police_number.strip():
        raise NotAcceptable(
            Refusal(
                "police_missing",
                _("失窃须先报警，请填写报警回执编号。"),
                "R-BOND-03",
                _("取得回执编号后提交；可先以灭失上报。"),
            )
        )
    when = min(happened_at, timezone.now())
    told = Told(reason=description[:300], happened_at=when)
    happen(exhibit, STEPS[IncidentKind(kind)], told=told, by=by)
    incident = Incident.objects.create(
        exhibit=exhibit,
        kind=kind,
        description=description.strip(),
        police_number=police_number.strip(),
        happened_at=when,
        reported_by=by,
    )
    permit = exhibit.item.permit
    payload = {
        "permit": permit.customs_number,
        "item": exhibit.item.sequence,
        "name": exhibit.item.name,
        "kind": kind,
        "happened_at": when,
    }
    recipients = ["customs", *(["relic_office"] if exhibit.item.kind == Kind.RELIC else [])]
    for recipient in recipients:
        subject = f"exhibit:{exhibit.pk}"
        post_outbox(recipient, "exhibit.incident", subject=subject, payload=payload)
    return incident


@transaction.atomic
def find_incident(
    incident: Incident, *, force_majeure: bool, duty_due: Decimal, reason: str, by: User
) -> IncidentFinding:
    """Customs says whether it was force majeure, and what duty the keeper owes (R-BOND-03)."""
    exhibit = incident.exhibit
    require(customs_refusal(exhibit.item.permit, by), error=NotAllowed)
    if not reason.strip() or duty_due < 0 or (force_majeure and duty_due):
        raise NotAcceptable(
            Refusal(
                "finding_incomplete",
                _("请写明认定理由；不可抗力不补税，其余填写应补税款。"),
                "R-BOND-03",
                "",
            )
        )
    Incident.objects.select_for_update().get(pk=incident.pk)
    if IncidentFinding.objects.filter(incident=incident).exists():
        raise Conflict(Refusal("found_already", _("该事件已经认定。"), "R-BOND-03", ""))
    finding = IncidentFinding.objects.create(
        incident=incident,
        force_majeure=force_majeure,
        duty_due=duty_due,
        reason=reason.strip(),
        by=by,
    )
    permit = exhibit.item.permit
    write_trail(
        permit.case.chain,
        "exhibits.find_incident",
        by=by,
        subject=f"exhibit:{exhibit.pk}",
        after={"force_majeure": force_majeure, "duty_due": str(duty_due)},
        reason=reason.strip(),
        acting_for=permit.showroom.customs.name,
    )
    return finding
