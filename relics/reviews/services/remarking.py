"""A damaged or lost mark is replaced by the office that put it on, and by nobody else (R-EXIT-12).

The old number stays in the register of marks as destroyed and is never given again; a paper in
force that names it is superseded in the same act, so that no paper names a mark that is gone.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.certificates.models import Certificate
from approvals.certificates.services import remark_certificate
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from relics.reviews.models import Mark, MarkReplacement, ReviewItem
from relics.reviews.queries import paper_naming_mark
from relics.reviews.rules import recusal_refusal, replacement_refusal, successor_refusal

from .acts import locked, trail


def replace_mark(
    item: ReviewItem, successor: Mark | None, *, seen: str, reason: str, by: User
) -> MarkReplacement:
    """Put a blank mark of the same kind in the place of one seen damaged or missing.

    Before a paper names the mark an intake officer may; after that only an issuer, who issues
    the paper's next version with it (R-CERT-10). Raises NotAllowed, NotAcceptable, Conflict.
    """
    if seen not in MarkReplacement.Seen.values:
        raise NotAcceptable(Refusal("seen_unknown", _("请选择标识状况。"), "R-EXIT-12"))
    if not reason.strip():
        raise NotAcceptable(Refusal("reason_missing", _("请写明更换标识的原因。"), "R-EXIT-12"))
    with transaction.atomic():
        engine.lock_case(item.review.case_id)
        review = locked(item.review)
        held = review.items.select_for_update(of=("self",)).select_related("object").get(pk=item.pk)
        held.review = review
        paper = paper_naming_mark(held)
        _require_right(held, paper, by)
        former = Mark.objects.select_for_update().filter(item=held).first()
        require(replacement_refusal(held, former, paper), error=Conflict)
        assert former is not None
        blank = _locked_blank(successor)
        require(successor_refusal(blank, former), error=Conflict)
        assert blank is not None
        before = former.status
        _swap(held, former, blank, by)
        done = MarkReplacement.objects.create(
            item=held, former=former, successor=blank, seen=seen, reason=reason.strip(), by=by
        )
        review.rules.remarked(held, blank.number, by=by)
        if paper is not None:
            remark_certificate(paper, held.sequence, blank.number, reason=reason.strip(), by=by)
        trail(
            review,
            "mark.replace",
            by=by,
            subject=f"item:{held.pk}",
            before=before,
            after=former.status,
            reason=reason.strip(),
            seen=seen,
            former=former.number,
            mark=blank.number,
        )
    return done


def _require_right(item: ReviewItem, paper: Certificate | None, by: User) -> None:
    case = item.review.case
    role = Role.INTAKE if paper is None else Role.ISSUER
    if not holds_role(by, role, case.office_id or 0):
        raise NotAllowed(
            Refusal(
                "no_right",
                _("文书制发前由本机构受理人更换标识，制发后由签发人更换并换发文书。"),
                "R-EXIT-12",
                _("企业不得自行补发标识。"),
            )
        )
    require(recusal_refusal(case, by), error=NotAllowed)


def _locked_blank(mark: Mark | None) -> Mark | None:
    return Mark.objects.select_for_update().filter(pk=mark.pk if mark else 0).first()


def _swap(item: ReviewItem, former: Mark, blank: Mark, by: User) -> None:
    """First off, then on: an object bears one mark at a time."""
    former.destroy()
    former.item = None
    former.save(update_fields=["status", "item"])
    blank.item, blank.bound_by, blank.bound_at = item, by, timezone.now()
    blank.bind()
    blank.save(update_fields=["status", "item", "bound_by", "bound_at"])
