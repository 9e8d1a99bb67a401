"""What may be decided by an authority, and what holds while none has: one line for each policy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

from approvals.record.refusals import Refusal

Words = str | Promise
Evidence = Literal["V", "V2", "C", "M", "D"]
ValueKind = Literal["number", "choice", "yes_no", "text", "numbers"]


class UnknownPolicy(LookupError):
    """No room has registered a policy of this key."""


@dataclass(frozen=True)
class Policy:
    """One thing that the law leaves open, or that was not read in the official text (政策项).

    `evidence` is the rule's tag: what is [M] or [D] never prints as law. `default` holds for
    every authority that has said nothing. `choices` maps the values of a choice, or of a text
    parted by commas, to words; `least` and `most` bound a number; `check` may refuse more.
    `unit` is for people (个月, 天).
    """

    key: str
    title: Words
    rule: str
    evidence: Evidence
    default: Any
    kind: ValueKind
    unit: Words = ""
    help: Words = ""
    choices: tuple[tuple[str, Words], ...] = ()
    least: int | None = None
    most: int | None = None
    check: Callable[[Any], Refusal | None] | None = None


_policies: dict[str, Policy] = {}


def register_policy(policy: Policy) -> Policy:
    """Add a policy; called by the rooms when they are ready."""
    known = _policies.setdefault(policy.key, policy)
    if known.rule != policy.rule or known.default != policy.default:
        raise ValueError(f"two policies are called {policy.key!r}")
    return known


def policy_of(key: str) -> Policy:
    """The registered policy, or `UnknownPolicy`."""
    try:
        return _policies[key]
    except KeyError:
        raise UnknownPolicy(key) from None


def all_policies() -> list[Policy]:
    """Every policy, in the order of its rule and key."""
    return sorted(_policies.values(), key=lambda one: (one.rule, one.key))
