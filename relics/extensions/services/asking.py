"""The applicant's verbs: choose, say why, hand in the consent, submit, take back (§10.4)."""

from collections.abc import Collection, Iterable
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Case
from approvals.cases.rules import side_refusal
from approvals.cases.services import lapse_adverse_acts, next_number
from approvals.certificates.services import prepare_certificate
from approvals.parties.models import Office, Party, Role, User
from approvals.parties.queries import mandates_on, parties_of
from approvals.policies.queries import policy
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from relics.entries.models import Stay
from relics.entries.queries import governing_clock, is_past
from relics.entries.services import ask_extension, refuse_extension
from relics.extensions.models import Extension, ExtensionStay
from relics.extensions.papers import receipt_content
from relics.extensions.queries import selectable_stays, stays_in
from relics.extensions.rules import RULE, submission_refusals
from relics.register.documents import read_document
from relics.reviews.rules import applicant_refusal
from relics.standards.queries import rule_set_on

from .acts import close, locked, tell, trail
from .answering import REFUSAL, draft_refusal


def draft_extension(
    stays: Collection[int], *, requester: Party, by: User, code: str = ""
) -> Extension:
    """Begin an application for the chosen stays (keys), all of one entry.

    `requester` is the declarant, or another unit (R-TEMP-08): that one shows by the `code` of
    the register of entry that it holds the paper, and hands in the consent before submitting.
    """
    require(applicant_refusal(requester, by), error=NotAllowed)
    chosen = list(selectable_stays(by, code).filter(pk__in=stays))
    if not chosen or len(chosen) != len(set(stays)):
        raise NotAcceptable(
            Refusal("not_selectable", _("所选文物中有的不能由您申请延期。"), "R-TEMP-08")
        )
    if len({stay.item.review_id for stay in chosen}) > 1:
        raise NotAcceptable(
            Refusal(
                "several_entries",
                _("一份申请只能延长同一次进境的文物。"),
                RULE,
                _("请按进境案件分别申请。"),
            )
        )
    entry = chosen[0].item.review
    own, mandate = parties_of(by, Role.AGENT), None
    if not own.filter(pk=requester.pk).exists():
        given = mandates_on(timezone.localdate())
        mandate = given.filter(principal=requester, agent__in=own).first()
    with transaction.atomic():
        case = Case.objects.create(
            kind="extension",
            title=_("文物延期 %(entry)s") % {"entry": entry.case},
            applicant=requester,
            agent=mandate.agent if mandate else None,
            mandate=mandate,
            created_by=by,
        )
        extension = Extension.objects.create(case=case, entry=entry)
        _list(extension, chosen)
        objects = [stay.object.number for stay in chosen]
        trail(extension, "extension.draft", by=by, after="draft", objects=objects)
    return extension


def fill_extension(
    extension: Extension, *, months: int, reason: str, change_number: str = "", by: User
) -> Extension:
    """Say for how long and why; for a show also the number of the changed filing (R-TEMP-08)."""
    with transaction.atomic():
        held = _drafting(extension, by)
        held.months, held.reason = months, reason.strip()
        held.change_number = change_number.strip()
        held.full_clean(exclude=["status"], validate_constraints=False)
        held.save(update_fields=["months", "reason", "change_number"])
        trail(held, "extension.fill", by=by, months=months, reason=held.reason)
    return held


def keep_consent(extension: Extension, consent: IO[bytes], *, by: User) -> Extension:
    """Keep the declarant's consent as it was sent (R-TEMP-08, R-DATA-10)."""
    document = read_document(consent, rule="R-TEMP-08")
    with transaction.atomic():
        held = _drafting(extension, by)
        held.consent_sha256 = document.sha256
        content = ContentFile(document.content)
        held.consent_file.save(f"consent{document.suffix}", content, save=False)
        held.save(update_fields=["consent_file", "consent_sha256"])
        trail(held, "extension.consent", by=by, consent=document.sha256)
    return held


def submit_extension(extension: Extension, *, by: User) -> Extension:
    """Hand it in. In time, the objects cannot fall overdue until it is decided (edge case 10).

    Too late, the system only drafts a refusal, and an officer signs or drops it. Raises
    NotAcceptable with all that is missing in `extra["refusals"]`.
    """
    with transaction.atomic():
        held = _drafting(extension, by)
        engine.lock_case(held.entry.case_id)
        stays = stays_in(held)
        if stays:
            _read_policies(held, stays[0])
        refusals = list(submission_refusals(held, stays)) or list(_asked_already(stays))
        if refusals:
            raise NotAcceptable(
                refusals[0], extra={"refusals": [one.as_problem(422) for one in refusals]}
            )
        held.is_late = is_past(stays[0])
        held.submitted_at = timezone.now()
        _receive(held, stays[0])
        held.submit()
        held.save()
        for line in held.lines.select_related("stay").prefetch_related("stay__clocks"):
            clock = governing_clock(line.stay)
            assert clock is not None
            line.kind, line.due_on = clock.kind, clock.due_on
            line.save(update_fields=["kind", "due_on"])
        if not held.is_late:
            for stay in stays:
                ask_extension(stay, by=by)
        trail(
            held,
            "extension.submit",
            by=by,
            before="draft",
            after=held.status,
            number=held.case.number,
            late=held.is_late,
        )
        engine.start(held.case)
        content = receipt_content(held, stays)
        prepare_certificate(held.case, "extension_receipt", content, by=by)
        tell(held, "extension.asked", months=held.months, late=held.is_late)
        if held.is_late:
            draft_refusal(held)
    return held


def take_back_extension(extension: Extension, *, reason: str = "", by: User) -> Extension:
    """Take it back before it is decided: the old terms count, and run on (§10.4).

    A refusal that waits for its signature lapses with it; the answers given so far are kept.
    """
    with transaction.atomic():
        case = engine.lock_case(extension.case_id)
        require(side_refusal(case, by, _("只有申请人一方可以撤回申请。"), RULE), error=NotAllowed)
        held = locked(extension)
        if held.status != Extension.Status.SUBMITTED:
            raise Conflict(Refusal("not_taken_back", _("只有审批中的延期申请可以撤回。"), RULE))
        held.take_back()
        held.save(update_fields=["status"])
        engine.cancel(held.case)
        because = reason.strip() or _("申请人撤回申请")
        lapse_adverse_acts(held.case, REFUSAL, because=because, by=by)
        for stay in stays_in(held):
            if stay.status == Stay.Status.EXTENSION_PENDING:
                refuse_extension(stay, by=by, reason=because)
        close(held)
        trail(
            held,
            "extension.take_back",
            by=by,
            before="submitted",
            after=held.status,
            reason=reason.strip(),
        )
        tell(held, "extension.taken_back")
    return held


def _list(extension: Extension, stays: Iterable[Stay]) -> None:
    ExtensionStay.objects.bulk_create(
        [ExtensionStay(extension=extension, stay=stay) for stay in stays]
    )


def _drafting(extension: Extension, by: User) -> Extension:
    """The draft under lock, if `by` may still write in it."""
    case = engine.lock_case(extension.case_id)
    require(
        side_refusal(case, by, _("只有申请人一方的经办人可以修改申请。"), "R-TEMP-08"),
        error=NotAllowed,
    )
    held = locked(extension)
    if held.status != Extension.Status.DRAFT:
        raise Conflict(Refusal("not_a_draft", _("申请已提交，不能修改。"), RULE))
    return held


def _read_policies(extension: Extension, stay: Stay) -> None:
    """Who decides here today: pinned with the application (R-TEMP-09)."""
    read = {
        key: policy(key, stay.zone, stay.office.party)
        for key in (
            "extension.authority",
            "extension.customs",
            "extension.months",
            "extension.customs_months",
            "extension.customs_times",
            "extension.show_months",
        )
    }
    extension.policy = read
    extension.authority = read["extension.authority"]
    extension.asks_customs = read["extension.customs"]


def _asked_already(stays: list[Stay]) -> Iterable[Refusal]:
    """Another application for one of the objects waits for its decision."""
    lines = ExtensionStay.objects.filter(
        stay__in=stays, extension__status=Extension.Status.SUBMITTED
    )
    for line in lines.select_related("stay__object", "extension__case"):
        yield Refusal(
            "asked_already",
            _("“%(object)s”已在延期申请 %(case)s 中。")
            % {"object": line.stay.object, "case": line.extension.case},
            RULE,
        )


def _receive(extension: Extension, stay: Stay) -> None:
    """The office of the entry receives it, under a number of its series."""
    office, case = Office.objects.get(pk=stay.office_id), extension.case
    today = timezone.localdate()
    serial = next_number(f"{office.code}-{today:%Y}")
    case.office = stay.office.party
    case.number = f"{office.code.upper()}-{today:%Y}-{serial:06d}"
    case.received_at = extension.submitted_at
    case.rule_version = rule_set_on(today).version
    case.save(update_fields=["office", "number", "received_at", "rule_version"])
