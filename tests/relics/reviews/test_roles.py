"""Every verb of the exit review by its right role, and refused to every other role."""

import pytest

from approvals.certificates.services import finish_certificate, revoke_certificate
from approvals.parties.models import Role
from approvals.record.models import TrailEntry
from approvals.record.refusals import NotAllowed
from relics.appointments.models import Session
from relics.reviews.models import Mark
from relics.reviews.services import (
    application,
    appointment,
    custody,
    decision,
    examination,
    gate,
    intake,
    listing,
    marking,
    paper_acts,
    rebooking,
)
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def people_of(world):
    """One person for every role there is, at this office and at another, and a stranger."""
    other = factories.make_office("示例另一审核处")
    rival = factories.make_party(name="示例另一文物商店")
    people = {
        "agent": world.agent,
        "scheduler": world.scheduler,
        "intake": world.clerk,
        "panel member": world.appraisers[0].user,
        "approver": world.approver,
        "issuer": world.issuer,
        "customs": world.customs,
        "viewer of the dealer": factories.make_member(world.dealer, Role.VIEWER),
        "agent of another dealer": factories.make_member(rival, Role.AGENT),
        "appraiser not on the panel": factories.make_appraiser(world.office).user,
        "customs of another port": factories.make_member(
            factories.make_port(world.office).customs, Role.CUSTOMS
        ),
        "stranger": factories.make_user(),
    }
    for role in (Role.SCHEDULER, Role.INTAKE, Role.APPROVER, Role.ISSUER):
        people[f"{role} of another office"] = factories.make_member(other.party, role)
    for role in (Role.TAX, Role.CULTURE, Role.OPERATOR, Role.ADMINISTRATOR):
        people[role] = factories.make_member(factories.make_party(), role)
    lapsed = factories.make_member(
        world.office.party, Role.APPROVER, valid_to=factories.days_from_now(-1)
    )
    people["approver until yesterday"] = lapsed
    return people


def book(world, review, by):
    appointment.book_appointment(review, world.session, by=by)


def give_back(world, review, by):
    rebooking.cancel_appointment(review, reason="示例", by=by)


def change_session(world, review, by):
    day = factories.working_day(2)
    later = Session.objects.filter(date=day).first() or factories.make_session(
        world.office, day=day
    )
    rebooking.move_appointment(review, later, by=by)


def register_one(world, review, by):
    values = {"name": "示例碗", "texture": "jade", "size": "高3厘米"}
    listing.register_and_list(review, values, by=by)


def take_off(world, review, by):
    listing.remove_objects(review, review.items.values_list("pk", flat=True), by=by)


def confirm(world, review, by):
    appointment.confirm_appointment(review, by=by)


def refuse_booking(world, review, by):
    appointment.refuse_appointment(review, reason="示例理由", by=by)


def accept(world, review, by):
    intake.accept_application(review, by=by)


def correct(world, review, by):
    intake.send_correction(review, [intake.Point("示例：请补照片")], by=by)


def decline(world, review, by):
    intake.decline_application(review, ground=4, reason="示例理由", by=by)


def check_in(world, review, by):
    examination.check_in(review, second_officer=world.second, identity_checked=True, by=by)


def no_show(world, review, by):
    examination.record_no_show(review, by=by)


def file_opinion(world, review, by):
    sheets = {item.pk: reviewing.sheet() for item in review.items.all()}
    examination.file_opinions(review, sheets, no_conflict=True, by=by)


def decide(world, review, by):
    outcomes = {item.pk: "permit" for item in review.items.all()}
    decision.decide(review, outcomes, opinion="示例意见", by=by)


def bind(world, review, by):
    mark, _new = Mark.objects.get_or_create(
        office=world.office, number="示例标识1", medium="label", custodian=world.issuer
    )
    marking.bind_marks(review, {item.pk: mark for item in review.items.all()}, by=by)


def stock(world, review, by):
    marking.stock_marks(world.office, ["示例标识2"], medium="label", by=by)


def issue(world, review, by):
    paper_acts.issue_papers(review, by=by)


def hand_back(world, review, by):
    custody.hand_back(review, list(review.items.all()), received_by="示例领取人", by=by)


def revoke(world, review, by):
    permit = finish_certificate(review.case.certificates.get(kind="exit_permit").pk)
    revoke_certificate(permit, ground="示例理由", by=by)


def sight(world, review, by):
    mark = review.items.get().mark
    gate.record_sighting(mark, seen="intact", port=world.port, by=by)


def release(world, review, by):
    finish_certificate(review.case.certificates.get(kind="exit_permit").pk)
    gate.release(list(review.items.all()), port=world.port, by=by)


def submit(world, review, by):
    application.submit_application(review, by=by)


def withdraw(world, review, by):
    application.withdraw_application(review, reason="示例理由", by=by)


def refused_one(world):
    return reviewing.issued(world, world.new_object(year_from=1900), prohibit={1})


VERBS = [
    (register_one, reviewing.drafted, {"agent"}),
    (take_off, reviewing.drafted, {"agent"}),
    (submit, reviewing.drafted, {"agent"}),
    (book, reviewing.submitted, {"agent"}),
    (withdraw, reviewing.submitted, {"agent"}),
    (change_session, reviewing.booked, {"agent"}),
    (give_back, reviewing.appointed, {"agent"}),
    (confirm, reviewing.booked, {"scheduler"}),
    (refuse_booking, reviewing.booked, {"scheduler"}),
    (accept, reviewing.appointed, {"intake"}),
    (correct, reviewing.appointed, {"intake"}),
    (decline, reviewing.appointed, {"intake"}),
    (check_in, reviewing.accepted, {"intake"}),
    (no_show, reviewing.accepted, {"intake"}),
    (file_opinion, reviewing.appraising, {"panel member"}),
    (decide, reviewing.judged, {"approver"}),
    (stock, reviewing.decided, {"issuer"}),
    (bind, reviewing.decided, {"intake"}),
    (issue, reviewing.labelled, {"issuer"}),
    (hand_back, refused_one, {"intake"}),
    (revoke, reviewing.issued, {"approver"}),
    (sight, reviewing.issued, {"customs"}),
    (release, reviewing.issued, {"customs"}),
]


@pytest.mark.parametrize(
    ("verb", "stage", "allowed"), VERBS, ids=lambda part: getattr(part, "__name__", "")
)
def test_each_verb_is_done_by_its_role_and_refused_to_every_other(world, verb, stage, allowed):
    review = stage(world)
    people = people_of(world)
    for name, person in people.items():
        if name in allowed:
            continue
        before = TrailEntry.objects.count()
        status = reviewing.fresh(review).status
        with pytest.raises(NotAllowed):
            verb(world, review, person)
        assert reviewing.fresh(review).status == status, name
        if verb not in (revoke, release):  # these two finish the paper first, which leaves a trail
            assert TrailEntry.objects.count() == before, name
    for name in allowed:
        verb(world, review, people[name])
        assert TrailEntry.objects.count() > before
