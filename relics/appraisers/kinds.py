"""What this room registers: the policies that an office may set."""

from approvals.policies.registry import register_policy

from .capacity import WARN_DAYS
from .proposals import PANEL_SIZE_WISHED
from .workload import LOAD_DAYS


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for each in (PANEL_SIZE_WISHED, LOAD_DAYS, WARN_DAYS):
        register_policy(each)
