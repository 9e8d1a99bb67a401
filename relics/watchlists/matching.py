"""What of two objects is alike: found by the database, weighed here, told in figures.

Found is whatever has a similar name or mark (trigrams) or a near photograph; measures and years
then speak for it or against it. Nothing found here is more than a hint.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from .policies import Thresholds

Signal = dict[str, Any]
MOST_LOOKED_AT = 5000
WEIGHT_NAME, WEIGHT_LONG_NAME, LONG_NAME = 40, 10, 6
WEIGHT_MARK, WEIGHT_SHORT_MARK, SHORT_MARK = 45, 10, 4
WEIGHT_COMMON_MARK, COMMON = 15, 50
"""A mark that more than so many rows bear, as a reign mark, tells little."""
WEIGHT_PHOTO, WEIGHT_PHOTO_NEARER = 40, 30
WEIGHT_MEASURE, WEIGHT_MEASURES, AGAINST_MEASURES = 12, 20, 20
WEIGHT_YEARS, AGAINST_YEARS = 8, 10


@dataclass(frozen=True)
class Facts:
    """What is compared of an object, of the register or of a list."""

    name_key: str = ""
    name_en_key: str = ""
    mark_key: str = ""
    measures: Mapping[str, Decimal] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    fingerprints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Near:
    """One row that is like the facts, before it is weighed: per cent, bits, measures as JSON."""

    key: int
    name: int
    name_en: int
    mark: int
    bits: int | None
    measures: str
    year_from: int | None
    year_to: int | None


@dataclass(frozen=True)
class Likeness:
    """A row that is alike enough: its key, its score up to 100 and the signals."""

    key: int
    score: int
    signals: list[Signal]


PICTURED = """
WITH shown AS MATERIALIZED (
    SELECT ('x' || print)::bit(256) AS bits FROM unnest(%(prints)s::text[]) AS print
), apart AS (
    SELECT photo.{owner} AS id, bit_count(photo.bits # shown.bits) AS bits
    FROM {photos} photo CROSS JOIN shown
)
SELECT id, min(bits) FROM apart WHERE bits <= %(bits)s GROUP BY id
"""
NEAR = """
WITH alike AS MATERIALIZED (
    SELECT * FROM {rows}
    WHERE name_key %% %(name)s OR name_en_key %% %(name_en)s OR mark_key %% %(mark)s
          OR id = ANY(%(pictured)s)
), weighed AS MATERIALIZED (
    SELECT row.id, similarity(row.name_key, %(name)s) AS name,
           similarity(row.name_en_key, %(name_en)s) AS name_en,
           similarity(row.mark_key, %(mark)s) AS mark, {facts}
    FROM alike row {joins} WHERE {where}
)
SELECT * FROM weighed
ORDER BY (id = ANY(%(pictured)s)) DESC, greatest(name, name_en) + mark DESC, id
LIMIT %(most)s
"""

# The planner takes the trigram operator for as cheap as an equals sign, and would read every row.
SETTINGS = """
SELECT set_config('pg_trgm.similarity_threshold', %s, true),
       set_config('enable_seqscan', %s, true), set_config('enable_indexscan', %s, true)
"""
MEASURES_OF_OBJECT = """jsonb_strip_nulls(jsonb_build_object(
    'height_cm', thing.height_cm::text, 'width_cm', thing.width_cm::text,
    'depth_cm', thing.depth_cm::text, 'length_cm', thing.length_cm::text,
    'diameter_cm', thing.diameter_cm::text, 'weight_kg', thing.weight_kg::text))"""


@dataclass(frozen=True)
class Asked:
    """Which rows are asked: their statement, and the one of their photographs."""

    near: str
    pictured: str


LISTED = Asked(
    NEAR.format(
        rows="watchlists_listedobject",
        facts="row.measures, row.year_from, row.year_to",
        joins="JOIN watchlists_watchlist list ON list.id = row.watch_list_id",
        where="""row.until_id IS NULL AND row.standing = 'listed'
          AND list.effective_from <= %(day)s
          AND (list.effective_to IS NULL OR list.effective_to >= %(day)s)""",
    ),
    PICTURED.format(owner="entry_id", photos="watchlists_listedphoto"),
)
"""The entries that are sought, of the lists in effect on `day`."""
REGISTERED = Asked(
    NEAR.format(
        rows="watchlists_traits",
        facts=f"{MEASURES_OF_OBJECT} AS measures, thing.year_from, thing.year_to",
        joins="JOIN register_relicobject thing ON thing.id = row.object_id",
        where="row.object_id <> %(object)s AND thing.submitted_at IS NOT NULL",
    ),
    PICTURED.format(owner="traits_id", photos="watchlists_phototrait"),
)
"""The other objects of the register that a case holds, but `object`."""


def likenesses(asked: Asked, facts: Facts, limits: Thresholds, **values: Any) -> list[Likeness]:
    """The rows of LISTED (`day`) or REGISTERED (`object`) that are alike enough, likest first."""
    rows = _near(asked, facts, limits, values)
    common = sum(row.mark >= limits.mark_percent for row in rows) > COMMON
    weighed = [Likeness(row.key, *_weighed(facts, row, limits, common=common)) for row in rows]
    enough = [one for one in weighed if one.score >= limits.score]
    return sorted(enough, key=lambda one: (-one.score, one.key))[: limits.most]


def _near(asked: Asked, facts: Facts, limits: Thresholds, values: Mapping[str, Any]) -> list[Near]:
    """Ask the database. The trigram operator takes its threshold from a setting."""
    start = str(min(limits.name_percent, limits.mark_percent) / 100)
    texts = {"name": facts.name_key, "name_en": facts.name_en_key, "mark": facts.mark_key}
    with transaction.atomic(), connection.cursor() as cursor:
        pictured: dict[int, int] = {}
        if facts.fingerprints:
            shown: dict[str, Any] = {"prints": list(facts.fingerprints), "bits": limits.photo_bits}
            cursor.execute(asked.pictured, shown)
            pictured = dict(cursor.fetchall())
        cursor.execute(SETTINGS, [start, "off", "off"])
        told: dict[str, Any] = {
            **texts,
            **values,
            "pictured": list(pictured),
            "most": MOST_LOOKED_AT,
        }
        cursor.execute(asked.near, told)
        rows = cursor.fetchall()
        cursor.execute(SETTINGS, [start, "on", "on"])
    return [_read(row, pictured.get(row[0])) for row in rows]


def _read(row: tuple[Any, ...], bits: int | None) -> Near:
    key, name, name_en, mark, measures, *years = row
    likeness = (round(100 * name), round(100 * name_en), round(100 * mark))
    return Near(key, *likeness, bits, measures, *years)


def _weighed(
    facts: Facts, row: Near, limits: Thresholds, *, common: bool
) -> tuple[int, list[Signal]]:
    """The score and the signals; without a name, a mark or a photograph there is nothing."""
    found = [
        *_names(facts, row, limits),
        *_mark(facts, row, limits, common=common),
        *_photo(row, limits),
    ]
    most = WEIGHT_MEASURES + WEIGHT_YEARS
    if not found or sum(points for points, _signal in found) + most < limits.score:
        return 0, []
    found += [*_measures(facts, row, limits), *_years(facts, row)]
    score = sum(points for points, _signal in found)
    return max(0, min(100, round(score))), [signal for _points, signal in found]


Weighed = Iterator[tuple[float, Signal]]


def _names(facts: Facts, row: Near, limits: Thresholds) -> Weighed:
    likeness, text = max((row.name, facts.name_key), (row.name_en, facts.name_en_key))
    if likeness < limits.name_percent:
        return
    points = WEIGHT_NAME * likeness / 100
    if likeness == 100 and len(text) >= LONG_NAME:
        points += WEIGHT_LONG_NAME
    yield points, {"signal": "name", "likeness": likeness}


def _mark(facts: Facts, row: Near, limits: Thresholds, *, common: bool) -> Weighed:
    if row.mark < limits.mark_percent:
        return
    signal, weight = "mark", WEIGHT_MARK
    if common:
        signal, weight = "mark_common", WEIGHT_COMMON_MARK
    elif len(facts.mark_key) < SHORT_MARK:
        weight = WEIGHT_SHORT_MARK
    yield weight * row.mark / 100, {"signal": signal, "likeness": row.mark}


def _photo(row: Near, limits: Thresholds) -> Weighed:
    if row.bits is not None:
        nearer = 1 - row.bits / (limits.photo_bits or 1)
        points = WEIGHT_PHOTO + WEIGHT_PHOTO_NEARER * max(nearer, 0)
        yield points, {"signal": "photo", "bits": row.bits}


def _measures(facts: Facts, row: Near, limits: Thresholds) -> Weighed:
    there = {name: Decimal(str(text)) for name, text in json.loads(row.measures).items()}
    both = [name for name in facts.measures if name in there]
    if not both:
        return
    apart = [name for name in both if _apart(facts.measures[name], there[name], limits)]
    if apart:
        yield -AGAINST_MEASURES, {"signal": "measures_differ", "measures": apart}
    else:
        points = WEIGHT_MEASURES if len(both) > 1 else WEIGHT_MEASURE
        yield points, {"signal": "measures", "measures": both}


def _apart(one: Decimal, other: Decimal, limits: Thresholds) -> bool:
    return abs(one - other) > max(one, other) * limits.measure_percent / 100


def _years(facts: Facts, row: Near) -> Weighed:
    here = _span(facts.year_from, facts.year_to)
    there = _span(row.year_from, row.year_to)
    if here is None or there is None:
        return
    if here[0] <= there[1] and there[0] <= here[1]:
        yield WEIGHT_YEARS, {"signal": "years"}
    else:
        yield -AGAINST_YEARS, {"signal": "years_differ"}


def _span(start: int | None, end: int | None) -> tuple[int, int] | None:
    known = [year for year in (start, end) if year is not None]
    return (known[0], known[-1]) if known else None
