"""The only import of the solver: HiGHS, as scipy carries it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Row = tuple[Mapping[int, float], float, float]
"""`least <= sum of weight * number <= most`."""


def minimise(
    most: Sequence[float], rows: Sequence[Row], goal: Mapping[int, float], *, seconds: float
) -> Any:
    """Whole numbers from nought to `most` that keep the rows and make the goal smallest.

    Gives scipy's result: `x` is None without an answer, `status` 0 where it is proven best.
    """
    places = [
        (number, place, weight)
        for number, (terms, _least, _most) in enumerate(rows)
        for place, weight in terms.items()
    ]
    lines, columns, weights = zip(*places, strict=True)
    matrix = csr_array((weights, (lines, columns)), shape=(len(rows), len(most)))
    cost = np.zeros(len(most))
    for place, weight in goal.items():
        cost[place] = weight
    return milp(
        cost,
        integrality=np.ones(len(most)),
        bounds=Bounds(0, most),
        constraints=LinearConstraint(matrix, [row[1] for row in rows], [row[2] for row in rows]),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
