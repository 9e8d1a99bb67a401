"""The paper of a permit follows the permit: suspended, in force again, revoked, replaced.

The right is that of the act which it follows; every past recipient is told (R-CERT-09).
"""

from approvals.certificates.models import Certificate
from approvals.certificates.services import move_refusal, prepare_certificate
from approvals.certificates.services.standing import change_status
from approvals.parties.models import User
from exhibitions.permits.models import DisplayPermit
from exhibitions.permits.papers import PERMIT, permit_content
from exhibitions.permits.queries import items_of


def move_paper(permit: DisplayPermit, verb: str, *, reason: str, by: User) -> Certificate | None:
    """`suspend`, `reinstate`, `revoke` or `supersede` the paper; None where it does not stand so.

    What is not drawn yet stands in nobody's hands, and an expired paper stays expired.
    """
    papers = Certificate.objects.filter(case=permit.case_id, kind=PERMIT).order_by("-version")
    paper = papers.first()
    if paper is None or move_refusal(paper, verb) is not None:
        return None
    return change_status(paper, verb, reason=reason, role=None, by=by)


def replace_paper(permit: DisplayPermit, *, reason: str, by: User) -> Certificate | None:
    """The next version of the paper, with the period as it is now; the old one is superseded."""
    old = move_paper(permit, "supersede", reason=reason, by=by)
    if old is None:
        return None
    content = permit_content(permit, items_of(permit), by=by)
    version = old.version + 1
    note = f"本件为第{version:03d}版，替换第{old.version:03d}版。"
    content["remarks"] = [*content["remarks"], note]
    return prepare_certificate(
        permit.case, PERMIT, content, number=old.number, version=version, by=by
    )
