"""The verbs of a case: numbers, clocks, rounds, adverse acts. Flow turns are in engine.py."""

from .acts import (
    draft_adverse_act,
    drop_adverse_act,
    lapse_adverse_acts,
    record_appeal,
    recording_refusal,
    sign_adverse_act,
)
from .clocks import (
    confirm_clock,
    end_postponement,
    extend_clock,
    open_clock,
    open_delivery_clock,
    pause_clock,
    resume_clock,
    stop_clock,
)
from .deemed import deem_accepted
from .delegations import delegate_role, end_delegation
from .numbers import calendar_of, next_number
from .rounds import open_round

__all__ = [
    "calendar_of",
    "confirm_clock",
    "deem_accepted",
    "delegate_role",
    "draft_adverse_act",
    "drop_adverse_act",
    "end_delegation",
    "end_postponement",
    "extend_clock",
    "lapse_adverse_acts",
    "next_number",
    "open_clock",
    "open_delivery_clock",
    "open_round",
    "pause_clock",
    "record_appeal",
    "recording_refusal",
    "resume_clock",
    "sign_adverse_act",
    "stop_clock",
]
