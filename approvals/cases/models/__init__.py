"""The case, its numbers, its clocks, its rounds and the acts against its applicant."""

from .acts import ActStatus, AdverseAct, Appeal, DeemedAcceptance
from .case import CalendarDay, Case, Clock, IdempotentAnswer, NumberSeries
from .intervals import ClockExtension, ClockPause
from .rounds import Round

__all__ = [
    "ActStatus",
    "AdverseAct",
    "Appeal",
    "CalendarDay",
    "Case",
    "Clock",
    "ClockExtension",
    "ClockPause",
    "DeemedAcceptance",
    "IdempotentAnswer",
    "NumberSeries",
    "Round",
]
