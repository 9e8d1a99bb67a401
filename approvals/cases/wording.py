"""The trail of a case in human words: one sentence for each verb, in one place."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.record.language import reads_chinese
from approvals.record.models import TrailEntry
from approvals.record.queries import trail_of
from approvals.record.services import CLOCKWORK

from .models import Case

Words = str | Promise

SENTENCES: dict[str, Words] = {
    "application.draft": gettext_lazy("开始填写申请"),
    "application.fill": gettext_lazy("填写申请信息"),
    "application.add_objects": gettext_lazy("列入文物"),
    "application.remove_object": gettext_lazy("移出文物"),
    "application.submit": gettext_lazy("提交申请"),
    "application.book": gettext_lazy("申请预约"),
    "application.unbook": gettext_lazy("取消预约"),
    "application.answer": gettext_lazy("答复补正通知"),
    "application.withdraw": gettext_lazy("撤回申请"),
    "application.retract": gettext_lazy("取回修改"),
    "booking.cancel": gettext_lazy("交还预约场次"),
    "booking.move": gettext_lazy("改约其他场次"),
    "appointment.confirm": gettext_lazy("审核机构确认预约"),
    "appointment.refuse": gettext_lazy("审核机构未接受预约"),
    "office.refer": gettext_lazy("案件移交其他审核机构"),
    "intake.accept": gettext_lazy("已受理"),
    "intake.correct": gettext_lazy("一次性告知补正"),
    "intake.decline": gettext_lazy("不予受理"),
    "examination.check_in": gettext_lazy("到场登记，开始实物审核"),
    "examination.no_show": gettext_lazy("未到场，请另行预约"),
    "examination.add_object": gettext_lazy("现场补录文物"),
    "examination.photograph": gettext_lazy("现场拍照"),
    "examination.split": gettext_lazy("现场拆分文物"),
    "opinion.conclude": gettext_lazy("实物审核结束"),
    "decision.decide": gettext_lazy("作出审批决定"),
    "mark.bind": gettext_lazy("加贴出境标识"),
    "mark.replace": gettext_lazy("更换损坏或缺失的标识"),
    "paper.issue": gettext_lazy("签发证照"),
    "custody.hand_back": gettext_lazy("退还文物并签收"),
    "gate.release": gettext_lazy("口岸放行"),
    "certificate.issue": gettext_lazy("文书已制发，可以下载"),
    "certificate.revoke": gettext_lazy("证照被撤销"),
    "clock.pause": gettext_lazy("期限停计"),
    "clock.resume": gettext_lazy("期限恢复计算"),
    "clock.extend": gettext_lazy("期限延长"),
    "case.deem_accepted": gettext_lazy("逾期未告知补正，视为受理"),
    "adverse.sign": gettext_lazy("作出不利决定"),
    "appeal.record": gettext_lazy("登记复议或诉讼"),
}
"""What the applicant's record shows. A verb that stands nowhere here is the office's own affair:
turns taken and given back, single opinions before the decision, papers being prepared."""

AT_THE_DESK: dict[str, Words] = {
    **SENTENCES,
    "round.open": gettext_lazy("提交所报内容"),
    "turn.take": gettext_lazy("领取任务"),
    "turn.release": gettext_lazy("释放任务"),
    "opinion.file": gettext_lazy("签署鉴定意见"),
    "opinion.finish": gettext_lazy("完成鉴定"),
    "certificate.prepare": gettext_lazy("文书待制发"),
    "gate.sighting": gettext_lazy("口岸查验标识"),
    "mark.incident": gettext_lazy("标识异常"),
    "review.close": gettext_lazy("办结"),
    "turn.stand_in": gettext_lazy("代理同事办理"),
    "adverse.draft": gettext_lazy("起草不利决定"),
    "adverse.drop": gettext_lazy("不采用不利决定草稿"),
}
"""What the officers' record shows: their own affairs too."""

REASONS: dict[str, Words] = {
    "submitted": gettext_lazy("提交申请"),
    "correction_answered": gettext_lazy("答复补正通知"),
}
"""Why a round was opened, which the trail keeps as a word of its own."""

BAD = {
    "intake.decline",
    "adverse.sign",
    "appointment.refuse",
    "examination.no_show",
    "certificate.revoke",
}
GROUPED = frozenset({"application.fill", "application.add_objects", "application.remove_object"})


def register_sentences(
    told: Mapping[str, Words],
    *,
    desk: Mapping[str, Words] = MappingProxyType({}),
    bad: Iterable[str] = (),
) -> None:
    """Bring a room's verbs: what both sides are told, what only officers read, what is bad news."""
    SENTENCES.update(told)
    AT_THE_DESK.update({**told, **desk})
    BAD.update(bad)


@dataclass(frozen=True)
class Moment:
    """One line of the record, as `components/timeline.html` shows it."""

    title: Words
    by: str
    at: datetime
    text: Words = ""
    tone: str = "done"


def timeline_of(case: Case, sentences: Mapping[str, Words] = SENTENCES) -> list[Moment]:
    """What happened in the case, newest first.

    `sentences` says which verbs are told: the applicant's, or all that officers may read.
    """
    return chronicle(case.chain, sentences)


def chronicle(
    chain: str, sentences: Mapping[str, Words] = SENTENCES, *, subjects: Collection[str] = ()
) -> list[Moment]:
    """What a chain tells, newest first; repeated filling in is told once, at its end.

    `subjects`: only what was done to these things of the chain.
    """
    told: list[TrailEntry] = []
    entries = trail_of(chain).filter(verb__in=list(sentences))
    for entry in entries.filter(subject__in=subjects) if subjects else entries:
        same = bool(told) and told[-1].verb == entry.verb and told[-1].actor == entry.actor
        if same and entry.verb in GROUPED:
            told[-1] = entry
        else:
            told.append(entry)
    return [_moment(entry) for entry in reversed(told)]


def _moment(entry: TrailEntry) -> Moment:
    name = _(CLOCKWORK.actor_name) if entry.actor == CLOCKWORK.actor_key else entry.actor_name
    who = f"{entry.acting_for} {name}".strip()
    bad = entry.verb in BAD
    return Moment(
        title=AT_THE_DESK[entry.verb],
        by=who,
        at=entry.at,
        text=_facts(entry),
        tone="refused" if bad else "done",
    )


def _facts(entry: TrailEntry) -> str:
    """What the entry adds in words: the session, the number of objects, the reason."""
    after: Mapping[str, Any] = entry.after
    parts = []
    if paper := after.get("paper" if reads_chinese() else "paper_en"):
        parts.append(str(paper))
    if session := after.get("session"):
        parts.append(_("场次：%(session)s。") % {"session": _in_words(session)})
    if number := after.get("number"):
        parts.append(_("编号：%(number)s。") % {"number": number})
    if points := after.get("points"):
        count = len(points) if isinstance(points, list) else points
        parts.append(_("共 %(count)s 项。") % {"count": count})
    if entry.reason:
        parts.append(_("说明：%(reason)s") % {"reason": REASONS.get(entry.reason, entry.reason)})
    return "".join(parts)


def _in_words(session: str) -> str:
    """The session as the trail kept it, day and half-day, in the reader's language."""
    day, _space, half = str(session).partition(" ")
    return f"{day} {_(half)}" if half else day
