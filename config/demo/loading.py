"""Loading the demo world: all that is missing is made, all that is there stays."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.certificates.keys import make_demo_keys
from approvals.record.refusals import NotAllowed, Refusal

from .border import play_border
from .cases import play_out
from .show import play_show
from .world import settle


def load_demo_world() -> int:
    """Make the demo world, or what a new day or a broken run left missing of it.

    Returns how many cases were made. Raises NotAllowed where the installation is no demo.
    """
    require_demo()
    make_demo_keys(settings.VAR)
    with transaction.atomic():
        world = settle()
    return play_out(world) + play_border(world) + play_show(world)


def require_demo() -> None:
    """Invented people with a known password have no business in a real installation."""
    if not settings.DEMO:
        raise NotAllowed(
            Refusal(
                "no_demo",
                _("这不是演示环境，不能载入演示数据。"),
                "D-DEMO",
                _("如确需演示，请设 RELICGATE_DEMO=1 并使用单独的数据库。"),
            )
        )
