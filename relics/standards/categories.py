"""The categories of the exit standard (§2.1) and the parts of GB/T 33290 (R-STD-10)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from relics.standards.queries import rows_on


@dataclass(frozen=True)
class Category:
    """A category of the exit standard. `line` is `always`, a year, or `unread` ([M])."""

    number: str
    title: str
    title_en: str
    line: str
    wording: str
    textures: tuple[str, ...]
    evidence: str


@dataclass(frozen=True)
class Part:
    """A part of GB/T 33290: its number in two figures, and what it is for."""

    part: str
    title: str
    title_en: str
    categories: tuple[str, ...]
    textures: tuple[str, ...]
    evidence: str
    effective_from: date


def of(named: str = "", *, texture: str = "", on: date | None = None) -> list[Category]:
    """The categories that a number (3, 3.1) or a word (书法) names, or that have the texture.

    Where several apply the strictest governs (R-STD-07): it stands first.
    """
    wanted = named.strip()
    found = [
        _category(row)
        for row in rows_on("categories", on)
        if (wanted and _names(row["number"], row["title"], row["title_en"], wanted))
        or (texture and texture in row["textures"])
    ]
    return sorted(found, key=_strictness)


def parts_for(category: str = "", texture: str = "", *, on: date | None = None) -> list[Part]:
    """The parts in force on the day for a category (number or word) or a texture.

    The general part (01) always applies and stands last.
    """
    wanted = category.strip()
    found, general = [], []
    for row in rows_on("gb33290", on):
        if row["part"] == "01":
            general.append(_part(row))
        elif (
            wanted
            and (wanted in row["categories"] or _names(row["part"], row["title"], "", wanted))
        ) or (texture and texture in row["textures"]):
            found.append(_part(row))
    return found + general


def _strictness(one: Category) -> tuple[int, int]:
    """`always` first, then the latest year (it bars more), then what was not read."""
    if one.line == "always":
        return 0, 0
    return (1, -int(one.line)) if one.line.isdecimal() else (2, 0)


def _names(number: str, title: str, title_en: str, wanted: str) -> bool:
    if wanted.replace(".", "").isdecimal():
        return number == wanted or number.startswith(f"{wanted}.")
    folded = wanted.casefold()
    return (
        wanted in title
        or title in wanted
        or any(word in wanted for word in title.replace("及", "、").split("、") if word)
        or (len(folded) > 2 and folded in title_en.casefold())
    )


def _category(row: dict[str, Any]) -> Category:
    return Category(
        number=row["number"],
        title=row["title"],
        title_en=row["title_en"],
        line=row["line"],
        wording=row["wording"],
        textures=tuple(row["textures"]),
        evidence=row["evidence"],
    )


def _part(row: dict[str, Any]) -> Part:
    return Part(
        part=row["part"],
        title=row["title"],
        title_en=row["title_en"],
        categories=tuple(row["categories"]),
        textures=tuple(row["textures"]),
        evidence=row["evidence"],
        effective_from=date.fromisoformat(row["effective_from"]),
    )
