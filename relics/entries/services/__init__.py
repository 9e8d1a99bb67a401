"""The verbs on what enters, and on how long it stays."""

from .alarms import draft_overdue, give_alarms
from .declaring import declare_entry
from .ending import (
    begin_sale,
    call_off_sale,
    open_exit_case,
    open_reexit,
    report_incident,
    settle_domestic,
    settle_duty,
)
from .registering import check_lists, finish_registration, photograph, register_object
from .sealing import check_seal, record_customs_word
from .staying import (
    ask_extension,
    begin_reexit,
    end_reexit,
    extend,
    fall_overdue,
    refuse_extension,
)

__all__ = [
    "ask_extension",
    "begin_reexit",
    "begin_sale",
    "call_off_sale",
    "check_lists",
    "check_seal",
    "declare_entry",
    "draft_overdue",
    "end_reexit",
    "extend",
    "fall_overdue",
    "finish_registration",
    "give_alarms",
    "open_exit_case",
    "open_reexit",
    "photograph",
    "record_customs_word",
    "refuse_extension",
    "register_object",
    "report_incident",
    "settle_domestic",
    "settle_duty",
]
