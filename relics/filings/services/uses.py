"""One filing, used for storage, show, sale and exit: nothing is asked twice."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.moving import move
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from relics.filings.models import Filing, FilingUse, Purpose
from relics.filings.queries import require_active_filing
from relics.filings.rules import holder_refusal
from relics.reviews.models import Review
from relics.reviews.services.application import add_objects, draft_application, fill_application

from .acts import holding, require_either_side, trail


def record_use(
    filing: Filing, *, purpose: str, reference: str, by: User, starts_on: date | None = None
) -> FilingUse:
    """Note that the filing is used; a show puts it on display (§10.7). By either side.

    `reference` is the key of the case or permit. Noted twice it is the same use.
    """
    require_either_side(filing, by)
    return note_use(filing, purpose=purpose, reference=reference, by=by, starts_on=starts_on)


def note_use(
    filing: Filing, *, purpose: str, reference: str, by: User, starts_on: date | None = None
) -> FilingUse:
    """As `record_use`, for a room whose own act uses the filing and has judged who may."""
    with holding(filing) as held:
        if not reference.strip():
            raise NotAcceptable(
                Refusal("reference_missing", _("请填写案件或许可编号。"), "§10.7", "")
            )
        known = held.uses.filter(purpose=purpose, reference=reference.strip()).first()
        if known is not None:
            return known
        require_active_filing(held.object, purpose)
        use = FilingUse.objects.create(
            filing=held,
            purpose=purpose,
            reference=reference.strip(),
            starts_on=starts_on or timezone.localdate(),
            by=by,
        )
        before = ""
        if purpose == Purpose.SHOW and held.status == Filing.Status.ACTIVE:
            before = move(held, "begin_display")
        trail(held, "use", by=by, before=before, purpose=purpose, number=use.reference)
    return use


def end_use(use: FilingUse, *, by: User) -> FilingUse:
    """The use is over; after the last show it is no longer on display. By either side."""
    require_either_side(use.filing, by)
    return finish_use(use, by=by)


def finish_use(use: FilingUse, *, by: User) -> FilingUse:
    """As `end_use`, for a room whose own act ends the use and has judged who may."""
    with holding(use.filing) as held:
        found = held.uses.get(pk=use.pk)
        if found.ends_on is not None:
            raise Conflict(Refusal("use_over", _("该项使用已结束。"), "§10.7", ""))
        found.ends_on = max(timezone.localdate(), found.starts_on)
        found.save(update_fields=["ends_on"])
        shows = held.uses.filter(purpose=Purpose.SHOW, ends_on__isnull=True)
        before = ""
        if held.status == Filing.Status.IN_DISPLAY and not shows.exists():
            before = move(held, "end_display")
        trail(held, "end_use", by=by, before=before, number=found.reference)
    return found


def start_exit(filing: Filing, *, by: User) -> Review:
    """Draft the exit application with all that the filing knows (R-EXIT-01); it notes the use."""
    with transaction.atomic():
        require(holder_refusal(filing, by), error=NotAllowed)
        held = require_active_filing(filing.object, Purpose.EXIT)
        review = draft_application(held.case.applicant, title=held.title, by=by)
        holder = held.case.applicant
        known = {"address": holder.address, "phone": holder.phone}
        filled = {name: value for name, value in known.items() if value}
        if held.port is not None:
            fill_application(review, {**filled, "port": held.port}, by=by)
        elif filled:
            fill_application(review, filled, by=by)
        add_objects(review, [held.object], by=by)
        record_use(held, purpose=Purpose.EXIT, reference=f"case:{review.case_id}", by=by)
    return review
