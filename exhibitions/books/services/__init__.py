"""The verbs of the account book."""

from .keeping import (
    LineWords,
    choose_cycle,
    close_book,
    correct_line,
    open_book,
    open_lines,
)
from .posting import (
    VERBS,
    Paper,
    call_off_coming,
    call_off_going,
    commit,
    expect,
    receive,
    restore,
    write_off,
)
from .settling import answer_settlement, report_cycle

__all__ = [
    "VERBS",
    "LineWords",
    "Paper",
    "answer_settlement",
    "call_off_coming",
    "call_off_going",
    "choose_cycle",
    "close_book",
    "commit",
    "correct_line",
    "expect",
    "open_book",
    "open_lines",
    "receive",
    "report_cycle",
    "restore",
    "write_off",
]
