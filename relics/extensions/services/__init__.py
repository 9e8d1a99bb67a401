"""The verbs of an extension: ask, answer, and what follows from the answers."""

from .answering import answer_extension, draft_refusal, refusal_signed
from .asking import (
    draft_extension,
    fill_extension,
    keep_consent,
    submit_extension,
    take_back_extension,
)

__all__ = [
    "answer_extension",
    "draft_extension",
    "draft_refusal",
    "fill_extension",
    "keep_consent",
    "refusal_signed",
    "submit_extension",
    "take_back_extension",
]
