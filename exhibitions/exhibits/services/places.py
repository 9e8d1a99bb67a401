"""Places of custody are made, and cases moved with what is in them."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, User
from approvals.parties.queries import memberships_of
from approvals.parties.sides import FIRMS_PEOPLE
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from exhibitions.exhibits.models import Event, Exhibit, Place, PlaceKind, Verb
from exhibitions.exhibits.queries import inside
from exhibitions.exhibits.rules import case_refusal
from exhibitions.permits.models import Site

from .custody import NOTHING, Told


def _require_handler(operator: Party, by: User) -> None:
    if not memberships_of(by).filter(role__in=FIRMS_PEOPLE, party=operator).exists():
        raise NotAllowed(Refusal("no_right", _("只有经营单位可以管理存放位置。"), "R-BOND-02"))


@transaction.atomic
def make_places(
    operator: Party,
    named: Sequence[tuple[str, str]],
    *,
    kind: str,
    site: Site | None = None,
    by: User,
) -> list[Place]:
    """Places of one kind, each (tag, name); a tag known already keeps its place."""
    _require_handler(operator, by)
    if site is not None and site.showroom.operator_id != operator.pk:
        raise NotAcceptable(
            Refusal("site_of_another", _("该展示场所不属于本单位。"), "R-BOND-03", "")
        )
    found = []
    for tag, name in named:
        place, made = Place.objects.get_or_create(
            operator=operator,
            tag=tag.strip(),
            defaults={"kind": kind, "name": name.strip() or tag, "site": site},
        )
        if not made and (place.kind, place.site_id) != (kind, site.pk if site else None):
            raise Conflict(
                Refusal(
                    "tag_taken",
                    _("标签“%(tag)s”已用于“%(place)s”。") % {"tag": tag, "place": place},
                    "R-BOND-03",
                    _("请换一个标签。"),
                )
            )
        found.append(place)
    subject = f"party:{operator.pk}"
    told = {"places": [place.tag for place in found], "kind": kind}
    write_trail(f"places:{operator.pk}", "exhibits.places", by=by, subject=subject, after=told)
    return found


def places_from_plan(site: Site, *, by: User) -> list[Place]:
    """A place for every booth of the approved plan, and one for the whole site."""
    operator = site.showroom.operator
    booths = [(f"{site.pk}-{one['code']}", one.get("name") or one["code"]) for one in site.booths]
    whole = make_places(
        operator, [(f"site-{site.pk}", site.address[:100])], kind=PlaceKind.SITE, site=site, by=by
    )
    return whole + make_places(operator, booths, kind=PlaceKind.BOOTH, site=site, by=by)


@transaction.atomic
def move_case(case: Place, to: Place, *, told: Told = NOTHING, by: User) -> Event:
    """A case goes to another place, and everything in it with it (移柜).

    Told twice under one key it is one event. Refused where something inside may not be there.
    """
    _require_handler(case.operator, by)
    held = Place.objects.select_for_update().get(pk=case.pk)
    if told.key and (known := Event.objects.filter(key=told.key).first()) is not None:
        return known
    contents: list[Exhibit] = inside(held)
    require(case_refusal(held, to, contents), error=NotAcceptable)
    last = held.events.order_by("-pk").first()
    now = timezone.now()
    event = Event.objects.create(
        case=held,
        verb=Verb.MOVE,
        origin=last.place if last else None,
        place=to,
        reason=told.reason.strip(),
        carrier=told.carrier.strip(),
        seal=told.seal.strip(),
        key=told.key or uuid.uuid4().hex,
        by=by,
        happened_at=min(told.happened_at or now, now),
        at=now,
    )
    write_trail(
        f"places:{held.operator_id}",
        "exhibits.move_case",
        by=by,
        subject=f"place:{held.pk}",
        after={"case": held.name, "place": to.name, "exhibits": [one.pk for one in contents]},
        reason=told.reason,
    )
    return event
