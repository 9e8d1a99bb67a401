"""How a stay looks: its clocks side by side, its tone, and the next lawful act."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Stay, StayClock
from .queries import current_clocks

Words = str | Promise
S = Stay.Status
TONES = {
    S.IN_COUNTRY: "accepted",
    S.EXTENSION_PENDING: "review",
    S.REEXIT_PENDING: "review",
    S.SALE_PENDING: "review",
    S.OVERDUE: "refused",
    S.INCIDENT: "refused",
    S.EXIT_CASE: "correction",
    S.LEFT: "approved",
    S.SETTLED_DOMESTIC: "approved",
    S.DUTY_SETTLED: "approved",
}
NEXT: dict[str, Words] = {
    S.REGISTERED: _("等待签发进境登记表"),
    S.EXTENSION_PENDING: _("等待延期决定"),
    S.REEXIT_PENDING: _("按预约携带原件到原登记机构比对"),
    S.SALE_PENDING: _("缴清税款、取得销售许可后，由登记机构结案"),
    S.OVERDUE: _("申请文物出境审核（适用年限标准）"),
    S.INCIDENT: _("等待海关处理税款"),
    S.EXIT_CASE: _("办理出境审核"),
}


@dataclass(frozen=True)
class ClockFace:
    """One clock for people. `percent` is how much of it is over; `governs`: it ends first."""

    clock: StayClock
    days_left: int
    percent: int
    governs: bool

    @property
    def over(self) -> bool:
        return self.days_left < 0

    @property
    def rolls(self) -> bool:
        return self.clock.rolled_on != self.clock.due_on


def faces_of(stay: Stay, on: date | None = None) -> list[ClockFace]:
    """Every clock that runs, the one that ends first before the others (R-TEMP-10)."""
    today = on or timezone.localdate()
    faces = []
    for place, clock in enumerate(current_clocks(stay.clocks.all())):
        whole = max((clock.due_on - clock.starts_on).days, 1)
        gone = (today - clock.starts_on).days
        percent = min(max(round(100 * gone / whole), 0), 100)
        faces.append(ClockFace(clock, (clock.due_on - today).days, percent, governs=place == 0))
    return faces


def tone_of(stay: Stay) -> str:
    return TONES.get(S(stay.status), "waiting")


def next_act(stay: Stay) -> Words:
    """The next lawful act of the applicant's side (§10.3)."""
    if stay.status != S.IN_COUNTRY:
        return NEXT.get(stay.status, _("无须再办理"))
    if not stay.privileged:
        return _("不享有复出境便利：离境须申请文物出境审核")
    faces = faces_of(stay)
    if faces and faces[0].over:
        return _("期限已届满，等待审核机构认定")
    return _("在期限届满前申请复出境，或申请延期")
