"""Reading the tables that offices and dealers send: CSV in any encoding they use, and XLSX.

`read_rows` is the one door. It looks at the bytes and not at the file's name, gives the rows
one by one, evaluates no formula, and answers anything it cannot read with `UnreadableSheet`,
whose sentence is meant for the person who sent the file.
"""

from relics.standards.spreadsheets.reading import open_bytes, read_rows
from relics.standards.spreadsheets.sheet import Row, Sheet, UnreadableSheet

__all__ = ["Row", "Sheet", "UnreadableSheet", "open_bytes", "read_rows"]
