"""The addresses of the comparison: for the officers of the office that recorded the object."""

from typing import Any

from tests import comparing

from .rows import LIST, LOCKED, Row

ROWS = {
    "comparisons:comparison_list": LIST,
    "comparisons:comparison": Row("200 office", "422 office", "comparison"),
    "comparisons:reference_photo": Row("200 office", LOCKED, "reference photo"),
    "comparisons:reference_thumb": Row("200 office", LOCKED, "reference photo"),
    "comparisons:presented_photo": Row("200 office", LOCKED, "presented photo"),
    "comparisons:evidence": Row("200 office", LOCKED, "evidence"),
}


def places(world: Any) -> dict[str, dict[str, Any]]:
    desk = comparing.desk_of(
        world.office, world.dealer, world.agent, world.clerk, world.second, world.approver
    )
    comparison = comparing.mismatched(desk)
    finding = comparing.explained_by(desk, comparison)
    return {
        "comparison": {"pk": comparison.pk},
        "reference photo": {"pk": desk.reference.photos.all()[0].pk},
        "presented photo": {"pk": comparison.photos.all()[0].pk},
        "evidence": {"pk": finding.pk},
    }
