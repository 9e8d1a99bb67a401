"""What belongs together (配件、成对、成套): said by the owner, one by one or by a table."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import IO

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from approvals.parties.models import Party, User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from relics.standards.spreadsheets import UnreadableSheet, read_rows

from .models import Relation, RelicObject
from .rules import may_keep_records, object_is_open

RULE = "R-EXIT-10"
KINDS = {
    "component": Relation.Kind.COMPONENT,
    "配件": Relation.Kind.COMPONENT,
    "part of a book": Relation.Kind.LEAF,
    "册页": Relation.Kind.LEAF,
    "one of a pair": Relation.Kind.PAIR,
    "成对": Relation.Kind.PAIR,
    "part of set": Relation.Kind.SET,
    "成套": Relation.Kind.SET,
    "series": Relation.Kind.SERIES,
    "同一系列": Relation.Kind.SERIES,
}
"""What tables call the relations, in Chinese and as museums do."""

COLUMNS = {
    "whole": ("整体编号", "whole", "object_id_1"),
    "part": ("部分编号", "part", "object_id_2"),
    "kind": ("关系", "kind", "relation_of_2_to_1"),
}
MOST_BYTES = 5 * 2**20


@dataclass
class RelationReport:
    """What a table brought: how many relations, and each line that it could not, with why."""

    told: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


def relate(whole: RelicObject, part: RelicObject, *, kind: str, by: User) -> Relation:
    """Say that two objects of one owner belong together; while no case holds the part.

    Said again with another kind, the last word counts. Raises NotAllowed, NotAcceptable,
    Conflict (a case holds one of them).
    """
    require(may_keep_records(by, whole.owner), error=NotAllowed)
    if whole.owner_id != part.owner_id or whole.pk == part.pk:
        raise NotAcceptable(
            Refusal("relation_of_others", _("只能登记同一物主的两件不同文物的关系。"), RULE)
        )
    if kind not in Relation.Kind.values:
        raise NotAcceptable(Refusal("relation_unknown", _("请选择关系。"), RULE))
    with transaction.atomic():
        for thing in RelicObject.objects.select_for_update(of=("self",)).filter(
            pk__in=[whole.pk, part.pk]
        ):
            require(object_is_open(thing), error=Conflict)
        Relation.objects.filter(whole=part, part=whole).delete()
        relation, _made = Relation.objects.update_or_create(
            whole=whole, part=part, defaults={"kind": kind, "told_by": by}
        )
        _write(relation, "relate_objects", by)
    return relation


def part_from(relation: Relation, *, by: User) -> None:
    """Take the word back; not while a case holds one of the two."""
    require(may_keep_records(by, relation.whole.owner), error=NotAllowed)
    with transaction.atomic():
        for thing in (relation.whole, relation.part):
            require(object_is_open(thing), error=Conflict)
        _write(relation, "part_objects", by)
        relation.delete()


def relate_by_table(owner: Party, table: IO[bytes], *, by: User) -> RelationReport:
    """Take a table of relations by the owner's own numbers; a bad line is told and left out."""
    require(may_keep_records(by, owner), error=NotAllowed)
    report = RelationReport()
    known = [name for names in COLUMNS.values() for name in names]
    try:
        with read_rows(table.read(MOST_BYTES), known=known) as sheet:
            for row in sheet.rows:
                cells = {heading.strip().lower(): text for heading, text in row.cells.items()}
                try:
                    _relate_line(owner, cells, by)
                    report.told += 1
                except (NotAcceptable, Conflict) as error:
                    report.faults.append((row.number, str(error.refusal.sentence)))
    except UnreadableSheet as error:
        raise NotAcceptable(Refusal("table_unreadable", error.sentence, RULE)) from error
    return report


def _relate_line(owner: Party, cells: dict[str, str], by: User) -> None:
    told = {
        column: next((cells[name] for name in names if cells.get(name)), "")
        for column, names in COLUMNS.items()
    }
    kind = KINDS.get(told["kind"].lower().removeprefix("see also, "))
    if kind is None:
        sentence = _("不认识的关系“%(kind)s”。") % {"kind": told["kind"]}
        raise NotAcceptable(Refusal("relation_unknown", sentence, RULE))
    found = RelicObject.objects.filter(owner=owner)
    pair = [found.filter(number=told[end]).first() for end in ("whole", "part")]
    if pair[0] is None or pair[1] is None:
        number = told["whole"] if pair[0] is None else told["part"]
        sentence = _("没有编号为“%(number)s”的文物。") % {"number": number}
        raise NotAcceptable(Refusal("object_unknown", sentence, RULE))
    relate(pair[0], pair[1], kind=kind, by=by)


def relations_of(things: Collection[RelicObject]) -> QuerySet[Relation]:
    """Every relation that one of the objects stands in."""
    keys = [thing.pk for thing in things]
    return Relation.objects.filter(Q(whole__in=keys) | Q(part__in=keys)).select_related(
        "whole", "part"
    )


def inseparable_from(keys: Collection[int]) -> dict[int, set[int]]:
    """For each object the others that may not be parted from it, near and far, without itself."""
    beside: dict[int, set[int]] = {}
    wanted, asked = set(keys), set[int]()
    while new := wanted - asked:
        asked |= new
        found = Relation.objects.filter(
            Q(whole__in=new) | Q(part__in=new), kind__in=Relation.INSEPARABLE
        )
        for whole, part in found.values_list("whole_id", "part_id"):
            beside.setdefault(whole, set()).add(part)
            beside.setdefault(part, set()).add(whole)
            wanted |= {whole, part}
    return {key: _reached(key, beside) - {key} for key in keys}


def _reached(start: int, beside: dict[int, set[int]]) -> set[int]:
    reached, edge = {start}, [start]
    while edge:
        near = beside.get(edge.pop(), set()) - reached
        reached |= near
        edge += near
    return reached


def _write(relation: Relation, verb: str, by: User) -> None:
    write_trail(
        f"party:{relation.whole.owner_id}",
        verb,
        by=by,
        subject=f"object:{relation.part_id}",
        after={"whole": relation.whole.number, "part": relation.part.number, "kind": relation.kind},
    )
