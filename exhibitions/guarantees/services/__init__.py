"""The verbs of this room."""

from .changing import decline_change, grant_change, renew, request_change, top_up
from .covering import Need, lock_cover, need_of, release_cover, revalue
from .deciding import accept_guarantee, activate_guarantee, refuse_guarantee
from .ending import (
    call_guarantee,
    clear_guarantee,
    forfeit_guarantee,
    give_notice,
    release_guarantee,
)
from .handing_in import draft_guarantee, fill_guarantee, submit_guarantee
from .nightly import Night, pass_night, revalue_all, settle_holder

__all__ = [
    "Need",
    "Night",
    "accept_guarantee",
    "activate_guarantee",
    "call_guarantee",
    "clear_guarantee",
    "decline_change",
    "draft_guarantee",
    "fill_guarantee",
    "forfeit_guarantee",
    "give_notice",
    "grant_change",
    "lock_cover",
    "need_of",
    "pass_night",
    "refuse_guarantee",
    "release_cover",
    "release_guarantee",
    "renew",
    "request_change",
    "revalue",
    "revalue_all",
    "settle_holder",
    "submit_guarantee",
    "top_up",
]
