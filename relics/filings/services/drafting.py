"""Drafting filings: one for each object, with all that is known of it already."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases.models import Case
from approvals.parties.models import Mandate, Party, Role, User, Zone
from approvals.parties.queries import mandates_on, may_apply_for, parties_of
from approvals.record.refusals import Conflict, NotAllowed, Refusal
from relics.filings.models import ENDED, Filing, Purpose
from relics.register.importing import ImportReport, apply_import
from relics.register.models import RelicObject

from .acts import trail


class Side(NamedTuple):
    """Who acts for the holder: itself, or an agent on a mandate."""

    agent: Party | None = None
    mandate: Mandate | None = None


def draft_filings(
    things: Iterable[RelicObject],
    *,
    zone: Zone,
    kind: str,
    purposes: Iterable[str],
    by: User,
    origin: str = "",
) -> list[Filing]:
    """Draft a filing for each object, with all that the register knows; each stands alone.

    Raises NotAllowed for an object of somebody else, Conflict for one that is filed already.
    """
    held = list(things)
    with transaction.atomic():
        _require_keeper(held, by)
        return _begin(held, zone=zone, kind=kind, purposes=list(purposes), origin=origin, by=by)


def import_and_draft(
    report: ImportReport,
    *,
    zone: Zone,
    kind: str,
    purposes: Iterable[str],
    by: User,
    only_good: bool = False,
) -> list[Filing]:
    """Take the rows of a table into the register and draft a filing for each, or nothing at all.

    What the table says of the object is not asked again. Raises what `apply_import` raises.
    """
    with transaction.atomic():
        things = apply_import(report, by=by, only_good=only_good)
        return draft_filings(things, zone=zone, kind=kind, purposes=purposes, by=by)


def follow_filing(filing: Filing, *, kind: str, purposes: list[str], by: User) -> Filing:
    """The filing of another kind that takes the place of one that was stopped."""
    return _begin(
        [filing.object],
        zone=filing.zone,
        kind=kind,
        purposes=purposes,
        origin=filing.origin,
        by=by,
        follows=filing,
    )[0]


def _require_keeper(things: Iterable[RelicObject], by: User) -> None:
    owners = {thing.owner_id for thing in things}
    if may_apply_for(by).filter(pk__in=owners).count() != len(owners):
        raise NotAllowed(Refusal("not_agent_of_owner", _("您不是该当事人的经办人。"), "R-EXIT-01"))


def _begin(
    things: Sequence[RelicObject],
    *,
    zone: Zone,
    kind: str,
    purposes: list[str],
    origin: str,
    by: User,
    follows: Filing | None = None,
) -> list[Filing]:
    """The rows of the drafts and their cases; the caller has asked whether `by` may."""
    sides = {} if follows else {owner: _side(owner, by) for owner in {t.owner_id for t in things}}
    known = Side(follows.case.agent, follows.case.mandate) if follows else Side()
    filings = []
    for thing in things:
        side = sides.get(thing.owner_id, known)
        case = Case(
            kind="filing",
            title=thing.name,
            applicant=thing.owner if follows is None else follows.case.applicant,
            agent=side.agent,
            mandate=side.mandate,
            created_by=by,
        )
        filing = Filing(
            case=case,
            object=thing,
            zone=zone,
            kind=kind,
            purposes=purposes or [Purpose.STORAGE],
            follows=follows,
            **{"origin": origin, **_known(thing, follows)},
        )
        filings.append(filing)
    _save(filings)
    for filing in filings:
        trail(filing, "draft", by=by, object=filing.object.number, kind=kind)
    return filings


def _side(owner: int, by: User) -> Side:
    own = parties_of(by, Role.AGENT)
    if own.filter(pk=owner).exists():
        return Side()
    given = mandates_on(timezone.localdate()).filter(principal=owner, agent__in=own)
    mandate = given.select_related("agent").first()
    return Side(mandate.agent, mandate) if mandate else Side()


def _save(filings: list[Filing]) -> None:
    """All the rows at once; the database lets no object have two filings that live."""
    Case.objects.bulk_create([one.case for one in filings], batch_size=500)
    try:
        with transaction.atomic():
            Filing.objects.bulk_create(filings, batch_size=500)
    except IntegrityError as error:
        if "filing_one_live_per_object" not in str(error):
            raise
        live = Filing.objects.exclude(status__in=ENDED).select_related("object")
        taken = live.filter(object__in=[one.object for one in filings]).first()
        raise Conflict(
            Refusal(
                "filed_already",
                _("“%(thing)s”已有一份备案。") % {"thing": taken.object if taken else ""},
                "R-ART-08",
                _("一件物品只有一份有效备案，请使用或变更原备案。"),
            )
        ) from None


def _known(thing: RelicObject, follows: Filing | None) -> dict[str, Any]:
    """What need not be typed again: nothing is asked twice."""
    if follows is not None:
        again = ("title", "author", "medium", "size", "year", "edition_no", "edition_total")
        also = ("declared_value", "currency", "hs_code", "unit", "materials", "source_place")
        return {name: getattr(follows, name) for name in (*again, *also, "operator_number")}
    medium = thing.materials or str(thing.get_texture_display())
    return {
        "title": thing.name,
        "author": thing.maker,
        "medium": medium,
        "size": thing.size,
        "year": (thing.date_text or thing.age)[:200],
        "declared_value": thing.value,
        "currency": thing.currency,
        "unit": str(thing.get_unit_display()),
        "source_place": thing.place_of_origin,
    }
