"""Asking every list about one object, and the register about its doubles (R-TEMP-07)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from approvals.parties.models import Office, User
from approvals.record.refusals import NotAllowed, require
from approvals.record.services import CLOCKWORK, Actor, write_trail
from relics.register.models import RelicObject
from relics.watchlists.matching import LISTED, REGISTERED, Likeness, Signal, likenesses
from relics.watchlists.models import Candidate, ListCheck, ListedObject
from relics.watchlists.models.candidate import CandidateStatus
from relics.watchlists.policies import thresholds_of
from relics.watchlists.queries import last_case_of, lists_on
from relics.watchlists.rules import CHECKERS, role_refusal

from .traits import facts_of, traits_of


@dataclass(frozen=True)
class LookAlike:
    """Another object of the register that is like this one: a hint with its signals."""

    object: RelicObject
    score: int
    signals: list[Signal]


def check_object(thing: RelicObject, *, by: User, at_office: Office | None) -> ListCheck:
    """Ask all lists in effect about the object, for an officer of the office.

    Mandatory before registration (`rules.list_refusal`). What is alike becomes candidates that
    two officers judge; what two have dismissed is not raised again while record and entry stay
    the same. The check itself refuses nothing and freezes nothing.
    """
    require(role_refusal(at_office, by, CHECKERS), error=NotAllowed)
    return _check(thing, office=at_office, by=by)


def recheck_object(thing: RelicObject) -> ListCheck:
    """The same after a new version of a list, by the clock and in nobody's name."""
    case = last_case_of(thing)
    office = Office.objects.filter(party=case.office_id).first() if case else None
    return _check(thing, office=office, by=None)


def look_alikes(thing: RelicObject) -> list[LookAlike]:
    """Objects in the register, of any owner, that a case holds and that are like this one.

    By mark, name, measures and photographs (edge case 49). For officers: it names other
    owners' objects. The hard refusal of one mark on two objects is the reviews' own.
    """
    limits = thresholds_of(None)
    facts = facts_of(thing, traits_of(thing))
    found = likenesses(REGISTERED, facts, limits, object=thing.pk)
    keys = {one.key: one for one in found}
    others = RelicObject.objects.filter(traits__in=keys).select_related("owner", "traits")
    told = [
        LookAlike(other, keys[other.traits.pk].score, keys[other.traits.pk].signals)
        for other in others
    ]
    return sorted(told, key=lambda one: (-one.score, one.object.pk))


def _check(thing: RelicObject, *, office: Office | None, by: User | None) -> ListCheck:
    limits = thresholds_of(office)
    traits = traits_of(thing)
    facts = facts_of(thing, traits)
    with transaction.atomic():
        today = timezone.localdate()
        asked = lists_on(today)
        found = likenesses(LISTED, facts, limits, day=today)
        raised = _raise(thing, traits.digest, found, office)
        standing = [one for one in raised if one.status != CandidateStatus.DISMISSED]
        result = ListCheck.Result.CANDIDATES if standing else ListCheck.Result.CLEAR
        check = ListCheck.objects.create(
            object=thing,
            office=office,
            by=by,
            at=timezone.now(),
            versions=asked,
            thresholds=limits.kept(),
            result=result,
        )
        check.candidates.set(standing)
        _trail(check, standing, by=by or CLOCKWORK)
    return check


def _trail(check: ListCheck, standing: list[Candidate], *, by: Actor) -> None:
    write_trail(
        f"object:{check.object_id}",
        "watchlist.check",
        by=by,
        subject=f"object:{check.object_id}",
        after={
            "check": check.pk,
            "lists": check.versions,
            "result": str(check.result),
            "candidates": [one.pk for one in standing],
        },
        acting_for=check.office.party.name if check.office else "",
    )


def _raise(
    thing: RelicObject, digest: str, found: list[Likeness], office: Office | None
) -> list[Candidate]:
    """A candidate for each entry found; the pair that was raised before stays the one it was."""
    entries = ListedObject.objects.select_related("watch_list").in_bulk([one.key for one in found])
    Candidate.objects.bulk_create(
        [
            Candidate(
                object=thing,
                entry=entries[one.key],
                office_id=office.pk if office else entries[one.key].watch_list.office_id,
                digest=digest,
                score=one.score,
                reasons=one.signals,
            )
            for one in found
        ],
        ignore_conflicts=True,
    )
    return list(Candidate.objects.filter(object=thing, digest=digest, entry__in=entries))
