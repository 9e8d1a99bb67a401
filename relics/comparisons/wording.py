"""How the states look, in one place."""

from .models import Status

TONES: dict[str, str] = {
    Status.OPEN: "review",
    Status.MATCHED: "approved",
    Status.MISMATCH: "correction",
    Status.EXPLAINED: "approved",
    Status.SWAP_SUSPECTED: "correction",
    Status.SWAPPED: "refused",
    Status.UNEXPLAINED: "refused",
}


def tone_of(status: str) -> str:
    return TONES[status]
