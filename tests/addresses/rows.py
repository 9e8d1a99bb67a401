"""What every address of the site answers, and to whom: one row for each, and no row means no.

A row reads ``200 office, 403 side``: the first part that names a person counts, by role or by
group; whoever is not named gets 404, and a stranger is sent to sign in. The posts are empty.
`at` says which case or thing is asked for (see `tests/site_world.py`). Each room has a file
with `ROWS`, with `places(world)` if its addresses name things of its own, and with `TOLD` for
the pages on which another authority reads whose case it is.
"""

from dataclasses import dataclass

OFFICE = ("scheduler", "intake", "panel", "bench", "approver", "issuer")
SIDE = ("agent", "viewer")
AUTHORITIES = ("customs", "customs-elsewhere", "tax", "culture")
OUTSIDE = ("rival", "foreign", *AUTHORITIES, "operator", "administrator")
PEOPLE = (*SIDE, *OFFICE, *OUTSIDE)
EVERYBODY = ("stranger", *PEOPLE)
GROUPS = {
    "all": EVERYBODY,
    "people": PEOPLE,
    "side": SIDE,
    "office": OFFICE,
    "ports": ("customs", "customs-elsewhere"),
}
"""`panel` sits in the cases, `bench` is an appraiser of the office who does not; `foreign` holds
every role of another office, `rival` is another dealer's agent."""

TO_SIGN_IN = "/accounts/login/?next="


@dataclass(frozen=True)
class Row:
    """The answers of one address."""

    get: str
    post: str
    at: str = ""

    def named(self, method: str, who: str) -> int | None:
        """The status that the row names for the person, or None."""
        for part in (self.get if method == "GET" else self.post).split(", "):
            status, *names = part.split(" ")
            if any(who in GROUPS.get(name, (name,)) for name in names):
                return int(status)
        return None


NEVER = "405 all"
LOCKED = "405 people"
PUBLIC = Row("200 all", NEVER)
OWN = Row("200 people", "200 people")
AWAY = Row("302 all", "302 all")
NOT_HELD = Row("404 people", "404 people")
LIST = Row("200 people", LOCKED)
"""A list of what waits for the reader: empty for who has nothing to do there."""
