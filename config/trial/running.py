"""A run from the file to the papers in a folder, and what it tells of itself."""

import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from approvals.certificates.models import Certificate
from approvals.certificates.services import read_paper
from approvals.certificates.trust import TrustFolder
from approvals.certificates.verdicts import Answer
from approvals.certificates.verifying import verify_pdf
from relics.register.importing import ImportReport, apply_import, read_import
from relics.register.models import RelicObject
from relics.reviews.models import ReviewItem
from relics.reviews.rules import MOST_OBJECTS

from .play import play_application
from .press import draw_pictures, finish_paper, open_press
from .screening import refuse_unprintable
from .world import Players, gather_players

LEFT = {"exit_permit": "permit", "prohibited_register": "register"}
"""The papers that a trial leaves in the folder, and the first word of their names."""


@dataclass
class Tally:
    """What a run found; `as_json` has the keys that machines read."""

    rows: int = 0
    imported: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    permitted: int = 0
    prohibited: int = 0
    permits: int = 0
    registers: int = 0
    verified: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    folder: Path | None = None
    faults: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            name: getattr(self, name)
            for name in (
                "rows",
                "imported",
                "refused",
                "permitted",
                "prohibited",
                "permits",
                "registers",
                "verified",
                "seconds",
            )
        }

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time that the block takes to the stage of that name."""
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            self.seconds[name] = round(self.seconds.get(name, 0.0) + spent, 3)


class UnreadableFile(Exception):
    """The file as a whole cannot be taken; the text is one plain sentence."""


def run_trial(content: bytes, filename: str, folder: Path | None, *, workers: int) -> Tally:
    """Play the journey on a table of objects and leave its papers in `folder`.

    The folder is the run's own under `var/trial` unless given; papers that an earlier trial left
    in it go. Pictures and papers are made by `workers` processes beside this one while it goes
    on with the next application, so a stage counts only the time that the run waits for it.
    Raises UnreadableFile.
    """
    tally = Tally()
    with tally.stage("import"):
        players = gather_players()
        report = read_import(content, filename, players.dealer)
        if report.refusal is not None:
            raise UnreadableFile(str(report.refusal.sentence))
        objects = _imported(report, players, tally)
    tally.folder = _emptied(folder or settings.VAR / "trial" / players.name)
    with open_press(workers) as press:
        papers = _play_all(players, objects, press, tally)
        with tally.stage("papers"):
            _await(papers, tally)
    with tally.stage("verify"):
        _leave_papers([paper for paper, _done in papers], tally.folder, tally)
    return tally


def _imported(report: ImportReport, players: Players, tally: Tally) -> list[RelicObject]:
    """The good rows as objects in the register; the rest stands in the tally."""
    refuse_unprintable(report)
    tally.rows = report.rows
    tally.refused = [
        {"row": fault.row, "column": fault.column, "reason": str(fault.message)}
        for fault in report.errors
    ]
    if not report.good:
        return []
    objects = apply_import(report, by=players.agent, only_good=True)
    tally.imported = len(objects)
    return objects


Waiting = list[tuple[Certificate, "Future[str]"]]


def _play_all(
    players: Players, objects: list[RelicObject], press: Executor, tally: Tally
) -> Waiting:
    """Play application after application; their papers are on their way to be drawn."""
    lots = [objects[n : n + MOST_OBJECTS] for n in range(0, len(objects), MOST_OBJECTS)]
    drawn = [
        press.submit(draw_pictures, [thing.pk for thing in lot], players.agent.pk) for lot in lots
    ]
    papers: Waiting = []
    for place, (lot, pictures) in enumerate(zip(lots, drawn, strict=True), start=1):
        with tally.stage("photographs"):
            pictures.result()
        with tally.stage("review"):
            review, prepared = play_application(players, lot, place=place)
            outcomes = list(review.items.values_list("status", flat=True))
        tally.permitted += outcomes.count(ReviewItem.Outcome.PERMIT_ISSUED)
        tally.prohibited += outcomes.count(ReviewItem.Outcome.RETURNED)
        papers += [(paper, press.submit(finish_paper, paper.pk)) for paper in prepared]
    return papers


def _await(papers: Waiting, tally: Tally) -> None:
    for paper, done in papers:
        if fault := done.result():
            tally.faults.append(f"{paper.reference}: {fault}")


def _emptied(folder: Path) -> Path:
    """The folder, without the papers of an earlier trial; nothing else in it is touched."""
    folder.mkdir(parents=True, exist_ok=True)
    for word in LEFT.values():
        for old in folder.glob(f"{word}-TRIAL-*.pdf"):
            old.unlink()
    return folder


def _leave_papers(papers: list[Certificate], folder: Path, tally: Tally) -> None:
    """Copy permits and registers to the folder, and verify each as it lies there."""
    trust = TrustFolder(settings.VAR / "trust")
    kept = Certificate.objects.filter(pk__in=[paper.pk for paper in papers], kind__in=LEFT)
    for paper in kept.exclude(file=""):
        word = LEFT[paper.kind]
        place = folder / f"{word}-{paper.reference}.pdf"
        place.write_bytes(read_paper(paper))
        tally.permits += word == "permit"
        tally.registers += word == "register"
        tally.verified += verify_pdf(place.read_bytes(), trust).verdict == Answer.VALID
