"""The holder's verbs: fill, submit, put right, change, supplement, cancel, cross line 2."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Case, Clock
from approvals.cases.services import calendar_of, next_number, stop_clock
from approvals.parties.models import Port, User
from approvals.record.moving import move
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.workdays import OfficeHours
from relics.filings.models import Act, Filing, Purpose
from relics.filings.papers import issue_paper
from relics.filings.queries import authority_for, require_active_filing
from relics.filings.rules import (
    cites_refusal,
    holder_refusal,
    is_light,
    missing_for,
    reason_refusal,
)

from .acts import close_case, holding, keep_version, locked, trail, write

COMPLETENESS_DAYS = 5


def fill_filing(filing: Filing, values: Mapping[str, Any], *, by: User) -> Filing:
    """Write in a draft or in a filing that was returned; what is missing may wait."""
    with holding(filing) as held:
        require(holder_refusal(held, by), error=NotAllowed)
        if held.status not in (Filing.Status.DRAFT, Filing.Status.RETURNED):
            raise Conflict(
                Refusal(
                    "not_a_draft",
                    _("备案已提交，不能直接修改。"),
                    "§10.7",
                    _("备案生效后可申请变更。"),
                )
            )
        if changed := write(held, values):
            trail(held, "fill", by=by, fields=changed)
    return held


def _require_complete(filing: Filing, purposes: Iterable[str] | None = None) -> None:
    refusals = list(missing_for(filing, purposes))
    if refusals:
        raise NotAcceptable(
            refusals[0], extra={"refusals": [one.as_problem(422) for one in refusals]}
        )


def submit_filing(filing: Filing, *, by: User) -> Filing:
    """Hand a draft in: number, first version; for storage alone the receipt at once (R-ART-08).

    Otherwise the authority of the zone examines it; it tells within five working days what is
    missing (R-GEN-03). Raises NotAcceptable with all that is missing in `extra["refusals"]`.
    """
    with holding(filing) as held:
        require(holder_refusal(held, by), error=NotAllowed)
        if held.status != Filing.Status.DRAFT:
            raise Conflict(Refusal("not_a_draft", _("备案已提交。"), "§10.7", _("请查看备案页。")))
        _require_complete(held)
        authority = authority_for(held.zone, held.kind)
        if authority is None:
            raise NotAcceptable(
                Refusal(
                    "no_authority",
                    _("该综保区尚未设定由哪一家机构受理此类备案。"),
                    "R-ART-08",
                    _("请联系综保区管理机构。"),
                )
            )
        light = is_light(held)
        if light:
            require(cites_refusal(held, "one"), error=NotAcceptable)
        case = held.case
        day = timezone.localdate()
        serial = next_number(f"filing:{held.zone.code}-{day:%Y}")
        case.office, case.received_at = authority, timezone.now()
        case.number = f"BA-{held.zone.code.upper()}-{day:%Y}-{serial:06d}"
        case.save(update_fields=["office", "number", "received_at"])
        before = move(held, "file_lightly" if light else "file")
        version = keep_version(held, Act.FILE, by=by)
        trail(held, "submit", by=by, before=before, number=case.number, version=str(version))
        if light:
            issue_paper(held, "filing_receipt", version=version, by=by)
        else:
            _open_completeness(case)
        engine.start(case)
    return held


def _open_completeness(case: Case) -> None:
    """Five working days to say what is missing, by the usual hours (R-GEN-03)."""
    assert case.office is not None
    assert case.received_at is not None
    calendar = calendar_of(case.office)
    receipt = calendar.effective_receipt(case.received_at, OfficeHours())
    due = calendar.due(receipt.effective_on, COMPLETENESS_DAYS)
    Clock.objects.create(
        case=case,
        kind="completeness",
        rule="R-GEN-03",
        received_at=case.received_at,
        starts_on=receipt.effective_on,
        working_days=COMPLETENESS_DAYS,
        due_on=due.on,
        beyond_calendar=due.provisional or receipt.provisional,
        calendar=due.calendar,
    )


def answer_fix(filing: Filing, *, by: User) -> Filing:
    """Hand in again what was returned, put right as the list asked (R-GEN-03)."""
    with engine.turn(filing.case, "fix", by=by):
        held = locked(filing)
        _require_complete(held)
        before = move(held, "answer")
        version = keep_version(held, Act.ANSWER, by=by)
        trail(held, "answer", by=by, before=before, version=str(version))
    return held


def change_filing(filing: Filing, values: Mapping[str, Any], *, reason: str, by: User) -> Filing:
    """Say it otherwise; a new version waits to be confirmed, the one before is kept."""
    return _alter(filing, values, Act.CHANGE, reason, by)


def supplement_filing(
    filing: Filing, values: Mapping[str, Any], *, reason: str, by: User
) -> Filing:
    """Add what a wider use asks for; what was said stays as it is (R-ART-08)."""
    return _alter(filing, values, Act.SUPPLEMENT, reason, by)


def _alter(filing: Filing, values: Mapping[str, Any], act: str, reason: str, by: User) -> Filing:
    with engine.turn(filing.case, "hold", by=by):
        held = locked(filing)
        require(reason_refusal(reason, "§10.7"), error=NotAcceptable)
        if act == Act.SUPPLEMENT:
            _require_additions(held, values)
        if not write(held, values):
            raise NotAcceptable(
                Refusal("nothing_changed", _("内容没有变化。"), "§10.7", _("请修改后再提交。"))
            )
        _require_complete(held)
        before = move(held, "change")
        version = keep_version(held, act, by=by, reason=reason)
        trail(held, act, by=by, before=before, reason=reason.strip(), version=str(version))
    return held


def _require_additions(filing: Filing, values: Mapping[str, Any]) -> None:
    """A supplement adds; it takes nothing back and says nothing otherwise."""
    for name, value in values.items():
        said = getattr(filing, name)
        kept = set(said) <= set(value) if name == "purposes" else said in ("", None, value)
        if not kept:
            raise NotAcceptable(
                Refusal(
                    "supplement_alters",
                    _("补充只能增加内容，不能改动已备案的内容。"),
                    "§10.7",
                    _("如需改动，请申请变更。"),
                )
            )


def cancel_filing(filing: Filing, *, reason: str, by: User) -> Filing:
    """Take a filing off the file, with the reason; its versions stay."""
    with holding(filing) as held:
        require(holder_refusal(held, by), error=NotAllowed)
        require(reason_refusal(reason, "§10.7"), error=NotAcceptable)
        if held.status == Filing.Status.ACTIVE:
            _require_unused(held)
        before = move(held, "cancel")
        engine.cancel(held.case)
        stop_clock(held.case, "completeness", because="cancelled")
        close_case(held.case)
        trail(held, "cancel", by=by, before=before, reason=reason.strip())
        if held.case.office is not None:
            issue_paper(held, "filing_cancellation", reason=reason.strip(), by=by)
    return held


def _require_unused(filing: Filing) -> None:
    if filing.uses.filter(ends_on__isnull=True).exists():
        raise Conflict(
            Refusal(
                "filing_in_use",
                _("备案正在被使用，不能注销。"),
                "§10.7",
                _("请先结束该项使用。"),
            )
        )


def request_line_two(filing: Filing, *, port: Port, by: User) -> Filing:
    """Ask to take it out of the zone into the country; the province must approve (R-ART-08)."""
    with engine.turn(filing.case, "hold", by=by):
        held = locked(filing)
        require_active_filing(held.object, Purpose.DOMESTIC)
        _require_complete(held, [Purpose.DOMESTIC])
        held.port = port
        before = move(held, "request_line_two", "port")
        trail(held, "request_line_two", by=by, before=before, port=port.code)
    return held


def give_up_line_two(filing: Filing, *, reason: str, by: User) -> Filing:
    """It stays in the zone after all, also with an approval that was not used."""
    with holding(filing) as held:
        require(holder_refusal(held, by), error=NotAllowed)
        require(reason_refusal(reason, "§10.7"), error=NotAcceptable)
        held.approval_row = None
        before = move(held, "give_up_line_two", "approval_row")
        engine.go_back(held.case, "hold")
        trail(held, "give_up_line_two", by=by, before=before, reason=reason.strip())
    return held
