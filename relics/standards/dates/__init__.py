"""From the words on a label to a range of years, and never further than the words go (R-STD-11).

Years are counted as people do: -300 is 300 BC, and there is no year 0.
"""

from relics.standards.dates.range import DateRange, Note
from relics.standards.dates.sources import read_range
from relics.standards.dates.text import read_text

__all__ = ["DateRange", "Note", "read_range", "read_text"]
