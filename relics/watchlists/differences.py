"""What a new version of a list would change, before it takes effect."""

from dataclasses import dataclass, field
from typing import Any

from relics.register.models import RelicObject

from .models import ListedObject, ListVersion
from .reading import Fault, read_listing

COMPARED = (
    *("name", "name_en", "description", "materials", "size", "measures", "date_text"),
    *("year_from", "year_to", "inscriptions", "lost_at", "lost_on", "standing"),
)


@dataclass(frozen=True)
class Change:
    """One field of an entry that the new version writes otherwise."""

    label: str
    before: str
    after: str


@dataclass
class Difference:
    """New, changed and closed entries by key, how many stay, and the faults of the file."""

    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=dict)
    closed: dict[str, ListedObject] = field(default_factory=dict)
    same: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, as the version keeps them."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "closed": len(self.closed),
            "same": self.same,
        }


def current_entries(version: ListVersion) -> dict[str, ListedObject]:
    """The entries of the version's list that are not closed, by key."""
    rows = ListedObject.objects.filter(watch_list=version.watch_list_id, until__isnull=True)
    return {row.key: row for row in rows}


def difference_of(version: ListVersion) -> Difference:
    """The waiting file held against the entries as they are now.

    An entry that the file no longer has is closed, never deleted.
    """
    with version.table.open("rb") as stream:
        listing = read_listing(stream.read())
    found = Difference(faults=listing.faults)
    if listing.faults:
        return found
    held = current_entries(version)
    for key, entry in listing.entries.items():
        if key not in held:
            found.new[key] = entry
        elif changes := _changes(held[key], entry):
            found.changed[key], found.changes[key] = entry, changes
        else:
            found.same += 1
    found.closed = {key: row for key, row in held.items() if key not in listing.entries}
    return found


def _changes(held: ListedObject, entry: dict[str, Any]) -> list[Change]:
    return [
        Change(_label(name), _plain(getattr(held, name)), _plain(entry[name]))
        for name in COMPARED
        if getattr(held, name) != entry[name]
    ]


def _label(name: str) -> str:
    return str(ListedObject._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "；".join(f"{_measure(key)} {text}" for key, text in sorted(value.items()))
    return "" if value is None else str(value)


def _measure(name: str) -> str:
    return str(RelicObject._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001
