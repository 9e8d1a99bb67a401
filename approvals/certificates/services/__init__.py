"""The verbs of a paper: prepare, finish; suspend, revoke, amend, void, expire."""

from .amending import amend_certificate, void_certificate
from .issuing import (
    enqueue_finishing,
    finish_certificate,
    prepare_certificate,
    read_paper,
    tell_recipients,
)
from .standing import (
    expire_certificate,
    reinstate_certificate,
    revoke_certificate,
    suspend_certificate,
)

__all__ = [
    "amend_certificate",
    "enqueue_finishing",
    "expire_certificate",
    "finish_certificate",
    "prepare_certificate",
    "read_paper",
    "reinstate_certificate",
    "revoke_certificate",
    "suspend_certificate",
    "tell_recipients",
    "void_certificate",
]
