"""Which values a policy takes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.record.refusals import Refusal

from .registry import Policy


def value_refusal(policy: Policy, value: Any) -> Refusal | None:
    """Why the policy does not take the value, or None."""
    if not _fits(policy, value):
        return Refusal(
            "policy_value_unknown",
            _("“%(title)s”不接受这一取值。") % {"title": policy.title},
            policy.rule,
            _("请按该项的说明填写。"),
        )
    return policy.check(value) if policy.check else None


def _fits(policy: Policy, value: Any) -> bool:
    if policy.kind == "number":
        return _is_number(policy, value)
    if policy.kind == "numbers":
        return isinstance(value, list) and all(_is_number(policy, one) for one in value)
    if policy.kind == "choice":
        return value in {key for key, _words in policy.choices}
    if policy.kind == "yes_no":
        return isinstance(value, bool)
    return isinstance(value, str)


def _is_number(policy: Policy, value: Any) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return (
        whole
        and (policy.least is None or value >= policy.least)
        and (policy.most is None or value <= policy.most)
    )
