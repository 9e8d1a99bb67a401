"""The applicant's verbs: draft, fill, list objects, submit, answer, withdraw."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Case
from approvals.cases.rules import side_refusal
from approvals.cases.services import next_number, open_clock, stop_clock
from approvals.parties.models import Party, Role, User
from approvals.parties.queries import mandates_on, parties_of
from approvals.record.refusals import (
    Conflict,
    NotAcceptable,
    NotAllowed,
    Refusal,
    require,
)
from approvals.record.status import can_proceed
from relics.register.models import RelicObject
from relics.register.rules import object_is_complete
from relics.register.services import hold_objects
from relics.reviews.models import Review, ReviewItem
from relics.reviews.papers import receipt_content
from relics.reviews.procedures import procedure_of
from relics.reviews.queries import full_items, told_in_time
from relics.reviews.rules import applicant_refusal, identity_refusal, submission_refusals
from relics.standards.queries import rule_set_on

from .acts import list_items, locked, trail
from .ending import end_withdrawn
from .findings import finding_of
from .paper_acts import issue_notice
from .rounds import keep_round

COMPLETENESS_DAYS = 5


def draft_application(
    applicant: Party,
    *,
    title: str,
    by: User,
    procedure: str = "exit_review",
    follows: Review | None = None,
) -> Review:
    """Begin an application for a party, oneself or under a mandate in force (R-EXIT-01).

    `procedure` is the key of a registered procedure; `follows` the application taken up again.
    """
    rules = procedure_of(procedure)
    require(applicant_refusal(applicant, by), error=NotAllowed)
    own = parties_of(by, Role.AGENT)
    mandate = None
    if not own.filter(pk=applicant.pk).exists():
        today = timezone.localdate()
        mandate = mandates_on(today).filter(principal=applicant, agent__in=own).first()
    with transaction.atomic():
        case = Case.objects.create(
            kind=rules.key,
            title=title,
            applicant=applicant,
            agent=mandate.agent if mandate else None,
            mandate=mandate,
            created_by=by,
        )
        review = Review.objects.create(case=case, procedure=rules.key, follows=follows)
        trail(review, "application.draft", by=by, after="draft", title=title, procedure=rules.key)
    return review


def drafting(review: Review, by: User) -> Review:
    """The draft under lock, if `by` may still write in it."""
    case = engine.lock_case(review.case_id)
    require(side_refusal(case, by, _("只有申请人一方的经办人可以修改申请。")), error=NotAllowed)
    held = locked(review)
    if held.status != Review.Status.DRAFT:
        raise Conflict(
            Refusal(
                "not_a_draft",
                _("申请已提交，不能直接修改。"),
                "R-GEN-04",
                _("如需更改，请在补正或现场办理时提出。"),
            )
        )
    return held


def fill_application(review: Review, fields: Mapping[str, Any], *, by: User) -> Review:
    """Write statutory fields of a draft; names its procedure lacks are a mistake of the caller."""
    with transaction.atomic():
        held = drafting(review, by)
        fillable = {*held.rules.required, *held.rules.optional}
        before = {name: str(getattr(held, name) or "") for name in fields if name in fillable}
        for name, value in fields.items():
            if name not in fillable:
                raise KeyError(name)
            setattr(held, name, value)
        require(identity_refusal(held.identity_kind, held.identity_number), error=NotAcceptable)
        held.full_clean(exclude=["case", "status", "submitted_at"], validate_constraints=False)
        held.save(update_fields=list(fields))
        changed = sorted(name for name in before if before[name] != str(fields[name] or ""))
        if changed:
            trail(held, "application.fill", by=by, fields=changed)
    return held


def add_objects(review: Review, objects: Iterable[RelicObject], *, by: User) -> list[ReviewItem]:
    """List objects of the applicant in a draft. An object stands in one live case only."""
    with transaction.atomic():
        held = drafting(review, by)
        things = list(objects)
        if any(thing.owner_id != held.case.applicant_id for thing in things):
            raise NotAllowed(
                Refusal("not_the_owner", _("只能列入申请人自己登记的文物。"), "R-EXIT-01")
            )
        require(held.rules.listing_refusal(held, things), error=NotAcceptable)
        items = list_items(held, things)
        trail(held, "application.add_objects", by=by, objects=[thing.number for thing in things])
    return items


def remove_object(item: ReviewItem, *, by: User) -> None:
    """Take an object off the list of a draft; its record stays in the register."""
    with transaction.atomic():
        held = drafting(item.review, by)
        number = item.object.number
        ReviewItem.objects.filter(pk=item.pk, review=held).delete()
        trail(held, "application.remove_object", by=by, objects=[number])


def submit_application(review: Review, *, by: User) -> Review:
    """Hand the file in: number, receipt, and the clock of 15 working days (R-EXIT-02).

    The date stays provisional until the file is found complete. Raises NotAcceptable with all
    that is missing in `extra["refusals"]`.
    """
    with transaction.atomic():
        held = drafting(review, by)
        items = full_items(held)
        refusals = list(submission_refusals(held, items))
        if refusals:
            raise NotAcceptable(
                refusals[0],
                extra={"refusals": [one.as_problem(422) for one in refusals]},
            )
        case = held.case
        rules = rule_set_on(timezone.localdate())
        office = held.rules.office_of(held)
        if office is None:
            raise NotAcceptable(
                Refusal("no_office", _("无法确定由哪一家审核机构办理。"), "R-EXIT-17")
            )
        if case.office != office.party:
            case.office = office.party
            serial = next_number(f"{office.code}-{timezone.localdate():%Y}")
            case.number = f"{office.code.upper()}-{timezone.localdate():%Y}-{serial:06d}"
        case.received_at = held.submitted_at = timezone.now()
        case.rule_version = rules.version
        case.save(update_fields=["office", "number", "received_at", "rule_version"])
        held.submit()
        held.save(update_fields=["status", "submitted_at"])
        for item in items:
            item.finding = finding_of(item.object, rules, held.rules.standard)
        ReviewItem.objects.bulk_update(items, ["finding"])
        RelicObject.objects.filter(review_items__review=held).update(submitted_at=held.submitted_at)
        open_decision_clock(held, held.submitted_at)
        trail(
            held,
            "application.submit",
            by=by,
            before="draft",
            after="submitted",
            number=case.number,
            objects=len(items),
            rules=rules.version,
        )
        held.rules.submitted(held, items, by=by)
        keep_round(held, because="submitted", by=by)
        engine.start(case)
        issue_notice(held, "submission_receipt", receipt_content(held), by=by)
    return held


def open_decision_clock(review: Review, received_at: Any) -> None:
    """The procedure's days to decide (R-EXIT-02), 5 to say what is missing (R-GEN-03)."""
    for kind, rule, days in (
        ("decision", review.rules.clock_rule, review.rules.days),
        ("completeness", "R-GEN-03", COMPLETENESS_DAYS),
    ):
        open_clock(review.case, kind, rule=rule, working_days=days, received_at=received_at)


def answer_correction(review: Review, answers: Mapping[int, str], *, by: User) -> Review:
    """Answer every point of the notice; the clock starts anew from the complete file.

    It does not where the notice came too late: then the first receipt counts (R-GEN-03).
    The objects are as they stand now: complete, closed to changes again, and their year lines
    read anew by the rules the case is judged by (R-GEN-01). Raises NotAcceptable for points
    without an answer and for an object that lacks something.
    """
    with engine.turn(review.case, "answer", by=by):
        held = locked(review)
        points = list(held.correction.points.all())
        unanswered = [point for point in points if not answers.get(point.pk, "").strip()]
        if unanswered:
            raise NotAcceptable(
                Refusal(
                    "points_unanswered",
                    _("还有 %(count)d 项未答复。") % {"count": len(unanswered)},
                    "R-GEN-03",
                    _("请逐项答复后一并提交。"),
                )
            )
        for point in points:
            point.answer = answers[point.pk].strip()
            point.save(update_fields=["answer"])
        _take_objects_again(held)
        now = timezone.now()
        held.correction.answered_at = now
        held.correction.save(update_fields=["answered_at"])
        held.answer()
        held.save(update_fields=["status"])
        if told_in_time(held):
            stop_clock(held.case, "decision", because="correction_answered")
            stop_clock(held.case, "completeness", because="correction_answered")
            open_decision_clock(held, now)
        keep_round(held, because="correction_answered", by=by)
        trail(
            held,
            "application.answer",
            by=by,
            before="correction",
            after="appointed",
            points=len(points),
        )
    return held


def _take_objects_again(held: Review) -> None:
    """Close the records that the correction opened, and read their year lines anew."""
    items = full_items(held)
    for item in items:
        require(object_is_complete(item.object, len(item.object.photos.all())), error=NotAcceptable)
    rules = rule_set_on(timezone.localtime(held.submitted_at).date())
    for item in items:
        item.finding = finding_of(item.object, rules, held.rules.standard)
    ReviewItem.objects.bulk_update(items, ["finding"])
    hold_objects(item.object for item in items)


def withdraw_application(review: Review, *, reason: str, by: User) -> Review:
    """Withdraw before the decision; opinions given so far are kept (edge case 48)."""
    with transaction.atomic():
        case = engine.lock_case(review.case_id)
        require(side_refusal(case, by, _("只有申请人一方可以撤回申请。")), error=NotAllowed)
        held = locked(review)
        if not can_proceed(held.withdraw):
            raise Conflict(Refusal("decided_already", _("决定作出后不能撤回。"), "R-EXIT-10", ""))
        before = held.status
        end_withdrawn(held, seats_because=reason or _("申请撤回"), by=by)
        trail(held, "application.withdraw", by=by, before=before, after="withdrawn", reason=reason)
    return held
