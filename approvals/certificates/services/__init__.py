"""The verbs of a paper: prepare, finish; suspend, revoke, amend, void, expire."""

from .amending import (
    amend_certificate,
    correctable,
    corrected_content,
    reissue_certificate,
    remark_certificate,
    void_certificate,
)
from .issuing import (
    enqueue_finishing,
    finish_certificate,
    prepare_certificate,
    read_paper,
    tell_recipients,
)
from .standing import (
    expire_certificate,
    lift_suspension,
    move_refusal,
    reinstate_certificate,
    revoke_certificate,
    right_refusal,
    suspend_certificate,
)

__all__ = [
    "amend_certificate",
    "correctable",
    "corrected_content",
    "enqueue_finishing",
    "expire_certificate",
    "finish_certificate",
    "lift_suspension",
    "move_refusal",
    "prepare_certificate",
    "read_paper",
    "reinstate_certificate",
    "reissue_certificate",
    "remark_certificate",
    "revoke_certificate",
    "right_refusal",
    "suspend_certificate",
    "tell_recipients",
    "void_certificate",
]
