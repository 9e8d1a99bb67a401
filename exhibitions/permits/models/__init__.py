"""Showrooms and their places, permits and their items, and what happens to a permit."""

from .asking import AUTHORITIES, Asking, Occasion, Part
from .course import Answer, Consultation, Ground, Prolongation, Suspension
from .item import PermitItem
from .permit import GRANTED, LIVE, RUNNING, DisplayPermit, PermitStatus
from .showroom import Showroom, Site, SiteStatus

__all__ = [
    "AUTHORITIES",
    "GRANTED",
    "LIVE",
    "RUNNING",
    "Answer",
    "Asking",
    "Consultation",
    "DisplayPermit",
    "Ground",
    "Occasion",
    "Part",
    "PermitItem",
    "PermitStatus",
    "Prolongation",
    "Showroom",
    "Site",
    "SiteStatus",
    "Suspension",
]
