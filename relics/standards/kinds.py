"""What this room registers: the words of its verbs."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.wording import register_sentences

DESK = {
    "standards.load": _("装入清单新版本"),
    "standards.commence": _("清单版本定期施行"),
    "citation.check": _("依据与官方文本核对"),
}


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    register_sentences({}, desk=DESK)
