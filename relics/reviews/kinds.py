"""What this room registers with the engine: the procedure and its papers."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.adverse import AdverseKind, register_adverse_kind
from approvals.cases.kinds import CaseKind, register_case_kind
from approvals.cases.wording import register_sentences
from approvals.certificates.registry import CertificateKind, register_kind
from approvals.parties.models import Role
from relics.appointments.procedures import register_booked
from relics.watchlists.following import follow_freezes

from .booked import BOOKED
from .exit_review import ExitReview
from .flows import ExitReviewFlow
from .papers import RIGHTS
from .papers.grounds import printable_grounds
from .procedures import register_procedure
from .services.doubts import REVOCATION, SUSPENSION, revocation_signed, suspension_signed
from .services.freezing import end_frozen, set_frozen
from .services.resuming import deem_accepted
from .wording import steps_of

EXIT_REVIEW = CaseKind(
    key="exit_review",
    title=_("文物出境审核"),
    flow=ExitReviewFlow,
    url_name="reviews:case",
    steps=steps_of,
    on_deemed_accepted=deem_accepted,
    desk_url_name="reviews:desk_case",
    turn_pages={
        "book": "reviews:booking",
        "answer": "reviews:correction",
        "confirm": "reviews:confirm",
        "intake": "reviews:intake",
        "check_in": "reviews:check_in",
        "appraise": "reviews:examination",
        "approve": "reviews:decision",
        "mark": "reviews:marks",
        "issue": "reviews:issue",
        "hand_back": "reviews:hand_back",
    },
)

ADVERSE = (
    AdverseKind(
        SUSPENSION,
        _("许可证暂停使用"),
        Role.APPROVER,
        suspension_signed,
        rights=RIGHTS,
        grounds=printable_grounds,
    ),
    AdverseKind(
        REVOCATION,
        _("许可证撤销"),
        Role.APPROVER,
        revocation_signed,
        paper="revocation_notice",
        rights=RIGHTS,
        grounds=printable_grounds,
    ),
)
PAPERS = (
    CertificateKind(
        key="exit_permit",
        title_zh="文物出境许可证",
        title_en="Cultural Relic Exit Permit",
        template="certificates/exit_permit.html",
        number_required=True,
        unnumbered_zh="文物出境许可数据摘录",
        unnumbered_en="Extract of Exit Permit Data",
        requires=("objects", "appraisers", "carrier"),
        recipients=("customs", "relic_office"),
    ),
    CertificateKind(
        key="prohibited_register",
        title_zh="文物禁止出境登记表",
        title_en="Register of Relics Prohibited from Exit",
        template="certificates/prohibited_register.html",
        requires=("objects", "ground", "reasons", "rights"),
        recipients=("customs", "relic_office"),
    ),
    CertificateKind(
        key="replica_certificate",
        title_zh="文物复仿制品证明",
        title_en="Certificate of Replica",
        template="certificates/nature_certificate.html",
        requires=("objects", "appraisers"),
        recipients=("customs", "relic_office"),
    ),
    CertificateKind(
        key="no_relic",
        title_zh="非文物鉴定结论书",
        title_en="Statement of Appraisal: Not a Cultural Relic",
        template="certificates/nature_certificate.html",
        requires=("objects", "appraisers"),
        recipients=("customs", "relic_office"),
    ),
    CertificateKind(
        key="submission_receipt",
        title_zh="申请收件回执",
        title_en="Receipt of Application",
        template="certificates/submission_receipt.html",
        requires=("clock",),
    ),
    CertificateKind(
        key="acceptance_notice",
        title_zh="受理通知书",
        title_en="Notice of Acceptance",
        template="certificates/acceptance_notice.html",
        requires=("ground",),
    ),
    CertificateKind(
        key="non_acceptance_notice",
        title_zh="不予受理通知书",
        title_en="Notice of Non-acceptance",
        template="certificates/non_acceptance_notice.html",
        requires=("items", "ground", "reasons", "rights"),
    ),
    CertificateKind(
        key="correction_notice",
        title_zh="材料补正一次性告知书",
        title_en="Notice of Correction",
        template="certificates/correction_notice.html",
        requires=("items",),
    ),
    CertificateKind(
        key="appointment_notice",
        title_zh="预约通知书",
        title_en="Notice of Appointment",
        template="certificates/appointment_notice.html",
        requires=("appointment",),
    ),
    CertificateKind(
        key="hand_back_receipt",
        title_zh="退还签收单",
        title_en="Receipt of Objects Handed Back",
        template="certificates/hand_back_receipt.html",
        requires=("objects", "handed_back"),
    ),
)


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    register_procedure(ExitReview())
    register_case_kind(EXIT_REVIEW)
    register_booked(BOOKED)
    follow_freezes(frozen=set_frozen, ended=end_frozen)
    register_sentences(
        {},
        desk={"freeze.follow": _("因冻结调整案内状态"), "panel.replace": _("更换鉴定组成员")},
    )
    for act in ADVERSE:
        register_adverse_kind(act)
    for paper in PAPERS:
        register_kind(paper)
