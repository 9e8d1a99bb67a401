"""How much of a session a case needs: objects are counted, or minutes by their material.

The minutes are policies of the office ([D], no law states them): so many for the visit itself,
and so many for each object of a material. Everything that sells or holds seats asks here.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party
from approvals.policies.queries import holding_at
from approvals.policies.registry import Policy, policy_of
from relics.register.models import Texture

from .models import Session, Unit

BASE = "appointments.minutes.visit"
OF_A_TEXTURE = "appointments.minutes."
LONGEST = 480
"""Minutes that a single thing may take at most: a working day."""

MINUTES = (
    Policy(
        key=BASE,
        title=_("预约：每次到场的固定分钟数"),
        rule="R-APPT-02",
        evidence="D",
        default=10,
        kind="number",
        unit=_("分钟"),
        least=0,
        most=LONGEST,
    ),
    *(
        Policy(
            key=f"{OF_A_TEXTURE}{texture}",
            title=format_lazy("{}：{}", _("预约：每件文物的分钟数"), label),
            rule="R-APPT-02",
            evidence="D",
            default=15 if texture in (Texture.SILK, Texture.BRONZE, Texture.WOOD) else 10,
            kind="number",
            unit=_("分钟"),
            least=1,
            most=LONGEST,
        )
        for texture, label in Texture.choices
    ),
)


@dataclass(frozen=True)
class Load:
    """What a case brings: the number of objects, and how many of each material where known.

    Objects of no known material are counted as those of `Texture.OTHER`. `minutes` are those
    that were reckoned already (see `measured`).
    """

    seats: int
    textures: Mapping[str, int] = field(default_factory=dict)
    minutes: int | None = None

    @classmethod
    def of(cls, textures: Mapping[str, int]) -> "Load":
        """The load of objects counted by material."""
        return cls(sum(textures.values()), dict(textures))

    @property
    def counted(self) -> dict[str, int]:
        """Every object under a material."""
        known = Counter({key: n for key, n in self.textures.items() if key in Texture.values})
        known[Texture.OTHER] += self.seats - known.total()
        return dict(known)


Wanted = int | Load


def load_of(wanted: Wanted) -> Load:
    """The load where only a number of objects is known, too."""
    return wanted if isinstance(wanted, Load) else Load(wanted)


def minutes_of(load: Load, office: Party, on: date | None = None) -> int:
    """Minutes that the office plans for the load: the visit's own, and those of each object."""
    if load.minutes is not None:
        return load.minutes
    said = holding_at(office, on)

    def holds(key: str) -> int:
        return int(said[key].value if key in said else policy_of(key).default)

    each = (n * holds(f"{OF_A_TEXTURE}{texture}") for texture, n in load.counted.items() if n)
    return holds(BASE) + sum(each)


def measured(load: Load, office: Party) -> Load:
    """The load with its minutes at the office today: for a page that asks for them often."""
    return replace(load, minutes=minutes_of(load, office))


def units_needed(session: Session, load: Load) -> int:
    """What the load takes of the session, in the session's own unit."""
    if session.unit == Unit.OBJECTS:
        return load.seats
    return minutes_of(load, session.office.party, session.date)
