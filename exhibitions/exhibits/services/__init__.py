"""The verbs of custody."""

from .counting import close_count, open_count, see
from .custody import Told, enter_custody, happen, install, move_exhibit, store
from .incidents import find_incident, report_incident
from .places import make_places, move_case

__all__ = [
    "Told",
    "close_count",
    "enter_custody",
    "find_incident",
    "happen",
    "install",
    "make_places",
    "move_case",
    "move_exhibit",
    "open_count",
    "report_incident",
    "see",
    "store",
]
