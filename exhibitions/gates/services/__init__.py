"""The verbs of the gate: apply, judge, cross, inspect, settle."""

from .applying import Load, Piece, apply_for_pass, void_pass, withdraw_pass
from .crossing import Seen, hold_pass, record_crossing
from .inspecting import prepare_seeds, record_inspection, replay
from .judging import record_verdict, settle_anomaly

__all__ = [
    "Load",
    "Piece",
    "Seen",
    "apply_for_pass",
    "hold_pass",
    "prepare_seeds",
    "record_crossing",
    "record_inspection",
    "record_verdict",
    "replay",
    "settle_anomaly",
    "void_pass",
    "withdraw_pass",
]
