"""Named reads of sales, licences and statements."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from approvals.parties.models import Party, Role
from approvals.parties.queries import Anyone, parties_of
from approvals.parties.sides import FIRMS_PEOPLE
from exhibitions.exhibits.models import Exhibit
from exhibitions.permits.models import Asking

from .models import TO_DECLARE, UNDONE, Refund, Sale, SaleLicence

SHOWROOM = "exhibit__item__permit__showroom"


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    starts_on: date
    ends_on: date


def whole(sales: QuerySet[Sale]) -> QuerySet[Sale]:
    """With all that verbs and pages read of a sale."""
    return sales.select_related(
        "buyer",
        "licence",
        "exhibit__object",
        "exhibit__line__book",
        "exhibit__item__permit__case",
        "exhibit__item__permit__site",
        f"{SHOWROOM}__operator",
        f"{SHOWROOM}__customs",
        f"{SHOWROOM}__zone__party",
    )


def sales_of(user: Anyone) -> QuerySet[Sale]:
    """The sales of the user's operators, and those that its customs looks after."""
    sellers = parties_of(user, *FIRMS_PEOPLE, Role.VIEWER)
    customs = parties_of(user, Role.CUSTOMS)
    mine = Q(**{f"{SHOWROOM}__operator__in": sellers})
    kept = Q(**{f"{SHOWROOM}__customs__in": customs})
    return whole(Sale.objects.filter(mine | kept))


def sales_to_read(user: Anyone) -> QuerySet[Sale]:
    """The same, and for the relic authority every sale of a relic (R-TRADE-06)."""
    sellers = parties_of(user, *FIRMS_PEOPLE, Role.VIEWER)
    customs = parties_of(user, Role.CUSTOMS)
    found = Q(**{f"{SHOWROOM}__operator__in": sellers})
    found |= Q(**{f"{SHOWROOM}__customs__in": customs})
    if parties_of(user, Role.CULTURE).exists():
        found |= Q(is_relic=True, sold_on__isnull=False)
    return whole(Sale.objects.filter(found))


def last_sale(exhibit: Exhibit) -> Sale | None:
    """The sale that the exhibit is in, or the last that it was in."""
    return whole(Sale.objects.filter(exhibit=exhibit)).select_related("cancellation").first()


def sales_to_declare(operator: Party, period: Period) -> QuerySet[Sale]:
    """What the operator sold in the period and has not declared (R-CENT-06)."""
    found = Sale.objects.filter(
        status__in=TO_DECLARE,
        sold_on__range=(period.starts_on, period.ends_on),
        **{f"{SHOWROOM}__operator": operator},
    )
    return whole(found).order_by("sold_on", "pk")


def to_file(sales: QuerySet[Sale]) -> QuerySet[Sale]:
    """Sales of relics that are not filed, the nearest term first (R-TRADE-05)."""
    waiting = sales.filter(file_by__isnull=False, filed_on=None).exclude(status__in=UNDONE)
    return waiting.order_by("file_by", "pk")


def licences_of(user: Anyone) -> QuerySet[SaleLicence]:
    """The licences of the user's operators, and those handed to its customs."""
    found = SaleLicence.objects.filter(
        Q(operator__in=parties_of(user, *FIRMS_PEOPLE, Role.VIEWER))
        | Q(customs__in=parties_of(user, Role.CUSTOMS))
    )
    return found.select_related("operator", "customs", "handed_in_by", "answered_by")


def refunds_waiting(user: Anyone) -> QuerySet[Refund]:
    """Refunds that wait for the word of the user's customs."""
    found = Refund.objects.filter(
        answer__isnull=True,
        **{f"sale__{SHOWROOM}__customs__in": parties_of(user, Role.CUSTOMS)},
    )
    return found.select_related("sale__exhibit__item", "by")


def statements_for(user: Anyone) -> QuerySet[Sale]:
    """The statements of sales for the tax authorities that a zone tells (R-CERT-08)."""
    told = Asking.objects.filter(authority__in=parties_of(user, Role.TAX)).values("zone")
    found = Sale.objects.filter(tax_paid_on__isnull=False, **{f"{SHOWROOM}__zone__in": told})
    return whole(found).order_by("-tax_paid_on", "-pk")
