"""What of two objects is alike: found by the database, weighed here, told in figures.

One statement finds whatever has a similar name or mark (trigrams) or a near photograph;
measures and years then speak for it or against it. Nothing found here is more than a hint.
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
    """One row that is like the facts, before it is weighed; likenesses in per cent."""

    key: int
    name: int
    name_en: int
    mark: int
    bits: int | None
    measures: Mapping[str, Decimal]
    year_from: int | None
    year_to: int | None


@dataclass(frozen=True)
class Likeness:
    """A row that is alike enough: its key, its score up to 100 and the signals."""

    key: int
    score: int
    signals: list[Signal]


NEAR = """
WITH shown AS (
    SELECT ('x' || print)::bit(256) AS bits FROM unnest(%(prints)s::text[]) AS print
), pictured AS (
    SELECT photo.{owner} AS id, min(bit_count(photo.bits # shown.bits)) AS bits
    FROM {photos} photo CROSS JOIN shown
    WHERE bit_count(photo.bits # shown.bits) <= %(bits)s
    GROUP BY photo.{owner}
), alike AS (
    SELECT id FROM {rows} WHERE name_key %% %(name)s
    UNION SELECT id FROM {rows} WHERE name_en_key %% %(name_en)s
    UNION SELECT id FROM {rows} WHERE mark_key %% %(mark)s
    UNION SELECT id FROM pictured
), weighed AS MATERIALIZED (
    SELECT row.id, similarity(row.name_key, %(name)s) AS name,
           similarity(row.name_en_key, %(name_en)s) AS name_en,
           similarity(row.mark_key, %(mark)s) AS mark, pictured.bits, {facts}
    FROM alike JOIN {rows} row ON row.id = alike.id {joins}
    LEFT JOIN pictured ON pictured.id = row.id
    WHERE {where}
)
SELECT * FROM weighed
ORDER BY greatest(name, name_en) + mark + 1.0 / (1 + coalesce(bits, 256)) DESC, id
LIMIT %(most)s
"""

# The planner takes the trigram operator for as cheap as an equals sign and would ask every row.
SETTINGS = """
SELECT set_config('pg_trgm.similarity_threshold', %s, true), set_config('enable_seqscan', %s, true)
"""

LISTED = NEAR.format(
    owner="entry_id",
    photos="watchlists_listedphoto",
    rows="watchlists_listedobject",
    facts="row.measures, row.year_from, row.year_to",
    joins="JOIN watchlists_watchlist list ON list.id = row.watch_list_id",
    where="""row.until_id IS NULL AND row.standing = 'listed' AND list.effective_from <= %(day)s
      AND (list.effective_to IS NULL OR list.effective_to >= %(day)s)""",
)
MEASURES_OF_OBJECT = """jsonb_strip_nulls(jsonb_build_object(
    'height_cm', thing.height_cm::text, 'width_cm', thing.width_cm::text,
    'depth_cm', thing.depth_cm::text, 'length_cm', thing.length_cm::text,
    'diameter_cm', thing.diameter_cm::text, 'weight_kg', thing.weight_kg::text))"""
REGISTERED = NEAR.format(
    owner="traits_id",
    photos="watchlists_phototrait",
    rows="watchlists_traits",
    facts=f"{MEASURES_OF_OBJECT} AS measures, thing.year_from, thing.year_to",
    joins="JOIN register_relicobject thing ON thing.id = row.object_id",
    where="row.object_id <> %(object)s AND thing.submitted_at IS NOT NULL",
)


def likenesses(query: str, facts: Facts, limits: Thresholds, **asked: Any) -> list[Likeness]:
    """The rows of `query` (LISTED or REGISTERED) that are alike enough, the likest first."""
    rows = _near(query, facts, limits, asked)
    weighed = [Likeness(row.key, *_weighed(facts, row, limits)) for row in rows]
    enough = [one for one in weighed if one.score >= limits.score]
    return sorted(enough, key=lambda one: (-one.score, one.key))[: limits.most]


def _near(query: str, facts: Facts, limits: Thresholds, asked: Mapping[str, Any]) -> list[Near]:
    """Ask the database. The trigram operator takes its threshold from a setting."""
    start = min(limits.name_percent, limits.mark_percent) / 100
    values = {
        "name": facts.name_key,
        "name_en": facts.name_en_key,
        "mark": facts.mark_key,
        "prints": list(facts.fingerprints),
        "bits": limits.photo_bits,
        "most": MOST_LOOKED_AT,
        **asked,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SETTINGS, [str(start), "off"])
        cursor.execute(query, values)
        rows = cursor.fetchall()
        cursor.execute(SETTINGS, [str(start), "on"])
    return [_read(row) for row in rows]


def _read(row: tuple[Any, ...]) -> Near:
    key, name, name_en, mark, bits, measures, year_from, year_to = row
    told = measures if isinstance(measures, dict) else json.loads(measures)
    return Near(
        key,
        round(100 * name),
        round(100 * name_en),
        round(100 * mark),
        bits,
        {name: Decimal(str(value)) for name, value in told.items()},
        year_from,
        year_to,
    )


def _weighed(facts: Facts, row: Near, limits: Thresholds) -> tuple[int, list[Signal]]:
    """The score and the signals; without a name, a mark or a photograph there is nothing."""
    found = [*_names(facts, row, limits), *_mark(facts, row, limits), *_photo(row, limits)]
    if not found:
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


def _mark(facts: Facts, row: Near, limits: Thresholds) -> Weighed:
    if row.mark >= limits.mark_percent:
        short = len(facts.mark_key) < SHORT_MARK
        points = (WEIGHT_SHORT_MARK if short else WEIGHT_MARK) * row.mark / 100
        yield points, {"signal": "mark", "likeness": row.mark}


def _photo(row: Near, limits: Thresholds) -> Weighed:
    if row.bits is not None:
        nearer = 1 - row.bits / (limits.photo_bits or 1)
        points = WEIGHT_PHOTO + WEIGHT_PHOTO_NEARER * max(nearer, 0)
        yield points, {"signal": "photo", "bits": row.bits}


def _measures(facts: Facts, row: Near, limits: Thresholds) -> Weighed:
    both = [name for name in facts.measures if name in row.measures]
    if not both:
        return
    apart = [name for name in both if _apart(facts.measures[name], row.measures[name], limits)]
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
