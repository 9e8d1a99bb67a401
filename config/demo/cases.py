"""Some applications at every stage, made by the services that the pages call."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from approvals.cases.models import Case
from relics.appointments.models import Session
from relics.register.importing import apply_import, read_import
from relics.register.models import RelicObject
from relics.register.photographs import draw_stand_ins
from relics.reviews.models import Review
from relics.reviews.services import application

from . import steps
from .making import invented_card
from .world import World

TABLE = Path(__file__).with_name("objects.csv")
AIR, SEA = "demo-air", "demo-sea"


@dataclass(frozen=True)
class Script:
    """One case: whose it is, where it is examined, and the steps it has gone."""

    key: str
    title: str
    owner: str
    agent: str
    walk: tuple[Callable[[steps.Scene], None], ...]
    port: str = AIR
    onsite: bool = False
    days_ahead: int = 0


HANDED_IN = (steps.submit,)
BOOKED = (*HANDED_IN, steps.book)
APPOINTED = (*BOOKED, steps.confirm)
ACCEPTED = (*APPOINTED, steps.accept)
ARRIVED = (*ACCEPTED, steps.check_in)
HEARD = (*ARRIVED, steps.hear_all)
DECIDED = (*HEARD, steps.decide)
LABELLED = (*DECIDED, steps.label)
ISSUED = (*LABELLED, steps.issue)

SCRIPTS = (
    Script("draft", "示例：三件待申报", "dealer1", "dealer1", ()),
    Script("submitted", "示例：书画两件出境", "dealer2", "dealer2", HANDED_IN),
    Script("booked", "示例：铜器三件", "dealer1", "dealer1", BOOKED, SEA, True, 1),
    Script("appointed", "示例：个人携带出境（受托）", "person", "agent", APPOINTED, days_ahead=2),
    Script(
        "correction",
        "示例：竹木两件",
        "dealer2",
        "dealer2",
        (*APPOINTED, steps.correct),
        SEA,
        days_ahead=3,
    ),
    Script("accepted", "示例：今日到场四件", "dealer1", "dealer1", ACCEPTED, onsite=True),
    Script(
        "appraising",
        "示例：正在鉴定四件",
        "dealer2",
        "agent",
        (*ARRIVED, steps.hear_one),
        onsite=True,
    ),
    Script(
        "pending",
        "示例：一人不同意",
        "dealer1",
        "dealer1",
        (*ARRIVED, steps.hear_with_one_against),
    ),
    Script("decided", "示例：待加标识", "dealer2", "dealer2", DECIDED, SEA),
    Script("labelled", "示例：待签发", "dealer1", "dealer1", LABELLED, onsite=True),
    Script("issued", "示例：已签发，待退还", "dealer1", "dealer1", ISSUED),
    Script("released", "示例：部分放行", "person", "person", (*ISSUED, steps.release)),
    Script(
        "declined",
        "示例：不予受理",
        "dealer2",
        "dealer2",
        (*APPOINTED, steps.decline),
        days_ahead=1,
    ),
    Script(
        "withdrawn", "示例：已撤回", "person", "person", (*BOOKED, steps.withdraw), days_ahead=1
    ),
)


def play_out(world: World) -> int:
    """Make the cases that are missing, each whole or not at all; returns how many were made."""
    known = set(
        Case.objects.filter(applicant__in=world.parties.values()).values_list("title", flat=True)
    )
    made = [script for script in SCRIPTS if script.title not in known]
    for script in made:
        with transaction.atomic():
            _play(world, script)
    return len(made)


def _play(world: World, script: Script) -> None:
    agent, owner = world.people[script.agent], world.parties[script.owner]
    review = application.draft_application(owner, title=script.title, by=agent)
    fields = {
        "port": world.ports[script.port],
        "destination": "示例国示例市",
        "carrier": "携示例",
        "nationality": "CN",
        "identity_kind": "id_card",
        "identity_number": invented_card(100),
        "phone": "000-00000000",
        "address": "示例市示例路三号",
    }
    application.fill_application(review, fields, by=agent)
    application.add_objects(review, _objects(world, script), by=agent)
    scene = steps.Scene(world, review, agent, _session(world, script), script.key)
    for step in script.walk:
        step(scene)
        scene.review = Review.objects.select_related("case").get(pk=review.pk)


def _session(world: World, script: Script) -> Session:
    """The morning session that many days of this kind ahead, today's for 0."""
    offered = Session.objects.filter(
        office=world.office,
        date__gte=timezone.localdate(),
        half="am",
        place_kind="onsite" if script.onsite else "window",
    ).order_by("date")
    return offered[script.days_ahead]


def _objects(world: World, script: Script) -> list[RelicObject]:
    """The case's lines of the table, imported for the owner as from a file, with stand-ins."""
    owner, agent = world.parties[script.owner], world.people[script.agent]
    lines = [line for line in _table() if line["申请"] == script.key]
    text = io.StringIO()
    writer = csv.DictWriter(
        text, [name for name in lines[0] if name != "申请"], extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(lines)
    report = read_import(text.getvalue().encode(), f"示例清单-{script.key}.csv", owner)
    objects = apply_import(report, by=agent)
    draw_stand_ins(objects, by=agent)
    return objects


@cache
def _table() -> tuple[dict[str, str], ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
