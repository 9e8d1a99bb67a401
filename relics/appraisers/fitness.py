"""Who of some people may sit on a day, and why one may not: for the pages that choose a panel."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from approvals.parties.models import Party

from .models import Appraiser, Qualification
from .queries import Parties, absences_on, certificates_on, ties_on
from .rules import is_lawful


@dataclass(frozen=True)
class Fitness:
    """One appraiser on one day, before some parties."""

    appraiser: Appraiser
    qualified: bool
    responsible: bool
    absent: bool
    ties: tuple[str, ...]

    @property
    def able(self) -> bool:
        """Qualified, present and untied (R-EXIT-03, R-GEN-15)."""
        return self.qualified and not self.absent and not self.ties


def fitness_of(people: Collection[Appraiser], day: date, parties: Parties) -> list[Fitness]:
    """How each of `people` stands on the day, in three queries; responsible appraisers first."""
    kinds = set(certificates_on(people, day).values_list("appraiser_id", "kind"))
    absent = {absence.appraiser_id for absence in absences_on(people, day)}
    ties: dict[int, list[str]] = {}
    if parties:
        for tie in ties_on(people, day, parties):
            ties.setdefault(tie.appraiser_id, []).append(f"{tie.party}{_('：')}{tie.reason}")
    qualified = {pk for pk, _kind in kinds}
    found = [
        Fitness(
            appraiser=one,
            qualified=one.pk in qualified,
            responsible=(one.pk, Qualification.Kind.RESPONSIBLE) in kinds,
            absent=one.pk in absent,
            ties=tuple(ties.get(one.pk, ())),
        )
        for one in people
    ]
    return sorted(found, key=lambda one: (not one.responsible, one.appraiser.pk))


def makes_a_panel(people: Iterable[Fitness]) -> bool:
    """Whether those who are able are a lawful panel together (R-EXIT-03)."""
    able = [one for one in people if one.able]
    return is_lawful(len(able), sum(one.responsible for one in able))


def parties_among(*parties: Party | None) -> list[Party]:
    """Those parties that there are."""
    return [party for party in parties if party is not None]
