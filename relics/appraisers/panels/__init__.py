"""Lawful panels found among people: what is asked, the greedy answer, the solver's answer."""

from .asking import Ask, Candidate, Plan
from .choosing import choose

__all__ = ["Ask", "Candidate", "Plan", "choose"]
