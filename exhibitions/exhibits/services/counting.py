"""Stock-takes: open with a list and, for a draw, a commitment; scan; close with the seed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Role, User
from approvals.parties.queries import memberships_of
from approvals.parties.sides import FIRMS_PEOPLE
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from exhibitions.exhibits.models import Count, CountStatus, Exhibit, Place, Sighting
from exhibitions.exhibits.rules import AT_THE_SHOW
from exhibitions.permits.models import Site


def _right(site: Site, by: User, *, draws: bool) -> Refusal | None:
    """A full count is the operator's or customs'; a draw is customs' alone."""
    held = memberships_of(by)
    if held.filter(role=Role.CUSTOMS, party=site.showroom.customs_id).exists():
        return None
    handler = held.filter(role__in=FIRMS_PEOPLE, party=site.showroom.operator_id).exists()
    if handler and not draws:
        return None
    return Refusal("no_right", _("抽查由主管海关发起；全面盘点由经营单位或海关发起。"), "R-BOND-03")


def commitment_of(seed: str) -> str:
    """The SHA-256 by which customs commits to a seed before the draw."""
    return hashlib.sha256(seed.encode()).hexdigest()


def drawn(expected: Sequence[int], seed: str, share: int) -> list[int]:
    """Which exhibits the seed draws: `share` per cent, one at least; anybody can repeat it."""
    listed = sorted(expected)
    wanted = max(1, -(-len(listed) * share // 100)) if listed else 0
    order = sorted(listed, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())
    return sorted(order[:wanted])


@transaction.atomic
def open_count(site: Site, *, commitment: str = "", share: int = 100, by: User) -> Count:
    """Begin a stock-take of a site; for a draw with customs' commitment and a share below 100."""
    require(_right(site, by, draws=share < 100 or bool(commitment)), error=NotAllowed)
    if share < 100 and len(commitment.strip()) != 64:
        raise NotAcceptable(
            Refusal(
                "commitment_missing",
                _("抽查须先登记抽样种子的 SHA-256 摘要。"),
                "R-BOND-03",
                _("种子在结束时公开，供双方复核。"),
            )
        )
    there = Exhibit.objects.filter(item__permit__site=site, status__in=AT_THE_SHOW)
    try:
        with transaction.atomic():
            count = Count.objects.create(
                site=site,
                expected=sorted(there.values_list("pk", flat=True)),
                commitment=commitment.strip().lower(),
                share=share,
                opened_by=by,
            )
    except IntegrityError as error:
        raise Conflict(
            Refusal("count_open", _("该场所已有进行中的盘点。"), "R-BOND-03", _("请先结束它。"))
        ) from error
    _told(count, "open_count", by, expected=len(count.expected), share=share)
    return count


@transaction.atomic
def see(
    count: Count, tag: str, *, place: Place | None = None, seen_at: datetime, key: str, by: User
) -> Sighting:
    """One scan. The same key twice is one sighting; an unknown tag is kept and told as extra."""
    require(_right(count.site, by, draws=False), error=NotAllowed)
    held = Count.objects.select_for_update().get(pk=count.pk)
    if (known := Sighting.objects.filter(key=key).first()) is not None:
        return known
    if held.status != CountStatus.OPEN:
        raise Conflict(Refusal("count_closed", _("盘点已经结束。"), "R-BOND-03", ""))
    operator = count.site.showroom.operator_id
    exhibit = _tagged(tag, operator)
    return Sighting.objects.create(
        count=held,
        exhibit=exhibit,
        place=place,
        tag=tag[:200],
        key=key,
        by=by,
        seen_at=min(seen_at, timezone.now()),
    )


def _tagged(tag: str, operator: int) -> Exhibit | None:
    """The exhibit that a scanned text names: its item number of the book, or the object's own."""
    text = tag.strip().rsplit("/", 1)[-1]
    open_ones = Exhibit.objects.filter(item__permit__showroom__operator=operator, ended=False)
    found = open_ones.filter(line__item_number=text) | open_ones.filter(object__number=text)
    return found.order_by("pk").first()


@transaction.atomic
def close_count(count: Count, *, seed: str = "", by: User) -> Count:
    """End it: what was looked for and seen, what is missing, what was seen and not expected.

    The seed of a draw must be the one that was committed to.
    """
    held = (
        Count.objects.select_for_update(of=("self",))
        .select_related("site__showroom")
        .get(pk=count.pk)
    )
    require(_right(held.site, by, draws=bool(held.commitment)), error=NotAllowed)
    if held.status != CountStatus.OPEN:
        raise Conflict(Refusal("count_closed", _("盘点已经结束。"), "R-BOND-03", ""))
    if held.commitment and commitment_of(seed) != held.commitment:
        raise NotAcceptable(
            Refusal(
                "seed_differs",
                _("公开的种子与事先登记的摘要不符。"),
                "R-BOND-03",
                _("请填写登记时所用的种子。"),
            )
        )
    asked = drawn(held.expected, seed, held.share) if held.commitment else list(held.expected)
    seen = set(held.sightings.filter(exhibit__isnull=False).values_list("exhibit", flat=True))
    unknown = list(held.sightings.filter(exhibit__isnull=True).values_list("tag", flat=True))
    held.result = {
        "asked": asked,
        "seen": sorted(seen & set(asked)),
        "missing": sorted(set(asked) - seen),
        "extra": sorted(seen - set(held.expected)),
        "unknown": sorted(set(unknown)),
    }
    held.seed, held.closed_by, held.closed_at = seed, by, timezone.now()
    held.close()
    held.save(update_fields=["status", "result", "seed", "closed_by", "closed_at"])
    told = {name: len(listed) for name, listed in held.result.items()}
    _told(held, "close_count", by, **told)
    return held


def _told(count: Count, verb: str, by: User, **after: object) -> None:
    subject = f"count:{count.pk}"
    chain = f"places:{count.site.showroom.operator_id}"
    write_trail(chain, f"exhibits.{verb}", by=by, subject=subject, after=after)
