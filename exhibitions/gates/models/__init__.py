"""What the gate keeps: passes with their lines, what the barriers saw, draws and anomalies."""

from .anomaly import Anomaly, AnomalyKind, LateReturn, Settlement
from .crossing import Barrier, Crossing, Outcome
from .gate_pass import (
    OPEN,
    Direction,
    Dossier,
    GateLine,
    GatePass,
    PassStatus,
    Verdict,
    VerdictOutcome,
)
from .inspection import Draw, Inspection, Seed

__all__ = [
    "OPEN",
    "Anomaly",
    "AnomalyKind",
    "Barrier",
    "Crossing",
    "Direction",
    "Dossier",
    "Draw",
    "GateLine",
    "GatePass",
    "Inspection",
    "LateReturn",
    "Outcome",
    "PassStatus",
    "Seed",
    "Settlement",
    "Verdict",
    "VerdictOutcome",
]
