"""What an extension asks for, and what stands in its way. None, or a Refusal."""

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.cases.services import calendar_of
from approvals.policies.queries import policy
from approvals.record.refusals import Refusal
from relics.entries.models import EntryDeclaration, Stay, StayClock
from relics.entries.queries import current_clocks, is_past

from .models import Extension, ExtensionAnswer

RULE = "§10.4"
OPEN_TO_IT = (Stay.Status.IN_COUNTRY,)


def allowed(key: str, stay: Stay) -> int:
    """A number that the zone or the office has set."""
    return int(policy(key, stay.zone, stay.office.party))


def submission_refusals(extension: Extension, stays: Sequence[Stay]) -> Iterator[Refusal]:
    """Everything the application lacks or contradicts."""
    if not stays:
        yield Refusal("nothing_selected", _("请选择要延期的文物。"), RULE)
        return
    if not extension.reason.strip():
        yield Refusal("reason_missing", _("请写明延期事由。"), RULE, _("请填写事由。"))
    if refusal := months_refusal(extension, stays[0]):
        yield refusal
    if extension.by_another and not extension.consent_file:
        yield Refusal(
            "consent_missing",
            _("由原申报单位以外的单位申请延期的，须提交“%(party)s”的同意书。")
            % {"party": extension.declarant},
            "R-TEMP-08",
            _("请上传同意书。"),
        )
    for stay in stays:
        if stay.status not in OPEN_TO_IT:
            yield Refusal(
                "stay_state",
                _("“%(object)s”现为“%(status)s”，不能申请延期。")
                % {"object": stay.object, "status": stay.get_status_display()},
                RULE,
                _("请从本申请中移出。"),
            )
    yield from _term_refusals(extension, stays)


def _term_refusals(extension: Extension, stays: Sequence[Stay]) -> Iterator[Refusal]:
    """What the terms themselves ask for: all in time or all late, the filing, customs' limits."""
    if len({is_past(stay) for stay in stays}) > 1:
        yield Refusal(
            "deadlines_mixed",
            _("所选文物有的已过期限，有的还在期限内，请分开申请。"),
            RULE,
            _("请从本申请中移出已过期限的文物。"),
        )
    kinds = {clock.kind for stay in stays for clock in current_clocks(stay.clocks.all())}
    if StayClock.Kind.APPROVAL in kinds and not extension.change_number.strip():
        yield Refusal(
            "change_filing_missing",
            _("展览延期须先办理变更备案。"),
            "R-TEMP-08",
            _("请填写变更备案表文号。"),
        )
    if extension.asks_customs:
        yield from filter(None, [customs_refusal(stay) for stay in stays])


def months_refusal(extension: Extension, stay: Stay) -> Refusal | None:
    """At most so many months at once: the office's policy, and customs' own (R-TEMP-04, 10)."""
    most = allowed("extension.months", stay)
    runs = any(one.kind == StayClock.Kind.CUSTOMS for one in stay.clocks.all())
    if extension.asks_customs and runs:
        most = min(most, allowed("extension.customs_months", stay))
    if 1 <= extension.months <= most:
        return None
    return Refusal(
        "months_too_many",
        _("一次延期最长 %(most)d 个月。") % {"most": most},
        "R-TEMP-04",
        _("请改为 1 至 %(most)d 个月。") % {"most": most},
    )


def customs_refusal(stay: Stay) -> Refusal | None:
    """Customs extends a temporary import so many times only; no clock, no limit (R-TEMP-11)."""
    rows = [one for one in stay.clocks.all() if one.kind == StayClock.Kind.CUSTOMS]
    times = sum(bool(one.decision) for one in rows)
    most = allowed("extension.customs_times", stay)
    if not rows or times < most:
        return None
    return Refusal(
        "customs_times",
        _("“%(object)s”的海关期限已延长 %(times)d 次，不能再延长。")
        % {"object": stay.object, "times": times},
        "R-TEMP-10",
        _("请在期限内办理复出境。"),
    )


def needs_higher_customs(
    extension: Extension, stays: Sequence[Stay], months: int | None = None
) -> bool:
    """A show that would stay more than 24 months needs 直属海关 again (R-TEMP-10)."""
    entry: EntryDeclaration = extension.entry.entry
    if entry.purpose != EntryDeclaration.Purpose.EXHIBITION or not extension.asks_customs:
        return False
    for stay in stays:
        calendar = calendar_of(stay.office.party)
        limit = calendar.months_later(entry.entered_on, allowed("extension.show_months", stay)).on
        for clock in current_clocks(stay.clocks.all()):
            longer = calendar.months_later(clock.due_on, months or extension.months).on
            if clock.kind == StayClock.Kind.CUSTOMS and longer > limit:
                return True
    return False


def answer_refusal(
    extension: Extension, stays: Sequence[Stay], said: ExtensionAnswer
) -> Refusal | None:
    """A no says why, as does a shorter yes; the administration speaks by its number; customs
    keeps within its own limits.
    """
    if not said.agrees:
        return None if said.reason else NO_REASON
    if said.months is not None and not 1 <= said.months < extension.months:
        return Refusal(
            "months_not_asked",
            _("申请延长 %(asked)d 个月，不能同意更长的期限。") % {"asked": extension.months},
            "R-TEMP-04",
            _("请改为 1 至 %(most)d 个月。") % {"most": extension.months},
        )
    if said.months is not None and not said.reason:
        return SHORTER_WITHOUT_REASON
    if said.side == "office":
        by_number = extension.authority == Extension.Authority.ADMINISTRATION
        return NO_NUMBER if by_number and not said.number else None
    refusals = filter(None, map(customs_refusal, stays))
    higher = needs_higher_customs(extension, stays, said.months) and not said.number
    return next(refusals, HIGHER_CUSTOMS if higher else None)


def asked_no_more_refusal(extension: Extension, side: str) -> Refusal | None:
    """One no is enough: the other authority is asked no more (edge case 11)."""
    answers = ExtensionAnswer.objects.filter(extension=extension)
    no = next((one for one in answers if not one.agrees), None)
    if no is None or no.side == side:
        return None
    return Refusal(
        "asked_no_more",
        _("%(side)s已于%(on)s答复不同意延期，不再征求本单位意见。")
        % {"side": no.get_side_display(), "on": timezone.localtime(no.at).date().isoformat()},
        "R-TEMP-04",
        _("由文物部门的审批人签署不予延期决定。"),
    )


NO_REASON = Refusal("reason_missing", _("不同意的，请写明理由。"), "R-GEN-10", _("请填写理由。"))
SHORTER_WITHOUT_REASON = Refusal(
    "shorter_without_reason",
    _("同意的月数少于申请的，请写明理由。"),
    "R-GEN-10",
    _("请填写理由，或按申请的月数同意。"),
)
NO_NUMBER = Refusal(
    "number_missing",
    _("本区域的延期由国家文物局决定，请填写其文号。"),
    "R-TEMP-09",
    _("请填写国家文物局的文号。"),
)
HIGHER_CUSTOMS = Refusal(
    "higher_customs",
    _("展览在境将超过海关的总期限，须经直属海关批准。"),
    "R-TEMP-10",
    _("请填写直属海关的文号。"),
)
