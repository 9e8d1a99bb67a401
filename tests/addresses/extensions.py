"""The addresses of extensions: the side that asks, the office, the customs of the entry."""

from typing import Any

from relics.extensions.services import keep_consent, submit_extension
from tests import extending
from tests.reviewing import World

from .rows import LIST, LOCKED, Row

ROWS = {
    "extensions:list": LIST,
    "extensions:new": Row("200 people", "422 people"),
    "extensions:case": Row("200 side office customs", LOCKED, "extension"),
    "extensions:application": Row("200 side", "422 side", "extension-draft"),
    "extensions:consent": Row("200 side office customs", LOCKED, "extension"),
    "extensions:take-back": Row("200 side", "403 viewer, 302 agent", "extension"),
    "extensions:office": Row("200 office customs", "422 office customs", "extension"),
    "extensions:customs": Row("200 office customs", "422 office customs", "extension"),
    "extensions:refusal": Row("200 office customs", "200 office customs", "extension"),
}
TOLD = {
    "customs": (
        "cases:inbox",
        "extensions:list",
        "extensions:case",
        "extensions:office",
        "extensions:customs",
        "extensions:refusal",
    )
}
"""The customs of the entry is asked about the objects, and so reads whose they are."""


def places(world: World) -> dict[str, dict[str, Any]]:
    one, two = extending.stays(world, 2)
    asked = extending.drafted(world, one)
    keep_consent(asked, extending.consent(), by=world.agent)
    submit_extension(asked, by=world.agent)
    return {
        "extension": {"pk": asked.case_id},
        "extension-draft": {"pk": extending.drafted(world, two).case_id},
    }
