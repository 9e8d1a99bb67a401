"""What this room registers: the policies that an office may set."""

from approvals.policies.registry import register_policy
from relics.watchlists.recusal import register_recusal

from .capacity import WARN_DAYS
from .proposals import PANEL_SIZE_WISHED
from .standing_aside import tie_refusal
from .workload import LOAD_DAYS


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for each in (PANEL_SIZE_WISHED, LOAD_DAYS, WARN_DAYS):
        register_policy(each)
    register_recusal(tie_refusal)
