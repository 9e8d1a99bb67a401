"""The addresses of the lists, the candidates and the freezes."""

from typing import Any

from tests import watching

from .rows import LIST, LOCKED, Row

ROWS = {
    "watchlists:list_list": Row("200 people", "422 people"),
    "watchlists:list": Row("200 office foreign", "422 office foreign", "watch list"),
    "watchlists:candidate_list": LIST,
    "watchlists:candidate": Row("200 office", "422 office", "candidate"),
    "watchlists:freeze_list": LIST,
    "watchlists:freeze_new": Row(
        "200 office foreign, 403 people",
        "404 office foreign, 403 people",
    ),
    "watchlists:freeze": Row("200 office", "422 office", "freeze"),
    "watchlists:listed_photo": Row("200 office foreign", LOCKED, "listed photo"),
    "watchlists:listed_thumb": Row("200 office foreign", LOCKED, "listed photo"),
    "watchlists:object_photo": Row("200 office", LOCKED, "alike photo"),
    "watchlists:object_thumb": Row("200 office", LOCKED, "alike photo"),
    "watchlists:instruction": Row("200 office", LOCKED, "instruction"),
}


def places(world: Any) -> dict[str, dict[str, Any]]:
    """An object of the dealer's that was listed, frozen, reported and kept."""
    people = (world.agent, world.clerk, world.second, world.approver)
    watch = watching.watch_of(world.office, world.dealer, *people, number="示例追索-1")
    found = watching.candidate(watch)
    freeze = watching.reported(watch)
    instruction = watching.instruct(freeze, "kept", by=watch.approver)
    return {
        "watch list": {"pk": watch.watch_list.pk},
        "candidate": {"pk": found.pk},
        "freeze": {"pk": freeze.pk},
        "listed photo": {"pk": watch.entry.photos.get().pk},
        "alike photo": {"pk": watch.thing.photos.get().pk},
        "instruction": {"pk": instruction.pk},
    }
