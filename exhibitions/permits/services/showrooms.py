"""A showroom and its place: asked for by the operator, approved by customs (R-BOND-03)."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.cases import engine
from approvals.cases.models import AdverseAct, Case
from approvals.cases.services import draft_adverse_act
from approvals.certificates.services import prepare_certificate
from approvals.parties.models import Party, User, Zone
from approvals.record.moving import move, not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import post_outbox
from exhibitions.permits.models import Showroom, Site
from exhibitions.permits.papers import SITE_APPROVAL, SITE_REFUSAL, site_content, site_grounds
from exhibitions.permits.queries import deciding_customs
from exhibitions.permits.rules import (
    customs_refusal,
    operator_refusal,
    plan_refusals,
    reason_refusal,
)

from .acts import close_case, locked_site, receive, require_none, trail
from .standing import watch_permits

CONTENT = ("address", "plan", "security", "climate")
REQUIRED = {"security": gettext_lazy("安防"), "climate": gettext_lazy("温湿度控制")}


def open_showroom(operator: Party, zone: Zone, *, name: str, address: str, by: User) -> Showroom:
    """Register a showroom with the draft of its first place. Customs is the zone's (§0.2)."""
    require(operator_refusal(operator, by), error=NotAllowed)
    customs = deciding_customs(zone)
    if customs is None:
        raise NotAcceptable(
            Refusal(
                "no_customs",
                _("%(zone)s的会办表没有写明由哪个海关决定。") % {"zone": zone},
                "R-BOND-01",
                _("请联系综合保税区管理机构补全展示许可会办表。"),
            )
        )
    try:
        with transaction.atomic():
            showroom = Showroom.objects.create(
                operator=operator, zone=zone, customs=customs, name=name.strip(), opened_by=by
            )
    except IntegrityError as error:
        if "showroom_named_once" not in str(error):
            raise
        raise Conflict(
            Refusal("showroom_exists", _("已有同名展厅。"), "R-BOND-03", _("请换一个名称。"))
        ) from error
    draft_site(showroom, address=address, by=by)
    return showroom


def draft_site(showroom: Showroom, *, address: str, by: User) -> Site:
    """Begin to ask for a place; the present one stays approved until customs decides (case 37)."""
    require(operator_refusal(showroom.operator, by), error=NotAllowed)
    if not address.strip():
        raise NotAcceptable(Refusal("address_missing", _("请填写展示场所地址。"), "R-BOND-03"))
    asked = (Site.Status.DRAFT, Site.Status.SUBMITTED, Site.Status.RETURNED)
    with transaction.atomic():
        Showroom.objects.select_for_update().get(pk=showroom.pk)
        if showroom.sites.filter(status__in=asked).exists():
            raise Conflict(Refusal("site_asked_already", _("已有一处场所正在申请。"), "R-BOND-03"))
        case = Case.objects.create(
            kind="showroom",
            title=_("展示场所 %(name)s") % {"name": showroom.name},
            applicant=showroom.operator,
            created_by=by,
        )
        site = Site.objects.create(case=case, showroom=showroom, address=address.strip())
        trail(site, "draft", by=by, address=site.address)
    return site


def fill_site(site: Site, values: Mapping[str, Any], *, by: User) -> Site:
    """Say what the place is: address, plan, security, climate."""
    with transaction.atomic():
        held = _open_to_operator(site, by)
        changed = []
        for name in CONTENT:
            if name in values and getattr(held, name) != values[name]:
                setattr(held, name, values[name])
                changed.append(name)
        held.full_clean(exclude=["status", "case", "showroom"], validate_constraints=False)
        held.save(update_fields=list(CONTENT))
        trail(held, "fill", by=by, changed=changed)
    return held


def submit_site(site: Site, *, by: User) -> Site:
    """Hand the place in to customs; once returned, the same verb hands it in again."""
    with transaction.atomic():
        held = _open_to_operator(site, by)
        refusals = list(plan_refusals(held.plan))
        for name, label in REQUIRED.items():
            if not getattr(held, name).strip():
                refusals.append(
                    Refusal(
                        f"missing_{name}", _("请填写“%(field)s”。") % {"field": label}, "R-BOND-03"
                    )
                )
        require_none(refusals)
        again = held.status == Site.Status.RETURNED
        if again:
            with engine.turn(held.case, "fix", by=by):
                _hand_in(held, by)
        else:
            receive(held.case, held.showroom)
            _hand_in(held, by)
            engine.start(held.case)
    return held


def _hand_in(site: Site, by: User) -> None:
    before = move(site, "submit")
    trail(site, "submit", by=by, before=before, number=site.case.number)


def withdraw_site(site: Site, *, by: User) -> Site:
    """Take the application back; what is approved stays approved."""
    with transaction.atomic():
        engine.lock_case(site.case_id)
        held = locked_site(site)
        require(operator_refusal(held.showroom.operator, by), error=NotAllowed)
        before = move(held, "withdraw")
        engine.cancel(held.case)
        close_case(held.case)
        trail(held, "withdraw", by=by, before=before)
    return held


def return_site(site: Site, *, reason: str, by: User) -> Site:
    """Customs says in one list what is missing (R-GEN-03)."""
    with engine.turn(site.case, "review", by=by):
        held = locked_site(site)
        require(reason_refusal(reason, "R-GEN-03"), error=NotAcceptable)
        before = move(held, "give_back")
        trail(
            held, "return", by=by, before=before, reason=reason.strip(), acting_for=_customs(held)
        )
    return held


def approve_site(site: Site, *, number: str, by: User) -> Site:
    """Customs approves the place under its own number; the one before it ends (case 37).

    What runs under a permit for the former place is stopped at once: that permit does not
    cover the new place (R-BOND-03).
    """
    with engine.turn(site.case, "review", by=by):
        held = locked_site(site)
        if not number.strip():
            raise NotAcceptable(Refusal("number_missing", _("请填写海关核准编号。"), "R-BOND-03"))
        former = held.showroom.sites.filter(status=Site.Status.APPROVED).first()
        if former is not None:
            _end(locked_site(former), by)
        held.approval_number, held.decided_on = number.strip(), timezone.localdate()
        before = move(held, "approve", "approval_number", "decided_on")
        close_case(held.case)
        trail(
            held,
            "approve",
            by=by,
            before=before,
            number=held.approval_number,
            acting_for=_customs(held),
        )
        prepare_certificate(
            held.case, SITE_APPROVAL, site_content(held), number=held.approval_number, by=by
        )
        _tell(held, "showroom.approved")
        if former is not None:
            watch_permits(site=former.pk)
    return held


def _end(former: Site, by: User) -> None:
    former.ended_on = timezone.localdate()
    before = move(former, "end", "ended_on")
    trail(former, "end", by=by, before=before, acting_for=_customs(former))


def draft_site_refusal(site: Site, *, reason: str, by: User) -> AdverseAct:
    """Leave a refusal for an officer of customs to sign (R-GEN-10)."""
    require(reason_refusal(reason, "R-GEN-10"), error=NotAcceptable)
    with transaction.atomic():
        engine.lock_case(site.case_id)
        held = locked_site(site)
        if held.status != Site.Status.SUBMITTED:
            raise Conflict(not_now(held))
        require(customs_refusal(held.showroom.customs, by), error=NotAllowed)
        return draft_adverse_act(
            held.case,
            SITE_REFUSAL,
            facts=reason.strip(),
            reason=reason.strip(),
            ground=site_grounds(),
            by=by,
        )


def site_refusal_signed(act: AdverseAct, officer: User) -> None:
    """The signature ends the case of the place."""
    site = Site.objects.select_related("case").get(case=act.case_id)
    with engine.turn(site.case, "review", by=officer):
        held = locked_site(site)
        held.decided_on = timezone.localdate()
        before = move(held, "refuse", "decided_on")
        close_case(held.case)
        trail(
            held, "refuse", by=officer, before=before, reason=act.reason, acting_for=_customs(held)
        )
        prepare_certificate(held.case, SITE_REFUSAL, site_content(held, act), by=officer)
        _tell(held, "showroom.refused")


def _open_to_operator(site: Site, by: User) -> Site:
    """The place under lock, if the operator may still write in it."""
    engine.lock_case(site.case_id)
    held = locked_site(site)
    require(operator_refusal(held.showroom.operator, by), error=NotAllowed)
    if held.status not in (Site.Status.DRAFT, Site.Status.RETURNED):
        raise Conflict(not_now(held))
    return held


def _customs(site: Site) -> str:
    return site.showroom.customs.name


def _tell(site: Site, what: str) -> None:
    post_outbox(
        "customs",
        what,
        subject=f"case:{site.case_id}",
        payload={
            "case": site.case.number,
            "operator": site.showroom.operator.name,
            "showroom": site.showroom.name,
            "address": site.address,
            "number": site.approval_number,
            "status": site.status,
        },
    )
