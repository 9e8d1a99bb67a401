"""The status seam: the only place that imports django_fsm.

A legal status is a `StatusField` on a model that also inherits `StatusModel`. It moves only
through a transition method, inside a service, under the row lock. Never `refresh_from_db()` a
model with such a field: fetch it again under the lock.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models
from django_fsm import (
    RETURN_VALUE,
    ConcurrentTransition,
    ConcurrentTransitionMixin,
    FSMField,
    TransitionNotAllowed,
    can_proceed,
    has_transition_perm,
    transition,
)

__all__ = [
    "RETURN_VALUE",
    "ConcurrentTransition",
    "StatusField",
    "StatusModel",
    "TransitionNotAllowed",
    "can_proceed",
    "has_transition_perm",
    "moves",
    "status_constraint",
    "transitions_of",
]

Method = TypeVar("Method", bound=Callable[..., Any])


class StatusModel(ConcurrentTransitionMixin, models.Model):  # type: ignore[misc]
    """A model whose legal status moves only by transition; a lost race raises.

    `machine` cites where the rules draw it; a step that it does not know is refused with that.
    """

    machine: ClassVar[str] = "§10"

    class Meta:
        abstract = True


class StatusField(FSMField):  # type: ignore[misc]
    """A protected status: assignment raises, only a transition moves it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 24)
        kwargs.setdefault("protected", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
        """A model of a migration has no transitions: it is spared the search for them.

        The library looks through every model that is prepared, once for each such field, and
        migrations prepare tens of thousands.
        """
        if cls.__module__ == "__fake__":
            models.CharField.contribute_to_class(self, cls, name, **kwargs)
        else:
            super().contribute_to_class(cls, name, **kwargs)


def moves(
    field: "models.Field[Any, Any]",
    *,
    source: str | Iterable[str],
    target: str,
    conditions: Iterable[Callable[[Any], bool]] = (),
) -> Callable[[Method], Method]:
    """Declare a transition of `field`; the conditions are the legal rule, read from rows."""
    sources = source if isinstance(source, str) else list(source)
    decorated: Callable[[Method], Method] = transition(
        field=field, source=sources, target=target, conditions=list(conditions)
    )
    return decorated


def transitions_of(model: type[models.Model], field: str = "status") -> list[tuple[str, str, str]]:
    """Every (method, source, target) that the machine of `model` knows, for tests and pictures."""
    machine = model._meta.get_field(field)  # noqa: SLF001
    found = [
        (move.name, str(move.source), str(move.target))
        for move in machine.get_all_transitions(model)  # type: ignore[union-attr]
    ]
    return sorted(found)


def status_constraint(name: str, choices: Any, field: str = "status") -> models.CheckConstraint:
    """A CHECK that the column only ever holds a known status, whoever writes it."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": list(choices.values)}), name=name
    )
