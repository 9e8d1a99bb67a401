"""Who may do what in a sale, and what keeps an exhibit from being sold."""

from .goods import foreign_buyer_refusal, goods_refusals, hold_refusals, kind_of
from .licences import licence_refusal, licence_refusals, usable_licence
from .rights import (
    culture_refusal,
    customs_refusal,
    operator_refusal,
    reader_refusal,
    text_refusal,
)
from .sellers import seller_for, seller_refusals, share_refusal
from .selling import (
    crossed_refusal,
    delivery_refusals,
    refusals_of,
    reservation_refusals,
    sale_refusals,
)

__all__ = [
    "crossed_refusal",
    "culture_refusal",
    "customs_refusal",
    "delivery_refusals",
    "foreign_buyer_refusal",
    "goods_refusals",
    "hold_refusals",
    "kind_of",
    "licence_refusal",
    "licence_refusals",
    "operator_refusal",
    "reader_refusal",
    "refusals_of",
    "reservation_refusals",
    "sale_refusals",
    "seller_for",
    "seller_refusals",
    "share_refusal",
    "text_refusal",
    "usable_licence",
]
