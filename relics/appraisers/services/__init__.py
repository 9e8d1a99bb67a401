"""The verbs of the roster."""

from .roster import declare_tie, grant_qualification, propose_panel, record_absence

__all__ = ["declare_tie", "grant_qualification", "propose_panel", "record_absence"]
