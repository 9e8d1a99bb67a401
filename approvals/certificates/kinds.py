"""What this room registers: the notice of its own act, and the words of the record."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.wording import register_sentences

from .registry import CertificateKind, register_kind

REVOCATION_NOTICE = CertificateKind(
    key="revocation_notice",
    title_zh="撤销决定书",
    title_en="Notice of Revocation",
    template="certificates/revocation_notice.html",
    requires=("items", "ground", "reasons", "rights"),
)
TOLD = {
    "certificate.suspend": _("证照暂停使用"),
    "certificate.reinstate": _("证照恢复使用"),
    "certificate.supersede": _("证照更正，由新版替换"),
    "certificate.void": _("证照作废"),
    "certificate.expire": _("证照期满"),
}


def register() -> None:
    """Called once when the application is ready."""
    register_kind(REVOCATION_NOTICE)
    register_sentences(TOLD, bad=("certificate.suspend", "certificate.void"))
