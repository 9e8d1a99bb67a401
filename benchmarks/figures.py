"""The form in which every bench reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Run:
    """One run: what was reached, the floor in that same run, and what others took of the cores."""

    value: float
    floor: float | None = None
    foreign: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    def as_json(self) -> dict[str, Any]:
        shown = {"value": _short(self.value), "floor": _short(self.floor), "ratio": self._ratio()}
        return shown if self.foreign is None else {**shown, "foreign": round(self.foreign, 2)}

    def _ratio(self) -> float | None:
        return None if self.ratio is None else round(self.ratio, 3)


@dataclass(frozen=True)
class Figure:
    """A claim: the medians of its runs beside what we aim for (of the ratio, if there is one)."""

    name: str
    runs: Sequence[Run]
    aim: float
    higher_is_better: bool = True
    not_judged: str = ""
    """Why the server or the machine was not fit to judge the aim, in words; empty if it was."""

    def as_json(self) -> dict[str, Any]:
        ratios = [run.ratio for run in self.runs if run.ratio is not None]
        floors = [run.floor for run in self.runs if run.floor is not None]
        return {
            "name": self.name,
            "value": _short(median(run.value for run in self.runs)),
            "floor": _short(median(floors)) if floors else None,
            "ratio": round(median(ratios), 3) if ratios else None,
            "aim": self.aim,
            "higher_is_better": self.higher_is_better,
            "not_judged": self.not_judged,
            "runs": [run.as_json() for run in self.runs],
        }


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, 1)
