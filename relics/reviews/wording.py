"""How statuses look and what a person does next, in one place."""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case

from .models import Review, ReviewItem

STATUS, OUTCOME = Review.Status, ReviewItem.Outcome

TONES: dict[str, str] = {
    STATUS.CORRECTION: "correction",
    STATUS.NOT_ACCEPTED: "refused",
    STATUS.ACCEPTED: "accepted",
    STATUS.HALTED: "refused",
    STATUS.APPRAISING: "review",
    STATUS.PENDING_APPROVAL: "review",
    STATUS.DECIDED: "review",
    STATUS.LABELLED: "review",
    STATUS.ISSUED: "approved",
    STATUS.CLOSED: "approved",
}
"""The tone of each status; what is not named waits."""

OUTCOME_TONES: dict[str, str] = {
    OUTCOME.PERMIT: "approved",
    OUTCOME.PERMIT_ISSUED: "approved",
    OUTCOME.RELEASED: "approved",
    OUTCOME.PROHIBITED: "refused",
    OUTCOME.RETURNED: "refused",
    OUTCOME.VOIDED: "refused",
    OUTCOME.REPLICA: "accepted",
    OUTCOME.NOT_RELIC: "accepted",
    OUTCOME.REGISTERED: "approved",
    OUTCOME.REFERRED: "correction",
    OUTCOME.FROZEN: "correction",
    OUTCOME.HANDED_OVER: "correction",
}

FINISHED = (STATUS.CLOSED, STATUS.NOT_ACCEPTED, STATUS.WITHDRAWN)


class NextStep(NamedTuple):
    """What the applicant does now, and the page for it; no page: it waits for the office."""

    sentence: str | Promise
    url_name: str = ""


NEXT_STEPS: dict[str, NextStep] = {
    STATUS.DRAFT: NextStep(_("继续填写并提交"), "reviews:application"),
    STATUS.SUBMITTED: NextStep(_("预约实物审核"), "reviews:booking"),
    STATUS.BOOKED: NextStep(_("等待审核机构确认预约")),
    STATUS.APPOINTED: NextStep(_("等待审核机构受理")),
    STATUS.CORRECTION: NextStep(_("逐项答复补正通知"), "reviews:correction"),
    STATUS.ACCEPTED: NextStep(_("按预约日期携带文物到场")),
    STATUS.HALTED: NextStep(_("已通知海关，请等待处理")),
    STATUS.APPRAISING: NextStep(_("鉴定人员正在审核实物")),
    STATUS.PENDING_APPROVAL: NextStep(_("等待审批")),
    STATUS.DECIDED: NextStep(_("等待加贴标识并签发")),
    STATUS.LABELLED: NextStep(_("等待签发")),
    STATUS.ISSUED: NextStep(_("领取证照；不准出境的文物请领回")),
    STATUS.CLOSED: NextStep(_("已办结")),
    STATUS.NOT_ACCEPTED: NextStep(_("可按通知书重新申请或寻求救济")),
    STATUS.WITHDRAWN: NextStep(_("已撤回")),
}

MILESTONES: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("提交"), (STATUS.DRAFT,)),
    (_("预约"), (STATUS.SUBMITTED, STATUS.BOOKED)),
    (_("受理"), (STATUS.APPOINTED, STATUS.CORRECTION)),
    (_("实物审核"), (STATUS.ACCEPTED, STATUS.HALTED, STATUS.APPRAISING)),
    (_("审批"), (STATUS.PENDING_APPROVAL,)),
    (_("签发"), (STATUS.DECIDED, STATUS.LABELLED)),
    (_("领取"), (STATUS.ISSUED, STATUS.CLOSED)),
)
"""The way of an application in seven steps, each with the statuses in which it is under way."""


def tone_of(status: str) -> str:
    return TONES.get(status, "waiting")


def outcome_tone(outcome: str) -> str:
    return OUTCOME_TONES.get(outcome, "waiting")


def milestones_of(review: Review) -> list[dict[str, str | Promise]]:
    """The steps as `components/steps.html` draws them for an application where it is now."""
    status = review.status
    milestones = review.rules.milestones or MILESTONES
    ended = status in (STATUS.NOT_ACCEPTED, STATUS.WITHDRAWN)
    at = 2 if status == STATUS.NOT_ACCEPTED else 0
    for place, (_title, under_way) in enumerate(milestones):
        if status in under_way:
            at = place
    steps = []
    for place, (title, _under_way) in enumerate(milestones):
        state = "done" if place < at or status == STATUS.CLOSED else "next"
        if place == at and status != STATUS.CLOSED:
            state = "refused" if ended else "now"
        steps.append({"title": title, "state": state})
    return steps


def steps_of(case: Case) -> list[dict[str, str | Promise]]:
    """The steps of a case of this room."""
    return milestones_of(case.review)


def next_step_of(review: Review) -> NextStep:
    """What the applicant does now under the application's own procedure."""
    common = NEXT_STEPS[review.status]
    sentence = review.rules.next_steps.get(review.status)
    return common._replace(sentence=sentence) if sentence else common


def task_line(title: str | Promise, text: str | Promise, url: str, state: str) -> dict[str, Any]:
    """A line of a draft's task list; `state`: done, begun, open, ready, wait or closed."""
    label, tone = {
        "done": (_("已完成"), "approved"),
        "begun": (_("进行中"), "accepted"),
        "open": (_("未开始"), "waiting"),
        "ready": (_("可以提交"), "accepted"),
        "wait": (_("尚不能提交"), "waiting"),
        "closed": (_("尚不能办理"), "waiting"),
    }[state]
    return {"title": title, "text": text, "url": url, "label": label, "tone": tone}
