"""The steps of the exit review as the demo's people take them, one service call or two each."""

from collections.abc import Collection
from dataclasses import dataclass

from approvals.certificates.models import Certificate
from approvals.certificates.services import finish_certificate
from approvals.parties.models import User
from relics.appointments.models import Session
from relics.reviews.models import Review, ReviewItem
from relics.reviews.models.permit_rule import permit_refusal
from relics.reviews.queries import blank_marks, full_items
from relics.reviews.services import (
    application,
    appointment,
    decision,
    examination,
    gate,
    intake,
    marking,
    paper_acts,
)
from relics.reviews.services.examination import Worksheet
from relics.reviews.services.intake import Point

from .world import World

NUMBERED = {"issued": "示例许可〔2026〕第0001号"}
"""A permit number as an authority would have given it; the other papers are extracts without."""


@dataclass
class Scene:
    """One case on its way, and who plays in it."""

    world: World
    review: Review
    agent: User
    session: Session
    key: str

    def officer(self, name: str) -> User:
        return self.world.people[name]


def submit(scene: Scene) -> None:
    application.submit_application(scene.review, by=scene.agent)


def book(scene: Scene) -> None:
    appointment.book_appointment(scene.review, scene.session, by=scene.agent)


def confirm(scene: Scene) -> None:
    appointment.confirm_appointment(scene.review, by=scene.officer("scheduler"))


def accept(scene: Scene) -> None:
    intake.accept_application(scene.review, by=scene.officer("intake"))


def correct(scene: Scene) -> None:
    """One notice lists it all: the file, and the first object (R-GEN-03)."""
    first = scene.review.items.order_by("sequence")[0]
    points = [Point("示例：请补充来源说明。", first), Point("示例：请补交携运人证件复印件。")]
    intake.send_correction(scene.review, points, by=scene.officer("intake"))


def decline(scene: Scene) -> None:
    intake.decline_application(
        scene.review,
        ground=1,
        reason="示例：所报物品不属于本机构审核范围。",
        by=scene.officer("intake"),
    )


def withdraw(scene: Scene) -> None:
    application.withdraw_application(scene.review, reason="示例：行程取消。", by=scene.agent)


def check_in(scene: Scene) -> None:
    examination.check_in(
        scene.review,
        second_officer=scene.officer("intake2"),
        identity_checked=True,
        by=scene.officer("intake"),
    )


def hear_one(scene: Scene) -> None:
    """The first member has spoken and is done; the others are still at it."""
    _hear(scene, seats=[0])


def hear_all(scene: Scene) -> None:
    _hear(scene, seats=range(len(_bench(scene))))


def hear_with_one_against(scene: Scene) -> None:
    """One responsible appraiser says no to an object that the others would let go (R-EXIT-04)."""
    _hear(scene, seats=range(len(_bench(scene))), against=1)


def _bench(scene: Scene) -> list[User]:
    return [one.appraiser.user for one in scene.review.panel.select_related("appraiser__user")]


def _hear(scene: Scene, *, seats: Collection[int], against: int | None = None) -> None:
    items = list(scene.review.items.select_related("object").order_by("sequence"))
    bench = _bench(scene)
    for seat in seats:
        sheets = {
            item.pk: _sheet(item, stubborn=seat == against and place == 1)
            for place, item in enumerate(items)
        }
        examination.file_opinions(scene.review, sheets, no_conflict=True, by=bench[seat])
        examination.finish_appraisal(scene.review, by=bench[seat])


def _sheet(item: ReviewItem, *, stubborn: bool) -> Worksheet:
    may_leave = item.finding["lines"]["1911"] == "after" and not stubborn
    return Worksheet(
        is_relic=True,
        may_leave=may_leave,
        category_step=f"示例：{item.object.get_texture_display()}，陈设或实用器。",
        age_step=f"示例：{item.finding['sentence']}",
        value_step="示例：具有一定价值。" if stubborn else "示例：一般。",
        conclusion="示例：可以出境。" if may_leave else "示例：不宜出境。",
        year_from=item.object.year_from,
        year_to=item.object.year_to,
    )


def decide(scene: Scene) -> None:
    """What the law lets go is permitted, all else prohibited with the machine's sentence."""
    items = full_items(scene.review)
    refused = {item.pk for item in items if permit_refusal(item) is not None}
    decision.decide(
        scene.review,
        {item.pk: "prohibited" if item.pk in refused else "permit" for item in items},
        opinion="示例：同意鉴定组意见。",
        reasons={item.pk: f"示例：{item.finding['sentence']}" for item in items},
        by=scene.officer("approver"),
    )


def label(scene: Scene) -> None:
    permitted = scene.review.items.filter(status=ReviewItem.Outcome.PERMIT)
    keys = list(permitted.values_list("pk", flat=True))
    pairs = dict(zip(keys, blank_marks(scene.review)[: len(keys)], strict=True))
    marking.bind_marks(scene.review, pairs, by=scene.officer("intake"))


def issue(scene: Scene) -> None:
    paper_acts.issue_papers(
        scene.review, permit_number=NUMBERED.get(scene.key, ""), by=scene.officer("issuer")
    )


def release(scene: Scene) -> None:
    """Customs lets the first two objects go; the permit must be in force for that (R-EXIT-08)."""
    permit = Certificate.objects.get(case=scene.review.case, kind="exit_permit")
    finish_certificate(permit.pk)
    port = scene.world.ports["demo-air"]
    gate.release(
        list(scene.review.items.order_by("sequence")[:2]),
        port=port,
        declaration="示例报关-0001",
        by=scene.officer("customs"),
    )
