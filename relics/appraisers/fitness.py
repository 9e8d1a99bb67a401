"""Who of some people may sit on a day, and why one may not: for the pages that choose a panel."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from approvals.parties.models import Party

from .models import Absence, Appraiser, Post, Qualification, Skill, Tie
from .queries import Parties
from .rules import is_lawful


@dataclass(frozen=True)
class Fitness:
    """One appraiser on one day, before some parties. `ties` are barring posts too, in words."""

    appraiser: Appraiser
    qualified: bool
    responsible: bool
    absent: bool
    ties: tuple[str, ...]
    classes: frozenset[str] = frozenset()
    stands_in_for: tuple[int, ...] = ()

    @property
    def able(self) -> bool:
        """Qualified, present, untied and without a barring post (R-EXIT-03, R-GEN-15, 16)."""
        return self.qualified and not self.absent and not self.ties


@dataclass
class Bench:
    """Everything the roster says about some people between two days, read once.

    Asked for any day between them with `on`, without a query for each.
    """

    people: list[Appraiser]
    certificates: dict[int, list[Qualification]] = field(default_factory=dict)
    skills: dict[int, list[Skill]] = field(default_factory=dict)
    ties: dict[int, list[Tie]] = field(default_factory=dict)
    posts: dict[int, list[Post]] = field(default_factory=dict)
    absences: dict[int, list[Absence]] = field(default_factory=dict)

    def on(self, day: date, parties: Parties) -> list[Fitness]:
        """How each stands on the day before the parties; responsible appraisers first."""
        against = {party.pk for party in parties}
        away = {
            absence.appraiser_id: absence.substitute_id
            for absences in self.absences.values()
            for absence in absences
            if absence.starts_on <= day <= absence.ends_on
        }
        found = [self._one(person, day, against, away) for person in self.people]
        return sorted(found, key=lambda one: (not one.responsible, one.appraiser.pk))

    def _one(
        self, person: Appraiser, day: date, against: set[int], away: dict[int, int | None]
    ) -> Fitness:
        serves = person.is_active and person.user.is_active
        kinds = {one.kind for one in self.certificates.get(person.pk, ()) if _is_on(one, day)}
        barred = [
            f"{tie.party}{_('：')}{tie.reason}"
            for tie in self.ties.get(person.pk, ())
            if tie.party_id in against and _is_on(tie, day)
        ]
        barred += [
            _("任职于 %(employer)s（%(position)s）")
            % {"employer": post.employer, "position": post.position}
            for post in self.posts.get(person.user_id, ())
            if (post.kind in Post.FORBIDDEN or post.party_id in against) and _is_on(post, day)
        ]
        return Fitness(
            appraiser=person,
            qualified=serves and bool(kinds),
            responsible=serves and Qualification.Kind.RESPONSIBLE in kinds,
            absent=person.pk in away,
            ties=tuple(barred),
            classes=frozenset(
                one.part for one in self.skills.get(person.pk, ()) if _is_on(one, day)
            ),
            stands_in_for=tuple(key for key, other in away.items() if other == person.pk),
        )


def _is_on(row: Qualification | Skill | Tie | Post, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def read_bench(
    people: Collection[Appraiser],
    start: date,
    end: date,
    *,
    skills: bool = True,
    absences: bool = True,
) -> Bench:
    """The roster's rows of these people that touch the days, in five queries."""
    touching = Q(valid_from__lte=end) & (Q(valid_to__isnull=True) | Q(valid_to__gte=start))
    theirs = touching & Q(appraiser__in=people)
    bench = Bench(list(people))
    bench.certificates = _grouped(Qualification.objects.filter(theirs), "appraiser_id")
    if skills:
        bench.skills = _grouped(Skill.objects.filter(theirs), "appraiser_id")
    bench.ties = _grouped(Tie.objects.filter(theirs).select_related("party"), "appraiser_id")
    users = [person.user_id for person in people]
    bench.posts = _grouped(Post.objects.filter(touching, user__in=users), "user_id")
    if absences:
        found = Absence.objects.filter(appraiser__in=people, starts_on__lte=end, ends_on__gte=start)
        bench.absences = _grouped(found, "appraiser_id")
    return bench


def _grouped(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def fitness_of(
    people: Collection[Appraiser] | QuerySet[Appraiser], day: date, parties: Parties
) -> list[Fitness]:
    """How each of `people` stands on the day, in four queries; responsible appraisers first.

    Their classes are not read, and who is absent is read with the people themselves.
    """
    away = Absence.objects.filter(appraiser=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day)
    if not isinstance(people, QuerySet):
        people = Appraiser.objects.filter(pk__in=[one.pk for one in people]).select_related("user")
    found = list(people.annotate(away=Exists(away)))
    bench = read_bench(found, day, day, skills=False, absences=False)
    bench.absences = {
        one.pk: [Absence(appraiser=one, starts_on=day, ends_on=day)] for one in found if one.away
    }
    return bench.on(day, parties)


def makes_a_panel(people: Iterable[Fitness]) -> bool:
    """Whether those who are able are a lawful panel together (R-EXIT-03)."""
    able = [one for one in people if one.able]
    return is_lawful(len(able), sum(one.responsible for one in able))


def parties_among(*parties: Party | None) -> list[Party]:
    """Those parties that there are."""
    return [party for party in parties if party is not None]
