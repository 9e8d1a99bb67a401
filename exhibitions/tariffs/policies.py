"""What about rates was not read in the official text; customs may say otherwise."""

from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Policy

UNKNOWN_ORIGIN = Policy(
    key="tariffs.unknown_origin",
    title=_("原产地不明的货物适用哪一种关税税率"),
    rule="R-TAX-01",
    evidence="M",
    default="mfn",
    kind="choice",
    choices=(("mfn", _("最惠国税率")), ("general", _("普通税率"))),
)
GENERAL_ORIGINS = Policy(
    key="tariffs.general_origins",
    title=_("适用普通税率的原产地"),
    rule="R-TAX-01",
    evidence="M",
    default="",
    kind="text",
    help=_("两位国别代码，以空格分开。"),
)
POLICIES = (UNKNOWN_ORIGIN, GENERAL_ORIGINS)
