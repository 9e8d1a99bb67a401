"""The pages of appointments: the office's schedule, and what the applicant does beside booking."""

from .desk import sessions_for

__all__ = ["sessions_for"]
