"""Sales with their ends and buyers, licences of goods and of sellers."""

from .buyer import Buyer, BuyerReading
from .ending import Cancellation, Refund, RefundAnswer
from .licence import LicenceKind, LicenceStatus, LicenceUse, SaleLicence
from .sale import AS_SOLD, OPEN, TO_DECLARE, UNDONE, Sale, SaleStatus
from .seller import ForeignShare, SellerKind, SellerLicence

__all__ = [
    "AS_SOLD",
    "OPEN",
    "TO_DECLARE",
    "UNDONE",
    "Buyer",
    "BuyerReading",
    "Cancellation",
    "ForeignShare",
    "LicenceKind",
    "LicenceStatus",
    "LicenceUse",
    "Refund",
    "RefundAnswer",
    "Sale",
    "SaleLicence",
    "SaleStatus",
    "SellerKind",
    "SellerLicence",
]
