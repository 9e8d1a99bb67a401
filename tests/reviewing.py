"""A whole office with its people, and an application walked to any stage of the exit review."""

from dataclasses import dataclass, field
from typing import Any

from approvals.cases.models import CalendarDay
from approvals.certificates.keys import make_demo_keys
from approvals.parties.models import Office, Party, Port, Role, User
from relics.appointments.models import Session
from relics.appraisers.models import Appraiser, Qualification
from relics.register.models import RelicObject
from relics.register.photographs import draw_stand_in
from relics.reviews.models import Mark, Review, ReviewItem
from relics.reviews.services import (
    application,
    appointment,
    custody,
    decision,
    examination,
    gate,
    intake,
    marking,
    paper_acts,
)
from relics.reviews.services.examination import Worksheet

from . import factories


@dataclass
class World:
    """One office, its officers, one dealer, one port with its customs, and today's session."""

    office: Office
    port: Port
    dealer: Party
    agent: User
    scheduler: User
    clerk: User
    second: User
    approver: User
    issuer: User
    customs: User
    appraisers: list[Appraiser]
    session: Session
    objects: int = field(default=0)

    def new_object(self, **fields: Any) -> RelicObject:
        """An invented vessel of 1950 with a drawn picture, unless told otherwise."""
        self.objects += 1
        values = {
            "number": f"示例-{self.objects:03d}",
            "name": f"示例瓷瓶{self.objects}",
            "texture": "porcelain",
            "size": "高20厘米",
            "year_from": 1950,
            "year_to": 1960,
            "edtf": "1950/1960",
            "age": "1950年代",
            "ownership": "private",
        }
        thing = RelicObject.objects.create(
            owner=self.dealer, created_by=self.agent, **{**values, **fields}
        )
        draw_stand_in(thing, by=self.agent)
        return thing


def make_world(capacity: int = 200) -> World:
    """The office works today, whatever the calendar says, and seats seven appraisers."""
    office = factories.make_office()
    CalendarDay.objects.create(office=office.party, day=factories.today(), is_working=True)
    port = factories.make_port(office)
    dealer = factories.make_party(name="示例文物商店")
    kinds = Qualification.Kind
    appraisers = [factories.make_appraiser(office, kinds.RESPONSIBLE) for _ in range(5)]
    appraisers += [factories.make_appraiser(office, kinds.SPECIALIST) for _ in range(2)]
    panel = [*appraisers[:2], appraisers[-1]]
    session = factories.make_session(office, staff=panel, day=factories.today(), capacity=capacity)
    staff = {
        name: factories.make_member(office.party, role)
        for name, role in (
            ("scheduler", Role.SCHEDULER),
            ("clerk", Role.INTAKE),
            ("second", Role.INTAKE),
            ("approver", Role.APPROVER),
            ("issuer", Role.ISSUER),
        )
    }
    return World(
        office=office,
        port=port,
        dealer=dealer,
        agent=factories.make_member(dealer, Role.AGENT),
        customs=factories.make_member(port.customs, Role.CUSTOMS),
        appraisers=panel,
        session=session,
        **staff,
    )


def use_demo_keys(settings: Any, folder: Any) -> None:
    """Papers of this test are sealed with keys of its own, in a folder of its own."""
    settings.VAR, settings.DEMO = folder, True
    settings.MEDIA_ROOT = folder / "media"
    make_demo_keys(folder)


def particulars(world: World) -> dict[str, Any]:
    """The statutory fields of the form, all filled (rules §9.2)."""
    return {
        "port": world.port,
        "destination": "示例国",
        "carrier": "示例携运人",
        "nationality": "CN",
        "identity_kind": "id_card",
        "identity_number": "11010519491231002X",
        "phone": "0431-00000000",
        "address": "示例市示例路一号",
    }


def drafted(world: World, *things: RelicObject) -> Review:
    review = application.draft_application(world.dealer, title="示例出境申请", by=world.agent)
    application.fill_application(review, particulars(world), by=world.agent)
    application.add_objects(review, things or [world.new_object()], by=world.agent)
    return fresh(review)


def fresh(review: Review) -> Review:
    return Review.objects.select_related("case").get(pk=review.pk)


def submitted(world: World, *things: RelicObject) -> Review:
    return application.submit_application(drafted(world, *things), by=world.agent)


def booked(world: World, *things: RelicObject) -> Review:
    review = submitted(world, *things)
    appointment.book_appointment(review, world.session, by=world.agent)
    return fresh(review)


def appointed(world: World, *things: RelicObject) -> Review:
    review = booked(world, *things)
    appointment.confirm_appointment(review, by=world.scheduler)
    return fresh(review)


def accepted(world: World, *things: RelicObject) -> Review:
    return intake.accept_application(appointed(world, *things), by=world.clerk)


def appraising(world: World, *things: RelicObject) -> Review:
    review = accepted(world, *things)
    examination.check_in(review, second_officer=world.second, identity_checked=True, by=world.clerk)
    return fresh(review)


def sheet(*, may_leave: bool = True) -> Worksheet:
    return Worksheet(
        is_relic=True,
        may_leave=may_leave,
        category_step="示例：瓷器，陈设器。",
        age_step="示例：据胎釉与造型判断。",
        value_step="示例：一般。",
        conclusion="示例：可以出境。" if may_leave else "示例：不宜出境。",
    )


def judged(
    world: World, *things: RelicObject, against: dict[int, set[int]] | None = None
) -> Review:
    """Every member has spoken; `against` maps a seat (0, 1, 2) to the sequences it refuses."""
    review = appraising(world, *things)
    items = list(review.items.filter(status="pending"))
    for seat, appraiser in enumerate(world.appraisers):
        refused = (against or {}).get(seat, set())
        sheets = {item.pk: sheet(may_leave=item.sequence not in refused) for item in items}
        examination.file_opinions(review, sheets, no_conflict=True, by=appraiser.user)
        examination.finish_appraisal(review, by=appraiser.user)
    return fresh(review)


def decided(world: World, *things: RelicObject, prohibit: set[int] = frozenset()) -> Review:
    """Decided: what stands in `prohibit` (sequences) was refused by the first member."""
    review = judged(world, *things, against={0: set(prohibit)})
    outcomes = {
        item.pk: "prohibited" if item.sequence in prohibit else "permit"
        for item in review.items.filter(status="pending")
    }
    decision.decide(review, outcomes, opinion="示例：同意鉴定组意见。", by=world.approver)
    return fresh(review)


def labelled(world: World, *things: RelicObject, prohibit: set[int] = frozenset()) -> Review:
    review = decided(world, *things, prohibit=prohibit)
    items = list(review.items.filter(status=ReviewItem.Outcome.PERMIT))
    if not items:
        return review
    first = Mark.objects.count() + 1
    numbers = [f"示例标识{first + place:05d}" for place in range(len(items))]
    marks = marking.stock_marks(world.office, numbers, medium="label", by=world.issuer)
    pairs = {item.pk: mark for item, mark in zip(items, marks, strict=True)}
    marking.bind_marks(review, pairs, by=world.clerk)
    return fresh(review)


def issued(
    world: World, *things: RelicObject, prohibit: set[int] = frozenset(), number: str = ""
) -> Review:
    review = labelled(world, *things, prohibit=prohibit)
    paper_acts.issue_papers(review, permit_number=number, by=world.issuer)
    return fresh(review)


__all__ = ["application", "custody", "gate"]
