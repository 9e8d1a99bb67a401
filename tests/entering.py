"""A temporary entry, or an entry for good, walked to any stage (§10.2, §10.3)."""

import io
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from PIL import Image

from approvals.parties.models import Party
from approvals.policies.models import PolicyValue
from approvals.record.workdays import WorkCalendar
from relics.entries.models import Stay, StayClock
from relics.entries.services import (
    ask_extension,
    check_lists,
    check_seal,
    declare_entry,
    extend,
    finish_registration,
    register_object,
)
from relics.register.models import RelicObject
from relics.reviews.models import Mark, Review
from relics.reviews.services import (
    application,
    appointment,
    examination,
    intake,
    marking,
    paper_acts,
)

from . import factories, reviewing
from .reviewing import World, fresh

SEAL = "示例关封0001"
HEIGHT = Decimal("20.000")


def picture(seed: int = 40) -> io.BytesIO:
    """A photograph of nothing, never twice the same."""
    file = io.BytesIO()
    Image.effect_noise((480, 640), seed).convert("RGB").save(file, "PNG")
    file.seek(0)
    return file


def declared(world: World, **changes: Any) -> dict[str, Any]:
    """What customs was told: a sale, temporarily imported, outside every zone."""
    return {
        "purpose": "sale",
        "entered_on": factories.today(),
        "customs": world.port.customs,
        "regime": "temporary",
        "zone": None,
        "customs_number": "示例关单0001",
        "seal_number": SEAL,
        **changes,
    }


def make_zone() -> Party:
    return factories.make_party(name="示例综合保税区", kind=Party.Kind.ZONE)


def drafted(
    world: World, *things: RelicObject, procedure: str = "temporary_entry", **changes: Any
) -> Review:
    review = application.draft_application(
        world.dealer, title="示例进境申请", procedure=procedure, by=world.agent
    )
    fields = reviewing.particulars(world)
    fields.pop("destination")
    application.fill_application(review, fields, by=world.agent)
    application.add_objects(review, things or [world.new_object()], by=world.agent)
    filing = picture(50) if changes.get("purpose") == "exhibition" else None
    declare_entry(
        review, declared(world, **changes), customs_paper=picture(), filing=filing, by=world.agent
    )
    return fresh(review)


def accepted(world: World, *things: RelicObject, **changes: Any) -> Review:
    review = application.submit_application(drafted(world, *things, **changes), by=world.agent)
    appointment.book_appointment(review, world.session, by=world.agent)
    appointment.confirm_appointment(fresh(review), by=world.scheduler)
    return intake.accept_application(fresh(review), by=world.clerk)


def seen(world: World, review: Review, *, result: str = "intact", number: str = SEAL) -> Review:
    """The seal was looked at; intact unless told otherwise."""
    check_seal(
        review,
        result=result,
        seen_number=number,
        photo=picture(30),
        customs_officer="示例关员",
        place="示例监管仓库",
        by=world.clerk,
    )
    return fresh(review)


def arrived(world: World, *things: RelicObject, seal: str = "intact", **changes: Any) -> Review:
    """Checked in: the objects are on the table and wait for their registration."""
    number = SEAL if seal == "intact" else ""
    review = seen(world, accepted(world, *things, **changes), result=seal, number=number)
    examination.check_in(review, second_officer=world.second, identity_checked=True, by=world.clerk)
    return fresh(review)


def entry_marks(world: World, count: int) -> list[Mark]:
    first = Mark.objects.count() + 1
    numbers = [f"示例进境{first + place:05d}" for place in range(count)]
    return marking.stock_marks(world.office, numbers, medium="label", kind="entry", by=world.issuer)


def registered_one(world: World) -> Review:
    """The one object of a case is registered; nobody has said yet that this was all."""
    review = arrived(world)
    check_lists(review, by=world.clerk)
    (mark,) = entry_marks(world, 1)
    register_object(review.items.get(), mark=mark, measures={"height_cm": HEIGHT}, by=world.clerk)
    return fresh(review)


def registered(world: World, *things: RelicObject, **changes: Any) -> Review:
    """Every object present is marked, measured and registered."""
    review = arrived(world, *things, **changes)
    check_lists(review, by=world.clerk)
    items = list(review.items.filter(status="pending").select_related("object"))
    for item, mark in zip(items, entry_marks(world, len(items)), strict=True):
        register_object(item, mark=mark, measures={"height_cm": HEIGHT}, by=world.clerk)
    finish_registration(fresh(review), by=world.clerk)
    return fresh(review)


def entered(world: World, *things: RelicObject, **changes: Any) -> Review:
    """The register of entry is issued: the objects are in the country."""
    review = registered(world, *things, **changes)
    paper_acts.issue_papers(review, by=world.issuer)
    return fresh(review)


def stays_in(review: Review) -> list[Stay]:
    return list(
        Stay.objects.filter(item__review=review)
        .select_related("item__review__case", "object", "office__party", "zone")
        .order_by("pk")
    )


def staying(world: World, *things: RelicObject, **changes: Any) -> Stay:
    """One object in the country for a time."""
    (stay, *_others) = stays_in(entered(world, *things, **changes))
    return stay


def due(stay: Stay, days: int, kinds: Iterable[str] = ("relic",)) -> Stay:
    """As if its clocks of these kinds ended so many days from today (negative: ago)."""
    end = factories.today() + timedelta(days=days)
    for kind in kinds:
        StayClock.objects.create(
            stay=stay,
            kind=kind,
            starts_on=end - timedelta(days=180),
            due_on=end,
            rolled_on=WorkCalendar().next_working(end).on,
            calendar="示例",
            rule="R-TEMP-04",
        )
    return Stay.objects.select_related("item__review__case", "object", "office__party").get(
        pk=stay.pk
    )


def want_views(world: World, views: str) -> None:
    """The office decides which views an entry needs, from today on."""
    PolicyValue.objects.create(
        key="entry.views",
        party=world.office.party,
        value=views,
        effective_from=factories.today(),
        reason="示例",
        set_by=world.approver,
    )


def extended(world: World, stay: Stay, months: int) -> Stay:
    """Both authorities agreed to more months."""
    ask_extension(stay, by=world.agent)
    return extend(stay, months, decision="示例延期1号", by=world.approver)
