"""Who may move an exhibit, from where to where, and why not (R-BOND-02, §10.9)."""

from django.utils.translation import gettext as _

from approvals.parties.models import Role
from approvals.parties.queries import Anyone, memberships_of
from approvals.parties.sides import FIRMS_PEOPLE
from approvals.record.refusals import Refusal
from exhibitions.permits.models import DisplayPermit, PermitItem, PermitStatus

from .models import SELLING, Exhibit, ExhibitStatus, Place, PlaceKind, Verb

AT_THE_SHOW = (ExhibitStatus.ON_DISPLAY, *SELLING)
"""Statuses in which it stands in the showroom and may change its booth."""
SHOWING = (PlaceKind.BOOTH, PlaceKind.SITE, PlaceKind.CASE)


def handler_refusal(permit: DisplayPermit, by: Anyone) -> Refusal | None:
    """The operator's people handle exhibits; nobody else touches them (R-BOND-02)."""
    operator = permit.showroom.operator_id
    if memberships_of(by).filter(role__in=FIRMS_PEOPLE, party=operator).exists():
        return None
    return Refusal("no_right", _("只有展厅经营单位可以办理展品流转。"), "R-BOND-02")


def customs_refusal(permit: DisplayPermit, by: Anyone) -> Refusal | None:
    """What customs says of an exhibit is said by the customs of its showroom."""
    customs = permit.showroom.customs_id
    if memberships_of(by).filter(role=Role.CUSTOMS, party=customs).exists():
        return None
    return Refusal("no_right", _("只有主管海关可以办理。"), "R-BOND-01")


def not_now(exhibit: Exhibit, verb: str) -> Refusal:
    """The present status does not know this step (§10.9)."""
    words = {
        "name": exhibit.item.name,
        "status": ExhibitStatus(exhibit.status).label,
        "verb": Verb(verb).label,
    }
    return Refusal(
        "not_in_this_state",
        _("展品“%(name)s”目前%(status)s，不能办理“%(verb)s”。") % words,
        "§10.9",
        _("请按展品页所列的下一步办理。"),
    )


def entering_refusal(item: PermitItem) -> Refusal | None:
    """Custody begins under a permit that holds, for bonded goods with their line of the book."""
    if item.permit.status not in (PermitStatus.GUARANTEED, PermitStatus.ACTIVE):
        return Refusal(
            "permit_not_running",
            _("展示许可目前%(status)s，展品不能纳入监管。")
            % {"status": PermitStatus(item.permit.status).label},
            "R-BOND-01",
            _("请先落实担保并开展。"),
        )
    return None


def no_line(item: PermitItem) -> Refusal:
    """Bonded goods that stand on no book cannot be followed (R-CENT-03)."""
    return Refusal(
        "not_on_the_book",
        _("展品“%(name)s”在电子账册上没有在账的账册行。") % {"name": item.name},
        "R-CENT-03",
        _("请先在电子账册备案并入账。"),
    )


def place_refusal(exhibit: Exhibit, place: Place, *, at_show: bool) -> Refusal | None:
    """On show it stands at the approved place only: not lent on, not across the street.

    R-BOND-02, R-BOND-03; edge cases 37, 38.
    """
    permit = exhibit.item.permit
    if place.operator_id != permit.showroom.operator_id:
        return Refusal(
            "place_of_another",
            _("“%(place)s”不是本经营单位的存放位置。") % {"place": place},
            "R-BOND-02",
            _("保税展品不得出借或交他人占有。"),
        )
    if at_show and place.kind in SHOWING and place.site_id == permit.site_id:
        return None
    if not at_show and place.kind == PlaceKind.STORE:
        return None
    words = {"name": exhibit.item.name, "place": place, "site": permit.site}
    if at_show:
        return Refusal(
            "not_the_approved_place",
            _("“%(place)s”不在核准的展示场所“%(site)s”内，“%(name)s”不能移往该处。") % words,
            "R-BOND-03",
            _("换场所须另行核准；借出、拍摄外借均不允许（R-BOND-02）。"),
        )
    return Refusal(
        "not_a_store",
        _("“%(name)s”应入区内库位。") % words,
        "R-BOND-03",
        _("请选择区内库位。"),
    )


def case_refusal(case: Place, to: Place, inside: list[Exhibit]) -> Refusal | None:
    """A case goes with what is in it, so only where all of that may be."""
    if not case.moves or to.pk == case.pk or to.moves:
        return Refusal("case_cannot_go", _("请选择固定的位置，展柜不能放进展柜。"), "R-BOND-03", "")
    for exhibit in inside:
        at_show = exhibit.status in AT_THE_SHOW
        if (refusal := place_refusal(exhibit, to, at_show=at_show)) is not None:
            return refusal
    return None
