"""What a permit asks for when it is handed in, and what its period runs into."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.cases.services import calendar_of
from approvals.policies.queries import policy
from approvals.record.refusals import Refusal
from exhibitions.permits.models import DisplayPermit, Occasion, PermitItem, Site
from relics.entries.models import Stay
from relics.entries.queries import current_clocks
from relics.filings.models import Purpose
from relics.filings.queries import sale_lock
from relics.filings.rules import use_refusal
from relics.register.models import Kind
from relics.watchlists.queries import frozen_among

from .classifying import classified_refusal
from .taken import taken_refusal

RULE = "§10.8"
HERE = (Stay.Status.IN_COUNTRY, Stay.Status.EXTENSION_PENDING, Stay.Status.SALE_PENDING)
LICENSED = (Kind.RELIC, Kind.ARTWORK)
"""What is sold on a licence only (R-BOND-06, R-ART-08)."""
NEEDED = {
    "hs_code": gettext_lazy("商品编号"),
    "value": gettext_lazy("申报价值"),
    "currency": gettext_lazy("币种"),
}


def allowed(key: str, permit: DisplayPermit, on: date | None = None) -> int:
    """A number that the zone or customs has set."""
    return int(policy(key, permit.showroom.zone.party, permit.showroom.customs, on=on))


def occasions_of(items: Sequence[PermitItem]) -> set[str]:
    """Which occasions of the zone's table the items give (R-TEMP-08, R-ART-04)."""
    found: set[str] = {Occasion.ALWAYS}
    if any(one.kind == Kind.RELIC and one.is_foreign for one in items):
        found.add(Occasion.RELIC_SHOW)
    if any(one.kind == Kind.ARTWORK and one.is_foreign and one.for_sale for one in items):
        found.add(Occasion.FOREIGN_SALES)
    return found


def submission_refusals(permit: DisplayPermit, items: Sequence[PermitItem]) -> Iterator[Refusal]:
    """Everything that the application lacks or runs into, each by its name."""
    if not items:
        yield Refusal("no_items", _("请选择展品。"), RULE)
        return
    if not permit.title.strip():
        yield Refusal("title_missing", _("请填写展览名称。"), RULE)
    if refusal := site_refusal(permit):
        yield refusal
    if permit.starts_on is None or permit.ends_on is None:
        yield Refusal("period_missing", _("请填写展示起止日期。"), RULE)
    else:
        if permit.starts_on < timezone.localdate():
            yield Refusal("starts_in_the_past", _("展示开始日期已过。"), RULE)
        yield from term_refusals(permit)
        yield from period_refusals(permit, items, permit.starts_on, permit.ends_on)
    yield from number_refusals(permit, items)
    for item in items:
        yield from item_refusals(permit, item)
    frozen = frozen_among(item.object_id for item in items)
    for item in items:
        if item.object_id in frozen:
            yield Refusal(
                "object_on_hold",
                _("“%(object)s”暂停办理，请向登记的文物进出境审核机构查询。")
                % {"object": item.name},
                "R-TEMP-07",
                _("请先移出该展品。"),
            )


def site_refusal(permit: DisplayPermit) -> Refusal | None:
    """The place must be the approved one; another place needs another approval (case 37)."""
    if permit.site.status == Site.Status.APPROVED:
        return None
    return Refusal(
        "site_not_approved",
        _("展示场所“%(site)s”现为“%(status)s”，不是海关核准的固定场所。")
        % {"site": permit.site, "status": permit.site.get_status_display()},
        "R-BOND-03",
        _("请先取得海关对展示场所的核准；更换场所须重新申请。"),
    )


def term_refusals(permit: DisplayPermit) -> Iterator[Refusal]:
    """The period runs forward and is not longer than the configured most (R-BOND-14)."""
    assert permit.starts_on is not None
    assert permit.ends_on is not None
    if permit.ends_on < permit.starts_on:
        yield Refusal("period_backwards", _("展示结束日期早于开始日期。"), RULE)
        return
    most = allowed("display.months", permit)
    last = calendar_of(permit.showroom.customs).months_later(permit.starts_on, most).on
    if permit.ends_on > last:
        yield Refusal(
            "period_too_long",
            _("一次展示最长 %(most)d 个月，应不晚于 %(last)s。") % {"most": most, "last": last},
            "R-BOND-14",
            _("请缩短展期；期满前可以申请延长。"),
        )


def period_refusals(
    permit: DisplayPermit, items: Sequence[PermitItem], starts_on: date, ends_on: date
) -> Iterator[Refusal]:
    """What the period would outlive or run into: a relic's clock, a licence, another show."""
    for item in items:
        clocks = current_clocks(item.stay.clocks.all()) if item.stay else []
        if clocks and clocks[0].due_on < ends_on:
            yield Refusal(
                "beyond_the_clock",
                _("“%(object)s”的%(clock)s于 %(due)s 届满，早于展示结束日期 %(end)s。")
                % {
                    "object": item.name,
                    "clock": clocks[0].get_kind_display(),
                    "due": clocks[0].due_on,
                    "end": ends_on,
                },
                "R-TEMP-04",
                _("请缩短展期，或先办理暂时进境延期。"),
            )
        if item.licence_valid_to is not None and item.licence_valid_to < ends_on:
            yield Refusal(
                "beyond_the_licence",
                _("“%(object)s”的许可证件 %(number)s 于 %(due)s 到期，早于展示结束日期 %(end)s。")
                % {
                    "object": item.name,
                    "number": item.licence_number,
                    "due": item.licence_valid_to,
                    "end": ends_on,
                },
                "R-BOND-06",
                _("请缩短展期，或换用有效期更长的许可证件。"),
            )
    yield from _taken_refusals(permit, items, starts_on, ends_on)


def _taken_refusals(
    permit: DisplayPermit, items: Sequence[PermitItem], starts_on: date, ends_on: date
) -> Iterator[Refusal]:
    """An object stands in one show at a time."""
    others = PermitItem.objects.filter(
        object__in=[one.object_id for one in items],
        holds=True,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    ).exclude(permit=permit)
    for other in others.select_related("permit__case"):
        yield taken_refusal(other)


def number_refusals(permit: DisplayPermit, items: Sequence[PermitItem]) -> Iterator[Refusal]:
    """The numbers that each kind of object brings (R-TEMP-08, R-ART-04)."""
    for item in items:
        own = item.relic_filing or permit.relic_filing.strip()
        if item.kind == Kind.RELIC and item.is_foreign and not own:
            yield Refusal(
                "relic_filing_missing",
                _("“%(object)s”是境外文物，展览前须向所在地文物部门备案。") % {"object": item.name},
                "R-TEMP-08",
                _("请填写文物进境展览备案表文号。"),
            )
    if Occasion.FOREIGN_SALES not in occasions_of(items):
        return
    if not permit.art_approval.strip() or permit.art_applied_on is None:
        yield Refusal(
            "art_approval_missing",
            _("在公共场所展销境外艺术品，须经文化行政部门批准。"),
            "R-ART-04",
            _("请填写批准文号和申请日期。"),
        )
    elif permit.starts_on is not None:
        days = allowed("filings.foreign_show_days", permit)
        if permit.art_applied_on + timedelta(days=days) > permit.starts_on:
            yield Refusal(
                "art_applied_late",
                _("展销境外艺术品须提前 %(days)d 天申请：%(applied)s 申请，不早于 %(first)s 展出。")
                % {
                    "days": days,
                    "applied": permit.art_applied_on,
                    "first": permit.art_applied_on + timedelta(days=days),
                },
                "R-ART-04",
                _("请推迟开展日期。"),
            )


def item_refusals(permit: DisplayPermit, item: PermitItem) -> Iterator[Refusal]:
    """Whether one object may be shown at all, and what is not known of it yet."""
    if item.kind in LICENSED and item.filing is None and item.stay is None:
        yield Refusal(
            "no_filing",
            _("“%(object)s”没有有效的电子备案，也没有进境登记。") % {"object": item.name},
            "R-ART-08",
            _("请先办理电子备案。"),
        )
    if item.stay is not None and item.stay.status not in HERE:
        yield Refusal(
            "stay_state",
            _("“%(object)s”现为“%(status)s”，不能展出。")
            % {"object": item.name, "status": item.stay.get_status_display()},
            "R-TEMP-04",
            _("请移出该展品。"),
        )
    if item.filing is not None and (refusal := use_refusal(item.filing, Purpose.SHOW)):
        yield Refusal(
            refusal.code,
            _("“%(object)s”：%(why)s") % {"object": item.name, "why": refusal.sentence},
            refusal.rule,
            refusal.fix,
        )
    missing = [str(label) for name, label in NEEDED.items() if not getattr(item, name)]
    if item.is_bonded and missing:
        yield Refusal(
            "item_incomplete",
            _("“%(object)s”缺少：%(fields)s。")
            % {"object": item.name, "fields": _("、").join(missing)},
            "R-GUAR-02",
            _("保税展品须有归类和价值，才能估算应缴税款。"),
        )
    if refusal := classified_refusal(item):
        yield refusal
    if item.booth and item.booth not in {one["code"] for one in permit.site.booths}:
        yield Refusal(
            "no_such_booth",
            _("平面图上没有展位“%(booth)s”。") % {"booth": item.booth},
            "R-BOND-03",
        )
    if item.for_sale:
        yield from _sale_refusals(permit, item)


def _sale_refusals(permit: DisplayPermit, item: PermitItem) -> Iterator[Refusal]:
    if (locked := sale_lock(item.object)) is not None:
        yield locked
    parties = (permit.showroom.zone.party, permit.showroom.customs)
    wanted = item.kind in LICENSED and policy("display.licence_at_filing", *parties)
    if wanted and not item.licence_number:
        yield Refusal(
            "licence_missing",
            _("展销的“%(object)s”没有许可证件。") % {"object": item.name},
            "R-CENT-04",
            _("请填写许可证件编号和有效期，或改为只展不销。"),
        )


def prolongation_refusals(
    permit: DisplayPermit,
    items: Sequence[PermitItem],
    ends_on: date,
    change_number: str,
) -> Iterator[Refusal]:
    """A longer period: within the configured months and times, and nothing may end before it."""
    assert permit.ends_on is not None
    months, times = (
        allowed("display.prolong_months", permit),
        allowed("display.prolong_times", permit),
    )
    last = calendar_of(permit.showroom.customs).months_later(permit.ends_on, months).on
    if not permit.ends_on < ends_on <= last:
        yield Refusal(
            "period_too_long",
            _("一次延长最长 %(most)d 个月，应在 %(end)s 之后、不晚于 %(last)s。")
            % {"most": months, "end": permit.ends_on, "last": last},
            "R-BOND-14",
        )
    if permit.prolongations.filter(is_granted=True).count() >= times:
        yield Refusal("prolonged_too_often", _("展期已延长 %(n)d 次。") % {"n": times}, "R-BOND-14")
    if Occasion.RELIC_SHOW in occasions_of(items) and not change_number.strip():
        yield Refusal(
            "change_filing_missing",
            _("展出境外文物的，延长展期须先办理变更备案。"),
            "R-TEMP-08",
            _("请填写变更备案表文号。"),
        )
    yield from period_refusals(permit, items, permit.ends_on + timedelta(days=1), ends_on)
