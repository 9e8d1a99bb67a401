"""A review in the enterprise's own showroom: asked for by the applicant, arranged by the office."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases.engine import lock_case
from approvals.cases.models import Case
from approvals.parties.models import Party, User
from approvals.record.refusals import Conflict, NotAcceptable, Refusal
from approvals.record.services import write_trail
from relics.appointments.models import Session, VisitRequest, VisitStatus
from relics.appointments.queries import hosts_of

from .rights import acting_agent, acting_officer
from .sessions import open_session


@transaction.atomic
def request_visit(
    case: Case, host: Party, *, address: str, preferred_on: date, half: str, by: User
) -> VisitRequest:
    """Ask the office to come to the showroom of `host` (申请上门办理; notice item 8).

    By an agent of the case's acting party. `host` is a party of the case, the address exact.
    """
    case = lock_case(case.pk)
    party = acting_agent(by, case)
    if host.pk not in hosts_of(case) or host.kind != Party.Kind.ENTERPRISE:
        sentence = _("只能申请在本案申请人或代理企业的展厅办理。")
        raise NotAcceptable(Refusal("host_not_of_the_case", sentence, "R-APPT-02"))
    if not address.strip():
        sentence = _("上门办理须写明展厅的详细地址。")
        raise NotAcceptable(Refusal("address_missing", sentence, "R-APPT-02", _("请填写地址。")))
    if preferred_on < timezone.localdate():
        raise NotAcceptable(Refusal("session_past", _("希望日期已过。"), "R-APPT-02"))
    if VisitRequest.objects.filter(case=case, status=VisitStatus.ASKED).exists():
        raise Conflict(Refusal("visit_asked", _("已有待答复的上门办理申请。"), "R-APPT-02"))
    request = VisitRequest.objects.create(
        case=case,
        host=host,
        address=address.strip(),
        preferred_on=preferred_on,
        half=half,
        asked_by=by,
    )
    _write(request, "visit.ask", by, party.name, day=preferred_on, half=half)
    return request


@transaction.atomic
def grant_visit(request: VisitRequest, *, on: date, half: str, capacity: int, by: User) -> Session:
    """Open a session at the showroom (安排上门办理); the case then books it. By a scheduler.

    It is staffed like every session; two officers at least go (R-GEN-06).
    """
    mine, office = _asked(request, by)
    session = open_session(
        mine.case.office.office,  # type: ignore[union-attr]
        on=on,
        half=half,
        capacity=capacity,
        host=mine.host,
        address=mine.address,
        by=by,
    )
    mine.session = session
    mine.grant()
    mine.save()
    _write(mine, "visit.grant", by, office.name, session=str(session))
    return session


@transaction.atomic
def decline_visit(request: VisitRequest, *, reason: str, by: User) -> VisitRequest:
    """The office does not come, and says why (R-APPT-02). By a scheduler."""
    if not reason.strip():
        raise NotAcceptable(Refusal("reason_missing", _("不安排上门办理须写明理由。"), "R-APPT-02"))
    mine, office = _asked(request, by)
    mine.decline(reason.strip())
    mine.save()
    _write(mine, "visit.decline", by, office.name)
    return mine


def _asked(request: VisitRequest, by: User) -> tuple[VisitRequest, Party]:
    case = lock_case(request.case_id)
    office = acting_officer(by, case.office.office)  # type: ignore[union-attr]
    mine = (
        VisitRequest.objects.select_for_update(of=("self",))
        .select_related("host")
        .get(pk=request.pk)
    )
    mine.case = case
    if mine.status != VisitStatus.ASKED:
        raise Conflict(Refusal("visit_answered", _("该申请已经答复。"), "R-APPT-02"))
    return mine, office


def _write(request: VisitRequest, verb: str, by: User, acting_for: str, **facts: object) -> None:
    write_trail(
        request.case.chain,
        verb,
        by=by,
        subject=f"visit:{request.pk}",
        after={"address": request.address, **facts},
        reason=request.reason,
        acting_for=acting_for,
    )
