"""Who may do what: the operator sells, customs answers, culture keeps the roll of sellers."""

from django.utils.translation import gettext as _

from approvals.parties.models import Party, Role
from approvals.parties.queries import Anyone, memberships_of
from approvals.parties.sides import FIRMS_PEOPLE
from approvals.record.refusals import Refusal
from exhibitions.sales.models import Sale


def operator_refusal(operator: Party | int, by: Anyone) -> Refusal | None:
    """Sales, licences and filings are the operator's own acts (R-BOND-06)."""
    if memberships_of(by).filter(role__in=FIRMS_PEOPLE, party=operator).exists():
        return None
    return Refusal("no_right", _("只有展厅经营单位可以办理销售。"), "R-BOND-06")


def customs_refusal(customs: Party | int, by: Anyone) -> Refusal | None:
    """Licences, declarations, taxes and amendments are the word of the showroom's customs."""
    if memberships_of(by).filter(role=Role.CUSTOMS, party=customs).exists():
        return None
    return Refusal("no_right", _("只有主管海关可以办理。"), "R-BOND-01")


def culture_refusal(by: Anyone) -> Refusal | None:
    """Licences of sellers are the relic authority's (R-TRADE-01)."""
    if memberships_of(by).filter(role=Role.CULTURE).exists():
        return None
    return Refusal("no_right", _("只有文化（文物）行政部门可以登记文物经营资格。"), "R-TRADE-01")


def reader_refusal(sale: Sale, by: Anyone) -> Refusal | None:
    """A buyer is read in clear by the seller, its customs and, of a relic, culture (R-TRADE-06).

    Tax learns of sales without the parties' identity (R-CERT-08).
    """
    showroom = sale.exhibit.item.permit.showroom
    held = set(memberships_of(by).values_list("role", "party_id"))
    allowed = (
        any((role, showroom.operator_id) in held for role in FIRMS_PEOPLE)
        or (Role.CUSTOMS, showroom.customs_id) in held
        or (sale.is_relic and any(role == Role.CULTURE for role, _party in held))
    )
    if allowed:
        return None
    return Refusal("no_right", _("您无权查阅买受人信息。"), "R-TRADE-06")


def text_refusal(text: str, rule: str) -> Refusal | None:
    """A number or a reason that must not be left out."""
    if text.strip():
        return None
    return Refusal("text_missing", _("请填写编号或理由。"), rule, _("请补填后提交。"))
