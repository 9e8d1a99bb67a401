"""Who must stand aside: what rooms to the right know of ties and posts is asked here (R-GEN-15)."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.parties.queries import memberships_of
from approvals.record.refusals import Refusal

Rule = Callable[[User, "QuerySet[Party]"], Refusal | None]
_rules: list[Rule] = []


def register_recusal(rule: Rule) -> None:
    """Add a rule that says why a person must stand aside for parties, or None."""
    if rule not in _rules:
        _rules.append(rule)


def recusal_refusal(parties: "QuerySet[Party]", *officers: User) -> Refusal | None:
    """Who serves the owner's side, or has a tie to it, has no part in it (R-GEN-15, R-GEN-16)."""
    for person in officers:
        if memberships_of(person).filter(party__in=parties).exists():
            return Refusal(
                "serves_a_party",
                _("%(name)s 在本案当事人一方任职，不得办理本案。") % {"name": person},
                "R-GEN-16",
                _("请由其他人员办理。"),
            )
        for rule in _rules:
            if refusal := rule(person, parties):
                return refusal
    return None
