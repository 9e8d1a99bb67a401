"""What the pages of a draft show: its tasks, its facts, and what keeps it from submission."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db.models import Count, Q
from django.forms import BaseForm
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from approvals.parties.models import Party
from approvals.record.refusals import Refusal, Refused
from relics.register.rules import object_is_complete
from relics.reviews.forms.application import COUNTRIES, PERSONAL_PAPERS
from relics.reviews.models import Review, ReviewItem
from relics.reviews.rules import (
    blanks_of,
    form_refusals,
    identity_refusal,
    list_refusals,
    parted_refusals,
    suspended_refusals,
)
from relics.reviews.wording import task_line

__all__ = ["COUNTRIES", "blockers_of", "known_particulars", "particulars_facts", "task_lines"]


@dataclass(frozen=True)
class Blocker:
    """A refusal with the page that mends it, as `components/refusal.html` shows it."""

    sentence: str | Promise
    rule: str
    fix: str | Promise
    fix_url: str = ""


def status_of(form: BaseForm, refused: Refused | None) -> int:
    """The status of a page that shows a form: 200, what was refused, or 422 for its errors."""
    if refused is not None:
        return refused.status
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def known_particulars(review: Review) -> dict[str, Any]:
    """What the applicant's own record gives for fields that are still empty."""
    party = review.case.applicant
    known: dict[str, Any] = {"phone": party.phone, "address": party.address}
    if party.kind == Party.Kind.PERSON and party.identity_kind in PERSONAL_PAPERS:
        known |= {
            "carrier": party.name[:20],
            "nationality": party.nationality,
            "identity_kind": party.identity_kind,
            "identity_number": party.identity_number,
        }
    return {name: value for name, value in known.items() if value and not getattr(review, name)}


def particulars_facts(review: Review) -> list[tuple[str | Promise, str | Promise]]:
    """The statutory fields as pairs of words for `components/datagrid.html`."""
    rules = review.rules
    kind = review.get_identity_kind_display() if review.identity_kind else ""  # type: ignore[attr-defined]
    told: dict[str, str] = {
        "port": str(review.port or ""),
        "nationality": str(COUNTRIES.get(review.nationality, review.nationality)),
        "identity_kind": str(kind),
    }
    facts: list[tuple[str | Promise, str | Promise]] = [
        (label, told.get(name, str(getattr(review, name))))
        for name, label in {**rules.required, **rules.optional}.items()
    ]
    office = review.case.office or rules.office_of(review)
    return [*facts[:1], (_("审核机构"), str(office or "")), *facts[1:], *rules.own_facts(review)]


def blockers_of(review: Review, items: Sequence[ReviewItem]) -> list[Blocker]:
    """Everything that `submit_application` would refuse, each with the page that mends it.

    `items` come from `queries.listed_items`.
    """
    key = [review.case_id]
    form, objects = (
        reverse("reviews:particulars", args=key),
        reverse("reviews:object_list", args=key),
    )
    own = review.rules.own_line(review)
    found = [_linked(one, f"{form}#id_{_field_of(one)}") for one in form_refusals(review)]
    found += [
        _linked(one, own["url"] if own else form) for one in review.rules.file_refusals(review)
    ]
    found += [_linked(one, objects) for one in list_refusals(len(items))]
    found += [_linked(one, objects) for one in suspended_refusals(items)]
    found += [_linked(one, objects) for one in review.rules.item_refusals(review, items)]
    found += [_linked(one, objects) for one in parted_refusals(review, items)]
    for item in items:
        if refusal := object_is_complete(item.object, item.photo_count):  # type: ignore[attr-defined]
            page = reverse("reviews:object_edit", args=[review.case_id, item.pk])
            found.append(_linked(refusal, page))
    return found


def _linked(refusal: Refusal, url: str) -> Blocker:
    return Blocker(refusal.sentence, refusal.rule, refusal.fix, url)


def _field_of(refusal: Refusal) -> str:
    """The field of the form that a refusal speaks of."""
    if refusal.code.startswith("blank_"):
        return refusal.code.removeprefix("blank_")
    return {"identity_invalid": "identity_number"}.get(refusal.code, "port")


def task_lines(review: Review) -> list[dict[str, Any]]:
    """The lines of the task list."""
    key = [review.case_id]
    counts = review.items.aggregate(
        listed=Count("pk", distinct=True),
        bare=Count("pk", distinct=True, filter=Q(object__photos__isnull=True)),
    )
    wrong = len(list(blanks_of(review))) + bool(
        identity_refusal(review.identity_kind, review.identity_number)
    )
    ready = not wrong and counts["listed"] and not counts["bare"]
    agent = review.case.agent
    by = _("由 %(agent)s 代理") % {"agent": agent} if agent else _("由申请人自己办理")
    return [
        task_line(_("申请人与代理"), f"{review.case.applicant}{_('，')}{by}", "", "done"),
        task_line(
            _("申请信息"),
            _("口岸与携运人；还有 %(wrong)d 项未填好") % {"wrong": wrong}
            if wrong
            else _("口岸与携运人"),
            reverse("reviews:particulars", args=key),
            _progress(wrong < len(review.rules.required), not wrong),
        ),
        *filter(None, [review.rules.own_line(review)]),
        task_line(
            _("文物清单与照片"),
            _list_text(counts["listed"], counts["bare"]),
            reverse("reviews:object_list", args=key),
            _progress(bool(counts["listed"]), bool(counts["listed"]) and not counts["bare"]),
        ),
        task_line(
            _("核对并提交"),
            _("逐项核对后提交，取得受理编号"),
            reverse("reviews:check", args=key),
            "ready" if ready else "wait",
        ),
        task_line(_("预约实物审核"), "", "", "closed")
        | {"refusal": Refusal("not_submitted", _("提交申请后才能预约。"), "R-APPT-06")},
    ]


def _list_text(listed: int, bare: int) -> str:
    if not listed:
        return _("逐件登记，或用表格批量导入")
    if bare:
        return _("已登记 %(listed)d 件，%(bare)d 件没有照片") % {"listed": listed, "bare": bare}
    return _("已登记 %(listed)d 件，照片齐全") % {"listed": listed}


def _progress(begun: bool, done: bool) -> str:  # noqa: FBT001  two facts of one line
    return "done" if done else ("begun" if begun else "open")
