"""By when what left the zone has to be declared: rooms to the right say their part (R-CENT-05).

Exit first, declare later: an exhibit goes out on its pass alone; sold it stands in a declaration
in time, unsold it comes back (R-CENT-06). A source is a callable that gives the day for each
exhibit it knows; it is registered once, when its room is ready.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from exhibitions.exhibits.models import Exhibit

Source = Callable[[Sequence[Exhibit]], Mapping[int, date]]

_sources: list[Source] = []


def register_deadlines(source: Source) -> None:
    """Have `source` asked for days; registered twice it is asked once."""
    if source not in _sources:
        _sources.append(source)


def declare_by(exhibits: Sequence[Exhibit]) -> dict[int, date]:
    """The earliest day by which each of them that is sold must be declared."""
    found: dict[int, date] = {}
    for source in _sources:
        for key, day in source(exhibits).items():
            found[key] = min(day, found.get(key, day))
    return found
