"""The province's approval: recorded as its paper says, then matched line by line."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import Party, Role, User
from approvals.parties.queries import parties_of
from approvals.record.moving import move
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from relics.filings.models import AnnexRow, Filing, ProvincialApproval
from relics.filings.papers import issue_paper
from relics.filings.rules import annex_differences, approval_refusal

from .acts import locked, office_of, trail


def record_approval(
    applicant: Party,
    *,
    number: str,
    authority: str,
    issued_on: date,
    rows: Iterable[Mapping[str, Any]],
    by: User,
    valid_to: date | None = None,
) -> ProvincialApproval:
    """Record the province's approval and its annex as the paper says (R-ART-03, R-EXIT-19).

    For officers who take filings. `rows` name author, title, size and photo_sha256. The number
    is the authority's; the same again with the same authority is the same paper (Conflict).
    """
    if not parties_of(by, Role.CULTURE, Role.INTAKE).exists():
        raise NotAllowed(Refusal("no_right", _("只有备案机构人员可以录入批准。"), "D-ROLE"))
    listed = list(rows)
    if not number.strip() or not listed:
        raise NotAcceptable(
            Refusal("approval_incomplete", _("须有批准文号和名录。"), "R-ART-05", "")
        )
    if valid_to is not None and valid_to < issued_on:
        raise NotAcceptable(
            Refusal("ends_before_it_begins", _("有效期止不能早于批准日期。"), "R-ART-05", "")
        )
    try:
        with transaction.atomic():
            approval = ProvincialApproval.objects.create(
                number=number.strip(),
                authority=authority.strip(),
                applicant=applicant,
                issued_on=issued_on,
                valid_to=valid_to,
                recorded_by=by,
            )
            AnnexRow.objects.bulk_create(
                AnnexRow(approval=approval, sequence=place, **row)
                for place, row in enumerate(listed, 1)
            )
            write_trail(
                f"party:{applicant.pk}",
                "filing.record_approval",
                by=by,
                subject=f"approval:{approval.pk}",
                after={"number": approval.number, "rows": len(listed)},
            )
    except IntegrityError as error:
        if "provincial_approval_number_once" not in str(error):
            raise
        raise Conflict(
            Refusal("number_used", _("该批准文号已录入。"), "R-EXIT-19", _("请直接选用。"))
        ) from error
    return approval


def apply_approval(filing: Filing, approval: ProvincialApproval, *, by: User) -> Filing:
    """Let it go on the approval's line that names it: author, title, size and picture (R-ART-06).

    Raises NotAcceptable with `extra["differences"]` of the nearest line where none is its own:
    other content needs a new approval.
    """
    with engine.turn(filing.case, "approve", by=by):
        held = locked(filing)
        require(approval_refusal(approval, held), error=NotAcceptable)
        compared = [(annex_differences(row, held), row) for row in approval.rows.all()]
        differing, row = min(compared, key=lambda pair: len(pair[0]))
        if differing:
            named = _("、").join(field for field, _annex, _filing in differing)
            raise NotAcceptable(
                Refusal(
                    "annex_differs",
                    _("批准名录与备案不一致：%(fields)s。") % {"fields": named},
                    "R-ART-06",
                    _("内容不同的，须由省级文化部门另行批准。"),
                ),
                extra={"differences": [list(one) for one in differing]},
            )
        held.approval_row = row
        try:
            with transaction.atomic():
                before = move(held, "approve", "approval_row")
        except IntegrityError as error:
            if "filing_annex_row_used_once" not in str(error):
                raise
            raise Conflict(
                Refusal("annex_row_used", _("名录的这一行已用于另一件。"), "R-ART-06", "")
            ) from error
        trail(
            held,
            "approve",
            by=by,
            before=before,
            number=approval.number,
            row=row.sequence,
            acting_for=office_of(held),
        )
        issue_paper(held, "filing_annex", by=by)
    return held
