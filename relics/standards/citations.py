"""One rule of evidence: which grounds print on a paper (§0), and what old articles became.

What was read in the official text ([V]) prints. What was read in a secondary copy only ([V2])
prints after a named officer of the authority recorded that it was held against the official
text. What is computed, remembered or decided by us ([C], [M], [D]) never prints.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone

from approvals.parties.models import Party
from relics.standards.models import TextCheck
from relics.standards.rulebook import Evidence, ImproperRulebook

TABLE = Path(__file__).parent / "tables" / "lists" / "citations.csv"
FIGURES = "零一二三四五六七八九"
ARTICLE = re.compile(
    r"(?:第\s*([零一二三四五六七八九十百\d]+)\s*条|\bart(?:icle|\.)?\s*(\d+))", re.IGNORECASE
)


class NothingPrintable(ImproperRulebook):
    """A paper needs a ground and none of those named may be printed."""


@dataclass(frozen=True)
class Citation:
    """A provision (依据): where it stands, by which rule we use it, how well it is known.

    `becomes` is the key of the provision that took its place (文物保护法第六十条 → 第七十七条).
    """

    key: str
    statute: str
    statute_en: str
    article: str
    article_en: str
    rule: str
    evidence: Evidence
    effective_from: date
    effective_to: date | None
    becomes: str
    note: str

    @property
    def named(self) -> str:
        """The statute in its marks: 《中华人民共和国文物保护法》; a document number has none."""
        return f"《{self.statute}》" if self.statute.endswith(("法", "例", "准")) else self.statute

    @property
    def text(self) -> str:
        return f"{self.named}{self.article}"

    @property
    def text_en(self) -> str:
        joined = "art. " if self.article_en[:1].isdecimal() else ""
        return f"{self.statute_en}, {joined}{self.article_en}"

    def covers(self, day: date) -> bool:
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


@cache
def citations() -> Mapping[str, Citation]:
    """Every citation by its key; the file is maintained with the product, never by upload."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        found = [_citation(row) for row in csv.DictReader(lines)]
    known = {one.key: one for one in found}
    lost = [one.key for one in found if one.becomes and one.becomes not in known]
    if lost or len(known) != len(found):
        raise ImproperRulebook(f"citations.csv: {lost or 'a key stands twice'}")
    return known


def _citation(row: dict[str, str]) -> Citation:
    last = row["effective_to"]
    dated = {
        "evidence": Evidence(row["evidence"]),
        "effective_from": date.fromisoformat(row["effective_from"]),
        "effective_to": date.fromisoformat(last) if last else None,
    }
    return Citation(**{**row, **dated})  # type: ignore[arg-type]


def current(key: str, on: date | None = None) -> Citation:
    """The provision of the key, or the one that took its place by the day. Raises KeyError."""
    day = on or timezone.localdate()
    found = citations()[key]
    while not found.covers(day) and found.becomes and (found.effective_to or day) < day:
        found = citations()[found.becomes]
    return found


def old_article(text: str, written_on: date, on: date | None = None) -> tuple[Citation, Citation]:
    """What a paper of `written_on` cites, and which provision that is on the day (edge case 51).

    `text` is as written: 文物保护法第61条, 第六十一条, art 61. Raises LookupError for an article
    that is not in our table.
    """
    found = ARTICLE.search(text)
    if found is None:
        raise LookupError(text)
    number = _number(found[1] or found[2])
    statute = text[: found.start()].strip("《》 的") if found[1] else ""
    for one in citations().values():
        if one.article_en == str(number) and one.covers(written_on) and statute in one.statute:
            return one, current(one.key, on)
    raise LookupError(text)


def _number(figures: str) -> int:
    """六十一, 六一 or 61 as a number, up to 百."""
    if figures.isdecimal():
        return int(figures)
    hundreds, _mark, rest = figures.rpartition("百")
    tens, mark, ones = rest.rpartition("十")
    number = _figure(hundreds) * 100 + (_figure(tens or "一") * 10 if mark else 0)
    return number + (_figure(ones.removeprefix("零")) if ones else 0)


def _figure(figure: str) -> int:
    return int("".join(str(FIGURES.index(one)) for one in figure) or 0)


def checks_of(key: str) -> QuerySet[TextCheck]:
    """Every record that the citation was held against the official text, newest first."""
    return TextCheck.objects.filter(citation=key).select_related("officer", "party").order_by("-pk")


def checked_keys(office: Party, on: date | None = None) -> set[str]:
    """The citations that an officer of the office held against the official text by the day."""
    checks = TextCheck.objects.filter(party=office, checked_on__lte=on or timezone.localdate())
    return set(checks.values_list("citation", flat=True))


def printable_citations(
    keys: Iterable[str], *, on: date | None = None, office: Party | None = None
) -> list[Citation]:
    """Those provisions that may be printed by the office on the day, each as it stands that day.

    A repealed article is printed as the one that took its place. Raises `NothingPrintable` if
    none is left, KeyError for a key that is not in the file.
    """
    day = on or timezone.localdate()
    asked = list(keys)
    found = [current(key, day) for key in asked]
    second_hand = [one.key for one in found if one.evidence == Evidence.SECONDARY]
    checked = checked_keys(office, day) if second_hand and office is not None else set()
    left = [
        one
        for one in found
        if one.covers(day) and (one.evidence == Evidence.READ or one.key in checked)
    ]
    if not left:
        raise NothingPrintable(f"no ground may be printed of {asked}")
    return left


def printable(
    keys: Iterable[str], *, on: date | None = None, office: Party | None = None
) -> list[str]:
    """The Chinese text of every provision that may be printed; see `printable_citations`."""
    return [one.text for one in printable_citations(keys, on=on, office=office)]


def printed(
    keys: Iterable[str],
    *,
    between: str = "；",
    on: date | None = None,
    office: Party | None = None,
) -> str:
    """The grounds as one text: articles of one statute together, statutes parted by `between`."""
    parts: list[str] = []
    last = ""
    for one in printable_citations(keys, on=on, office=office):
        if one.statute == last:
            parts[-1] += f"、{one.article}"
        else:
            parts.append(one.text)
        last = one.statute
    return between.join(parts)
