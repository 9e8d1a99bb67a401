"""What this room registers with the engine: the procedure, its paper and its words."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.kinds import CaseKind, register_case_kind
from approvals.cases.wording import register_sentences
from approvals.certificates.registry import CertificateKind, register_kind
from relics.reviews.kinds import EXIT_REVIEW
from relics.reviews.procedures import register_procedure
from relics.reviews.services.resuming import deem_accepted
from relics.reviews.wording import steps_of

from .flows import ReExitFlow
from .procedures import ReExit

REEXIT = CaseKind(
    key="reexit",
    title=_("文物复出境"),
    flow=ReExitFlow,
    url_name="reviews:case",
    steps=steps_of,
    on_deemed_accepted=deem_accepted,
    desk_url_name="reviews:desk_case",
    turn_pages={**EXIT_REVIEW.turn_pages, "compare": "returns:compare"},
)
REEXIT_PERMIT = CertificateKind(
    key="reexit_permit",
    title_zh="文物出境许可证（复出境）",
    title_en="Cultural Relic Exit Permit (Re-exit)",
    template="certificates/exit_permit.html",
    number_required=True,
    unnumbered_zh="文物复出境许可数据摘录",
    unnumbered_en="Extract of Re-exit Permit Data",
    requires=("objects", "carrier", "ground"),
    recipients=("customs", "relic_office"),
)
TOLD = {
    "comparison.all_concluded": _("实物比对全部完成"),
    "comparison.set_apart": _("一件文物移出本案，另行办理"),
}


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    register_procedure(ReExit())
    register_case_kind(REEXIT)
    register_kind(REEXIT_PERMIT)
    register_sentences(TOLD)
