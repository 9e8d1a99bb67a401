"""How a stay ends otherwise: sold in China, lost or damaged, or the ordinary exit review."""

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases.rules import side_refusal
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import post_outbox
from approvals.record.status import can_proceed
from relics.entries.models import Incident, Settlement, Stay
from relics.entries.queries import declaration_of
from relics.entries.rules import ordinary_refusal, reexit_refusal
from relics.reviews.models import Mark, Review
from relics.reviews.services.application import add_objects, draft_application

from .staying import held, move


def begin_sale(stay: Stay, *, by: User) -> Stay:
    """The applicant's side means to sell it in China; its purpose must allow that (R-TEMP-12)."""
    with held(stay) as one:
        _applicant(one, by)
        entry = declaration_of(one.item.review)
        if entry is None or not entry.for_sale:
            raise NotAcceptable(
                Refusal(
                    "purpose_not_sale",
                    _("进境目的不是销售或拍卖，不能办理境内销售。"),
                    "R-TEMP-12",
                    _("请先向海关和审核机构变更进境目的。"),
                )
            )
        move(one, "begin_sale", by=by)
    return one


def call_off_sale(stay: Stay, *, by: User) -> Stay:
    """Not sold: the clocks have run on, and the object stays as before."""
    with held(stay) as one:
        _applicant(one, by)
        move(one, "call_off_sale", by=by)
    return one


def settle_domestic(
    stay: Stay, *, customs_release: str, licence: str, new_owner: str, by: User
) -> Settlement:
    """Close a sale in China on the numbers of customs and of the licence (R-TEMP-13).

    The office takes its mark off in the same act: nobody else may (R-EXIT-12).
    """
    with held(stay) as one:
        _officer(one, by)
        if not customs_release.strip() or not licence.strip() or not new_owner.strip():
            raise NotAcceptable(
                Refusal(
                    "settlement_numbers_missing",
                    _("须有海关放行编号、销售许可编号和买受人。"),
                    "R-TEMP-13",
                    _("请在税款缴清、海关放行后办理。"),
                )
            )
        settlement = Settlement(
            stay=one,
            customs_release=customs_release.strip(),
            licence=licence.strip(),
            new_owner=new_owner.strip(),
            mark_removed=True,
            by=by,
        )
        move(one, "settle", by=by, customs=customs_release.strip(), licence=licence.strip())
        settlement.save(force_insert=True)
        _take_mark_off(one)
    return settlement


def _take_mark_off(stay: Stay) -> None:
    """The mark of entry is taken back by the office and never used again."""
    mark = Mark.objects.select_for_update(of=("self",)).filter(item=stay.item_id).first()
    if mark is not None and can_proceed(mark.remove):
        mark.remove()
        mark.save(update_fields=["status"])


def report_incident(stay: Stay, *, kind: str, told: str, by: User) -> Incident:
    """Say that it is lost or damaged; customs learns of it, and the stay waits for its duty."""
    with held(stay) as one:
        if not _is_officer(one, by):
            _applicant(one, by)
        if kind not in Incident.Kind.values or not told.strip():
            raise NotAcceptable(Refusal("incident_untold", _("请写明遗失或损毁的经过。"), "§10.3"))
        move(one, "report_incident", by=by, kind=kind, reason=told.strip())
        post_outbox(
            "customs",
            "stay.incident",
            subject=f"case:{one.item.review.case_id}",
            payload={"object": one.object.number, "kind": kind},
        )
        return Incident.objects.create(stay=one, kind=kind, told=told.strip(), by=by)


def settle_duty(stay: Stay, *, duty_number: str, by: User) -> Incident:
    """Close the stay of what is lost on the number on which customs settled the duty."""
    with held(stay) as one:
        _officer(one, by)
        if not duty_number.strip():
            raise NotAcceptable(
                Refusal("duty_number_missing", _("请填写海关税款处理编号。"), "§10.3")
            )
        move(one, "settle_duty", by=by, number=duty_number.strip())
        last = one.incidents.order_by("-pk")[0]
        _take_mark_off(one)
        return Incident.objects.create(
            stay=one, kind=last.kind, told=last.told, duty_number=duty_number.strip(), by=by
        )


def open_exit_case(stay: Stay, *, by: User) -> Review:
    """Draft the ordinary exit review of the object: its only way out now (R-TEMP-02, 05).

    For an agent of the applicant's side. The year lines apply; nothing of the entry counts.
    """
    with transaction.atomic(), held(stay) as one:
        require(ordinary_refusal(one), error=Conflict)
        case = one.item.review.case
        title = _("%(object)s 出境审核") % {"object": one.object.name}
        if can_proceed(one.convert):
            move(one, "convert", by=by)
        review = draft_application(case.applicant, title=title, by=by)
        add_objects(review, [one.object], by=by)
        one.exit_review = review
        one.save(update_fields=["exit_review"])
    return review


def open_reexit(stay: Stay, *, by: User) -> Review:
    """Draft the re-exit of the object, picked from the record of its entry (R-TEMP-06).

    For an agent of the applicant's side; the re-exit itself judges term and privilege.
    """
    with transaction.atomic(), held(stay) as one:
        require(reexit_refusal(one), error=Conflict)
        case = one.item.review.case
        title = _("%(object)s 复出境") % {"object": one.object.name}
        review = draft_application(case.applicant, title=title, procedure="reexit", by=by)
        add_objects(review, [one.object], by=by)
    return review


def _applicant(stay: Stay, by: User) -> None:
    case = stay.item.review.case
    require(side_refusal(case, by, _("只有申请人一方可以办理。"), "R-TEMP-13"), error=NotAllowed)


def _is_officer(stay: Stay, by: User) -> bool:
    return holds_role(by, Role.INTAKE, stay.office.party_id)


def _officer(stay: Stay, by: User) -> None:
    if not _is_officer(stay, by):
        raise NotAllowed(Refusal("no_right", _("只有登记机构的受理人可以办理。"), "R-TEMP-13"))
