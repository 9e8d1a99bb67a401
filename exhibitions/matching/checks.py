"""What must agree between the three books of one object: one line for each rule.

A check is a condition over the columns of `seen` (see `comparing`), true where it is broken:
`status` of the exhibit (null: not an exhibit), `account` of its line, `permit` and `holds` of
its permit item, `kind` and `site` of where it stands, `covered` by the guarantee.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Words
from exhibitions.books.models import Account
from exhibitions.exhibits.models import AWAY, SELLING, ExhibitStatus, PlaceKind
from exhibitions.permits.models import LIVE, PermitStatus

from .models import Owner

S = ExhibitStatus
RELEASED = (S.TAX_PAID, S.DELIVERED)
AT_SHOW = (S.ON_DISPLAY, *SELLING)
BEFALLEN = (S.LOST, S.DAMAGED, S.SEIZED)
OUT = tuple(one for one in AWAY if one not in (*RELEASED, *BEFALLEN))
HELD_OVER = (PermitStatus.REFUSED, PermitStatus.WITHDRAWN, PermitStatus.CLOSED)
SHOWS_ON = (PermitStatus.ACTIVE, PermitStatus.SUSPENDED, PermitStatus.CLOSING)


@dataclass(frozen=True)
class Check:
    """A rule of agreement: its key, the rule it rests on, and who has to put it right."""

    key: str
    rule: str
    sentence: Words
    broken: str
    owner: str = Owner.OPERATOR


def _in(column: str, *values: str) -> str:
    """`column` is one of `values`: constants of this code, never what somebody typed."""
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


CHECKS = (
    Check(
        "no_line",
        "R-CENT-03",
        _("保税展品在电子账册上没有账册行。"),
        "exhibit_id IS NOT NULL AND NOT ended AND is_bonded AND line_id IS NULL",
    ),
    Check(
        "out_not_going",
        "R-CENT-03",
        _("展品在区外，账册未记预减。"),
        f"({_in('status', *OUT)} AND account <> '{Account.GOING}')"
        f" OR ({_in('status', *BEFALLEN)} AND NOT {_in('account', Account.GOING, Account.GONE)})",
    ),
    Check(
        "released_not_gone",
        "R-CENT-06",
        _("展品已缴税或交付，账册未核减。"),
        f"{_in('status', *RELEASED)} AND account <> '{Account.GONE}'",
        Owner.CUSTOMS,
    ),
    Check(
        "in_zone_not_free",
        "R-CENT-03",
        _("展品在区内，账册不是在账可动。"),
        f"{_in('status', S.IN_ZONE)} AND holds AND account <> '{Account.FREE}'",
    ),
    Check(
        "gone_by_gate",
        "R-BOND-02",
        _("账册凭核放单预减，没有出区的展品。"),
        f"exhibit_id IS NULL AND account = '{Account.GOING}' AND document = 'gate_pass'",
    ),
    Check(
        "stock_elsewhere",
        "R-CENT-03",
        _("展品的物品在另一账册行在账。"),
        f"elsewhere AND (holds OR {_in('status', *AWAY)})",
        Owner.CUSTOMS,
    ),
    Check(
        "show_off_site",
        "R-BOND-03",
        _("展品展示中，所在位置不是核准的展示场所。"),
        f"{_in('status', *AT_SHOW)} AND (site IS DISTINCT FROM permit_site OR kind IS NULL"
        f" OR NOT {_in('kind', PlaceKind.SITE, PlaceKind.BOOTH, PlaceKind.CASE)})",
    ),
    Check(
        "zone_off_store",
        "R-BOND-03",
        _("展品在区内，所在位置不是区内库位。"),
        f"{_in('status', S.IN_ZONE)} AND holds AND kind IS DISTINCT FROM '{PlaceKind.STORE}'",
    ),
    Check(
        "show_without_permit",
        "R-BOND-01",
        _("展品在区外展示，展示许可已不在有效期内。"),
        f"{_in('status', *AT_SHOW, S.GATE_OUT)} AND NOT {_in('permit', *SHOWS_ON)}",
        Owner.CUSTOMS,
    ),
    Check(
        "holds_not_live",
        "§10.8",
        _("展示许可与其展品的占用不一致。"),
        f"exhibit_id IS NOT NULL AND ((holds AND {_in('permit', *HELD_OVER)})"
        f" OR (NOT holds AND NOT ended AND {_in('permit', *LIVE)}))",
        Owner.CUSTOMS,
    ),
    Check(
        "out_not_covered",
        "R-BOND-04",
        _("保税展品在区外，担保没有为其锁定。"),
        f"is_bonded AND tax > 0 AND {_in('status', *OUT)} AND NOT covered",
        Owner.CUSTOMS,
    ),
    Check(
        "covered_not_out",
        "R-GUAR-09",
        _("展品已回区或交付，担保仍为其锁定。"),
        f"{_in('status', S.IN_ZONE, S.DELIVERED)} AND covered",
        Owner.CUSTOMS,
    ),
)
BY_KEY = {one.key: one for one in CHECKS}
