"""The verbs of a sale."""

from .alarms import alarm_of, give_alarms
from .customs import answer_refund, declared, tax_paid
from .licences import LicenceWords, answer_licence, hand_in_licence
from .reading import read_buyer
from .sellers import record_foreign_share, record_seller_licence
from .trading import (
    BuyerWords,
    cancel_sale,
    deliver_exhibit,
    file_sale,
    request_refund,
    reserve_exhibit,
    sell_exhibit,
)

__all__ = [
    "BuyerWords",
    "LicenceWords",
    "alarm_of",
    "answer_licence",
    "answer_refund",
    "cancel_sale",
    "declared",
    "deliver_exhibit",
    "file_sale",
    "give_alarms",
    "hand_in_licence",
    "read_buyer",
    "record_foreign_share",
    "record_seller_licence",
    "request_refund",
    "reserve_exhibit",
    "sell_exhibit",
    "tax_paid",
]
