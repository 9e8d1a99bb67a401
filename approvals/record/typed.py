"""What arrives in addresses and forms, read without believing that a page of ours sent it."""

from collections.abc import Iterable
from datetime import date, timedelta

LONGEST_KEY = 18
"""Digits of a row's key; a longer number is no key of the database, whatever sent it."""

A_YEAR = timedelta(days=366)


def keys_among(said: Iterable[str]) -> set[int]:
    """The row keys among what was ticked or typed; everything else is left out."""
    return {int(one) for one in said if one.isdecimal() and len(one) <= LONGEST_KEY}


def monday_of(said: str, default: date) -> date:
    """The Monday of the week that an address names, or that of `default`.

    A day at the ends of the calendar, before or after which there is no week, is none.
    """
    try:
        day = date.fromisoformat(said)
    except ValueError:
        day = default
    if not date.min + A_YEAR < day < date.max - A_YEAR:
        day = default
    return day - timedelta(days=day.weekday())
