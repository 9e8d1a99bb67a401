"""The verbs of this room."""

from .approvals import apply_approval, record_approval
from .customs import record_cites, record_copy, reexport, release_line_two
from .drafting import draft_filings, import_and_draft
from .examining import (
    accept_filing,
    confirm_change,
    decline_change,
    refuse_filing,
    return_filing,
)
from .holder import (
    answer_fix,
    cancel_filing,
    change_filing,
    fill_filing,
    give_up_line_two,
    request_line_two,
    submit_filing,
    supplement_filing,
)
from .tracks import found_not_to_be_relic, found_to_be_relic, lift_sale_lock
from .uses import end_use, finish_use, note_use, record_use, start_exit

__all__ = [
    "accept_filing",
    "answer_fix",
    "apply_approval",
    "cancel_filing",
    "change_filing",
    "confirm_change",
    "decline_change",
    "draft_filings",
    "end_use",
    "fill_filing",
    "finish_use",
    "found_not_to_be_relic",
    "found_to_be_relic",
    "give_up_line_two",
    "import_and_draft",
    "lift_sale_lock",
    "note_use",
    "record_approval",
    "record_cites",
    "record_copy",
    "record_use",
    "reexport",
    "refuse_filing",
    "release_line_two",
    "request_line_two",
    "return_filing",
    "start_exit",
    "submit_filing",
    "supplement_filing",
]
