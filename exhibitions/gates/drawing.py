"""Drawing which passes are inspected: a pure function of a seed, a reference and the odds."""

from dataclasses import asdict, dataclass
from hashlib import sha256

TICKETS = 10_000


@dataclass(frozen=True)
class Odds:
    """Whole percents: `tier`, `history` and `value` add up to the risk; `chance` stands alone."""

    tier: int
    history: int
    value: int
    chance: int

    @property
    def risk(self) -> int:
        return min(100, self.tier + self.history + self.value)

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def ticket(seed: str, reference: str, what: str) -> int:
    """A number below `TICKETS` that nobody can choose who does not know the seed."""
    digest = sha256(f"{seed}|{reference}|{what}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % TICKETS


def hits(seed: str, reference: str, odds: Odds) -> list[str]:
    """What hits the pass: `risk`, `chance`, both or nothing. The same for ever."""
    limits = {"risk": odds.risk, "chance": odds.chance}
    share = TICKETS // 100
    return [what for what, limit in limits.items() if ticket(seed, reference, what) < limit * share]


def commitment_of(seed: str) -> str:
    """What is shown of a seed before it is opened."""
    return sha256(seed.encode()).hexdigest()
