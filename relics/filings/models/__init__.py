"""What the room keeps: filings, their versions, uses, approvals and locks."""

from .approval import AnnexRow, CitesPaper, CustomsRelease, ProvincialApproval
from .filing import ENDED, LIVE, Filing, Origin, Purpose, Status
from .history import Act, FilingUse, FilingVersion, Point, SaleLock
from .zone import ZoneAuthority

__all__ = [
    "ENDED",
    "LIVE",
    "Act",
    "AnnexRow",
    "CitesPaper",
    "CustomsRelease",
    "Filing",
    "FilingUse",
    "FilingVersion",
    "Origin",
    "Point",
    "ProvincialApproval",
    "Purpose",
    "SaleLock",
    "Status",
    "ZoneAuthority",
]
