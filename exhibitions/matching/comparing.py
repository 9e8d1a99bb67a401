"""The comparison itself: one statement over all objects, whatever their number."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from .checks import CHECKS

SEEN = """
WITH stood AS (
    SELECT DISTINCT ON (exhibit_id) exhibit_id, place_id FROM exhibits_event
    WHERE exhibit_id IS NOT NULL AND place_id IS NOT NULL
    ORDER BY exhibit_id, happened_at DESC, id DESC),
cases AS (
    SELECT DISTINCT ON (case_id) case_id, place_id FROM exhibits_event
    WHERE case_id IS NOT NULL AND place_id IS NOT NULL
    ORDER BY case_id, happened_at DESC, id DESC),
seen AS (
    SELECT shown.object_id, shown.id AS exhibit_id, line.id AS line_id, room.operator_id,
        room.customs_id, shown.status, shown.ended, item.is_bonded, item.holds, item.tax,
        line.account, permit.status AS permit, permit.site_id AS permit_site,
        COALESCE(around.kind, place.kind) AS kind, COALESCE(around.site_id, place.site_id) AS site,
        COALESCE(around.name || ' · ', '') || COALESCE(place.name, '') AS place,
        cover.id IS NOT NULL AS covered, other.id IS NOT NULL AS elsewhere, '' AS document
    FROM exhibits_exhibit AS shown
    JOIN permits_permititem AS item ON item.id = shown.item_id
    JOIN permits_displaypermit AS permit ON permit.id = item.permit_id
    JOIN permits_showroom AS room ON room.id = permit.showroom_id
    LEFT JOIN books_line AS line ON line.id = shown.line_id
    LEFT JOIN stood ON stood.exhibit_id = shown.id
    LEFT JOIN exhibits_place AS place ON place.id = stood.place_id
    LEFT JOIN cases ON cases.case_id = place.id
    LEFT JOIN exhibits_place AS around ON around.id = cases.place_id
    LEFT JOIN guarantees_coverage AS cover ON cover.object_id = shown.object_id
        AND cover.released_at IS NULL AND cover.what_for = 'display:' || permit.id
    LEFT JOIN books_line AS other ON other.object_id = shown.object_id
        AND other.account IN ('free', 'going') AND other.id IS DISTINCT FROM shown.line_id
    UNION ALL
    SELECT line.object_id, NULL, line.id, book.holder_id, book.customs_id, NULL, false,
        book.nature = 'bonded', false, 0, line.account, NULL, NULL, NULL, NULL, '', false, false,
        (SELECT posting.document FROM books_posting AS posting WHERE posting.line_id = line.id
            ORDER BY posting.id DESC LIMIT 1)
    FROM books_line AS line JOIN books_book AS book ON book.id = line.book_id
    WHERE line.account = 'going' AND NOT EXISTS (
        SELECT FROM exhibits_exhibit AS shown WHERE shown.object_id = line.object_id
            AND NOT shown.ended))
"""
BROKEN = f"""{SEEN}
SELECT object_id, exhibit_id, line_id, operator_id, customs_id, said.key, status, account, permit,
    holds, covered, place
FROM seen CROSS JOIN LATERAL (VALUES
    {", ".join(f"('{one.key}', {one.broken})" for one in CHECKS)}) AS said (key, broken)
WHERE said.broken ORDER BY said.key, object_id, exhibit_id DESC
"""  # noqa: S608  constants of this code only
COUNTED = """
SELECT (SELECT count(*) FROM exhibits_exhibit WHERE NOT ended) + (
    SELECT count(*) FROM books_line AS line WHERE account IN ('free', 'going') AND NOT EXISTS (
        SELECT FROM exhibits_exhibit AS shown WHERE shown.object_id = line.object_id
            AND NOT shown.ended))
"""
"""Constants of this code only: nothing that a person typed is put into these statements."""


@dataclass(frozen=True)
class Found:
    """An object that does not pass a check, and what each book says of it."""

    check: str
    object_id: int
    exhibit_id: int | None
    line_id: int | None
    operator_id: int
    customs_id: int
    facts: dict[str, Any]


def compare() -> dict[tuple[str, int], Found]:
    """Everything that does not agree now, by check and object."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        rows = cursor.fetchall()
    found: dict[tuple[str, int], Found] = {}
    for thing, exhibit, line, operator, customs, key, *said in rows:
        facts = dict(
            zip(("status", "account", "permit", "holds", "covered", "place"), said, strict=True)
        )
        found.setdefault((key, thing), Found(key, thing, exhibit, line, operator, customs, facts))
    return found


def count_objects() -> int:
    """How many objects are compared: exhibits in custody, and stock that is no exhibit."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return int(cursor.fetchone()[0])
