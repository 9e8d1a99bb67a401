"""What must hold for whoever acts in a case, whatever the procedure."""

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.queries import mandates_on
from approvals.record.refusals import Refusal

from .models import Case


def mandate_refusal(case: Case) -> Refusal | None:
    """An agent acts only while a mandate of this applicant is in force (R-EXIT-01).

    The case keeps the mandate it began under; a renewed one lets the same agent go on.
    """
    if case.mandate_id is None:
        return None
    given = mandates_on(timezone.localdate())
    if given.filter(principal=case.applicant_id, agent=case.agent_id).exists():
        return None
    return Refusal("mandate_over", _("委托已到期或撤销。"), "R-EXIT-01", _("请重新提交委托书。"))
