"""Random people at an office: every act of the exit review, as anybody may try it.

`ACTS` are tried by anybody at any time, `CROSSING` by who may at whatever time. `NEXT` names, for
each turn of the flow, the acts by which it can lawfully be done and who does them; a way on
exists where one of them succeeds.
"""

import io
from itertools import count

from PIL import Image

from approvals.cases.models import AdverseAct
from approvals.cases.services import drop_adverse_act, sign_adverse_act
from approvals.certificates.models import Certificate
from approvals.certificates.services import finish_certificate
from approvals.parties.models import Role
from relics.appraisers.models import Appraiser, Qualification
from relics.reviews.models import Mark, Review
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
    rebooking,
    resuming,
)
from relics.reviews.services.panel import replace_member
from relics.watchlists.models import Freeze
from relics.watchlists.services import freeze_object, record_instruction, report_freeze
from tests import factories, reviewing

OPEN_FREEZES = (Freeze.Status.FROZEN, Freeze.Status.REPORTED)
OWNER = "who has the turn"
_numbers = count(1)


class Office:
    """A world, the people in it by name, and what random wishes they bring."""

    def __init__(self):
        self.next = NEXT
        self.world = world = reviewing.make_world()
        self.things = [world.new_object() for _ in range(4)]
        self.things.append(world.new_object(year_from=1905, year_to=1920, edtf="1905/1920"))
        self.later = factories.make_session(world.office, staff=world.appraisers)
        self.spare = factories.make_appraiser(world.office)
        other = factories.make_office("示例另一审核处")
        self.people = {
            "agent": world.agent,
            "scheduler": world.scheduler,
            "clerk": world.clerk,
            "second": world.second,
            "approver": world.approver,
            "issuer": world.issuer,
            "customs": world.customs,
            **{f"appraiser {one.pk}": one.user for one in world.office.appraisers.all()},
            "rival": factories.make_member(factories.make_party(), Role.AGENT),
            "approver elsewhere": factories.make_member(other.party, Role.APPROVER),
            "clerk elsewhere": factories.make_member(other.party, Role.INTAKE),
            "stranger": factories.make_user(),
        }


def fresh(review):
    return Review.objects.select_related("case").get(pk=review.pk)


def pending(review):
    return list(review.items.filter(status="pending").order_by("sequence"))


def draft(office, picks, drafted):
    """A new application of the agent's for some of the things; it goes into `drafted`."""
    drafted.append(reviewing.drafted(office.world, *(office.things[pick] for pick in picks)))


def book(office, review, by, wish):
    session = office.later if wish % 5 == 0 else office.world.session
    appointment.book_appointment(review, session, by=by)


def accept(office, review, by, wish):
    intake.accept_application(review, by=by)


def correct(office, review, by, wish):
    intake.send_correction(review, [intake.Point("示例：请补照片")], by=by)


def decline(office, review, by, wish):
    intake.decline_application(review, ground=4, reason="示例理由", by=by)


def answer(office, review, by, wish):
    points = review.correction.points.all() if hasattr(review, "correction") else []
    application.answer_correction(review, {one.pk: "示例：已补" for one in points}, by=by)


def check_in(office, review, by, wish):
    items = pending(review)
    absent = items[:1] if wish % 4 == 0 and len(items) > 1 else []
    second = office.world.second if by != office.world.second else office.world.clerk
    examination.check_in(review, second_officer=second, identity_checked=True, absent=absent, by=by)


def no_show(office, review, by, wish):
    examination.record_no_show(review, by=by)


def judge(office, review, by, wish):
    """File an opinion on everything open; what is said of each follows from the wish."""
    sheets = {
        item.pk: reviewing.sheet(may_leave=(wish >> place) % 4 != 0)
        for place, item in enumerate(pending(review))
    }
    examination.file_opinions(review, sheets, no_conflict=True, by=by)


def finish(office, review, by, wish):
    examination.finish_appraisal(review, by=by)


def judge_and_finish(office, review, by, wish):
    if pending(review):
        judge(office, review, by, wish)
    finish(office, review, by, wish)


def decide(office, review, by, wish):
    """Permit everything, or what the wish says; the rest is prohibited with a reason."""
    outcomes = {
        item.pk: "permit" if wish % 3 == 0 or (wish >> place) % 2 else "prohibited"
        for place, item in enumerate(pending(review))
    }
    reasons = dict.fromkeys(outcomes, "示例：有重大价值。")
    decision.decide(review, outcomes, opinion="示例意见", reasons=reasons, by=by)


def refuse_all(office, review, by, wish):
    outcomes = {item.pk: "prohibited" for item in pending(review)}
    reasons = dict.fromkeys(outcomes, "示例：有重大价值。")
    decision.decide(review, outcomes, opinion="示例意见", reasons=reasons, by=by)


def mark(office, review, by, wish):
    items = list(review.items.filter(status="permit"))
    numbers = [f"示例标识{next(_numbers):06d}" for _ in items]
    world = office.world
    marks = (
        marking.stock_marks(world.office, numbers, medium="label", by=world.issuer) if items else []
    )
    pairs = {item.pk: one for item, one in zip(items, marks, strict=True)}
    marking.bind_marks(review, pairs, by=by)


def issue(office, review, by, wish):
    paper_acts.issue_papers(review, by=by)


def hand_back(office, review, by, wish):
    items = list(review.items.filter(status="prohibited"))
    custody.hand_back(review, items, received_by="示例领取人", by=by)


def return_left(office, review, by, wish):
    custody.return_left(review, received_by="示例领取人", by=by)


def submit(office, review, by, wish):
    application.submit_application(review, by=by)


def withdraw(office, review, by, wish):
    application.withdraw_application(review, reason="示例理由", by=by)


def retract(office, review, by, wish):
    resuming.retract_application(review, by=by)


def confirm(office, review, by, wish):
    appointment.confirm_appointment(review, by=by)


def refuse_booking(office, review, by, wish):
    appointment.refuse_appointment(review, reason="示例理由", by=by)


def unbook(office, review, by, wish):
    rebooking.cancel_appointment(review, reason="示例", by=by)


def move(office, review, by, wish):
    rebooking.move_appointment(review, office.later, by=by)


def replace(office, review, by, wish):
    """Somebody of the panel is replaced by whoever of the office is free."""
    seated = list(review.panel.filter(left_at__isnull=True).order_by("pk"))
    if not seated:
        return
    sat = review.panel.values("appraiser")
    free = Appraiser.objects.filter(office=office.world.office).exclude(pk__in=sat).order_by("pk")
    kind = Qualification.Kind.RESPONSIBLE
    substitute = free.filter(qualifications__kind=kind).first() or office.spare
    replace_member(review, seated[wish % len(seated)], substitute, reason="示例：突发疾病", by=by)


def permit_of(review):
    return review.case.certificates.filter(kind="exit_permit").order_by("-pk").first()


def revoke(office, review, by, wish):
    permit = permit_of(review)
    if permit:
        paper_acts.revoke_paper(permit, ground="示例：以欺骗手段取得。", by=by)


def release(office, review, by, wish):
    items = list(review.items.filter(status="permit_issued"))
    gate.release(items[: 1 + wish % 2], port=office.world.port, by=by)


def sight(office, review, by, wish):
    found = Mark.objects.filter(item__review=review).order_by("pk").first()
    seen = ("intact", "damaged", "missing")[wish % 3]
    if found:
        gate.record_sighting(found, seen=seen, port=office.world.port, by=by)


def freeze(office, review, by, wish):
    items = list(review.items.order_by("sequence"))
    if items:
        second = office.world.clerk if by == office.world.approver else office.world.approver
        freeze_object(
            items[wish % len(items)].object,
            ground="illegal_holding",
            facts="示例：来源可疑。",
            by=by,
            second=second,
        )


def freezes_in(review):
    things = review.items.values("object")
    return Freeze.objects.filter(object__in=things, status__in=OPEN_FREEZES).order_by("pk")


def report(office, review, by, wish):
    for one in freezes_in(review).filter(status="frozen"):
        report_freeze(one, by=by)


def instruct(office, review, by, wish):
    """What the authority outside wrote: mostly that the object is free again."""
    for one in freezes_in(review).filter(status="reported"):
        record_instruction(
            one,
            number=f"示例指令{next(_numbers)}号",
            authority="示例主管机关",
            outcome=("lifted", "lifted", "handed_over", "kept")[wish % 4],
            file=paper(),
            by=by,
        )


def acts_against(review):
    return AdverseAct.objects.filter(case=review.case, status="drafted").order_by("pk")


def sign(office, review, by, wish):
    for act in acts_against(review):
        sign_adverse_act(act, reason="示例理由", ground=act.ground, rights="示例权利", by=by)


def drop(office, review, by, wish):
    for act in acts_against(review):
        drop_adverse_act(act, because="示例：无须", by=by)


def paper():
    file = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(file, "PNG")
    file.seek(0)
    return file


def finish_permit(review):
    """What the worker does after the commit: the permit is sealed and in force."""
    permit = permit_of(review)
    if permit and permit.status == Certificate.Status.PREPARED:
        finish_certificate(permit.pk)


ACTS = (
    submit, book, confirm, refuse_booking, accept, correct, decline, answer, check_in, no_show,
    judge, finish, decide, mark, issue, hand_back, return_left, withdraw, retract, unbook, move,
    replace, revoke, release, sight, freeze, report, instruct, sign, drop,
)  # fmt: skip
CROSSING = (
    ("clerk", freeze),
    ("approver", report),
    ("approver", instruct),
    ("approver", sign),
    ("approver", drop),
    ("approver", revoke),
    ("scheduler", replace),
    ("agent", withdraw),
    ("agent", retract),
    ("agent", move),
    ("agent", unbook),
    ("customs", release),
    ("customs", sight),
)
NEXT = {
    "book": (("agent", book),),
    "confirm": (("scheduler", confirm), ("scheduler", refuse_booking)),
    "intake": (("clerk", accept), ("clerk", correct), ("clerk", decline)),
    "answer": (("agent", answer), ("clerk", decline)),
    "check_in": (("clerk", check_in), ("clerk", no_show), ("agent", unbook)),
    "appraise": ((OWNER, judge_and_finish),),
    "approve": (("approver", decide), ("approver", refuse_all)),
    "mark": (("clerk", mark),),
    "issue": (("issuer", issue),),
    "hand_back": (("clerk", hand_back),),
}
"""By the node of the flow: who does it, and how."""
