"""Places, exhibits, the events that move them, counts and incidents."""

from .counting import Count, CountStatus, Sighting
from .event import Event, EventPhoto, Verb
from .exhibit import AWAY, ENDED, SELLING, Exhibit, ExhibitStatus
from .incident import Incident, IncidentFinding, IncidentKind
from .place import Place, PlaceKind

__all__ = [
    "AWAY",
    "ENDED",
    "SELLING",
    "Count",
    "CountStatus",
    "Event",
    "EventPhoto",
    "Exhibit",
    "ExhibitStatus",
    "Incident",
    "IncidentFinding",
    "IncidentKind",
    "Place",
    "PlaceKind",
    "Sighting",
    "Verb",
]
