"""Who wants to know when a guarantee begins or ceases to suffice: the rooms to the right."""

from collections.abc import Callable
from dataclasses import dataclass

from approvals.record.services import Actor

from .models import Guarantee


@dataclass(frozen=True)
class GuaranteeChanged:
    """A guarantee under its row lock, with the status it had before."""

    guarantee: Guarantee
    before: str
    after: str
    by: Actor

    @property
    def freezes(self) -> bool:
        """Whether it took new goods before and takes none now (R-GUAR-05, case 29)."""
        return self.before == Guarantee.Status.ACTIVE != self.after


Listener = Callable[[GuaranteeChanged], None]
_listeners: list[Listener] = []


def on_guarantee_changed(listener: Listener) -> None:
    """Have `listener` called at every change of status, inside the transaction of the change.

    A room to the right registers in its `kinds.register()`. The guarantee's row is locked then:
    a listener that must lock permits leaves a job instead (`background.enqueue`).
    """
    if listener not in _listeners:
        _listeners.append(listener)


def tell(change: GuaranteeChanged) -> None:
    """Call everybody who registered, in that order."""
    for listener in _listeners:
        listener(change)
