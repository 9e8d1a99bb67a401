"""What must hold for whoever acts in a case, whatever the procedure."""

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.queries import mandates_on
from approvals.record.refusals import Refusal

from .models import Case


def mandate_refusal(case: Case) -> Refusal | None:
    """An agent acts only while its mandate is in force (R-EXIT-01)."""
    if case.mandate_id is None:
        return None
    if mandates_on(timezone.localdate()).filter(pk=case.mandate_id).exists():
        return None
    return Refusal("mandate_over", _("委托已到期或撤销。"), "R-EXIT-01", _("请重新提交委托书。"))
