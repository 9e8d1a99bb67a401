"""Reading the trail."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from .models import TrailEntry, TrailHead
from .services import link_hash


@dataclass(frozen=True)
class BrokenLink:
    """The first place where a chain does not hold."""

    chain: str
    seq: int
    fault: str


def trail_of(chain: str) -> QuerySet[TrailEntry]:
    """The acts of one chain, oldest first."""
    return TrailEntry.objects.filter(chain=chain).order_by("seq")


def first_broken_link(chain: str | None = None) -> BrokenLink | None:
    """Walk every chain (or one) and return the first link that does not hold, or None."""
    return next(_broken_links(chain), None)


def _broken_links(chain: str | None) -> Iterator[BrokenLink]:
    heads = TrailHead.objects.order_by("chain")
    entries = TrailEntry.objects.order_by("chain", "seq")
    if chain:
        heads, entries = heads.filter(chain=chain), entries.filter(chain=chain)
    expected = {head.chain: head for head in heads}
    last: dict[str, tuple[int, str]] = {}
    for entry in entries.iterator(chunk_size=2000):
        seq, previous = last.get(entry.chain, (0, ""))
        if entry.seq != seq + 1:
            yield BrokenLink(entry.chain, seq + 1, "missing")
        elif entry.previous_hash != previous:
            yield BrokenLink(entry.chain, entry.seq, "does not follow the link before it")
        elif entry.hash != link_hash(entry):
            yield BrokenLink(entry.chain, entry.seq, "altered")
        last[entry.chain] = (entry.seq, entry.hash)
    for name, head in expected.items():
        seq, found = last.get(name, (0, ""))
        if (seq, found) != (head.seq, head.hash):
            yield BrokenLink(name, seq + 1, "cut off")
    for name in last.keys() - expected.keys():
        yield BrokenLink(name, 1, "has no head")
