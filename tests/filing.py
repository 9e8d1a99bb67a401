"""A zone with its authorities, and a filing walked to any stage (§10.7)."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from approvals.parties.models import Office, Party, Port, Role, User, Zone
from relics.filings import services
from relics.filings.models import Filing, ProvincialApproval, ZoneAuthority
from relics.register.models import RelicObject
from relics.register.photographs import draw_stand_in

from . import factories, registering

WHOLE = {
    "origin": "abroad",
    "source_place": "示例国",
    "author": "示例作者",
    "title": "示例油画",
    "medium": "布面油彩",
    "size": "60×80 cm",
    "year": "1998",
    "declared_value": Decimal("12000.00"),
    "currency": "CNY",
    "hs_code": "9701210000",
    "unit": "件",
    "materials": "不含濒危动植物及其他禁限材料",
    "operator_number": "示例备-001",
}


@dataclass
class Place:
    """One zone, the culture authority and relic office that serve it, customs, one dealer."""

    zone: Zone
    office: Office
    port: Port
    dealer: Party
    agent: User
    culture: User
    clerk: User
    customs: User
    things: int = 0

    def new_object(self, **fields: Any) -> RelicObject:
        self.things += 1
        values = {
            "number": f"备-{self.things:03d}",
            "name": "示例油画",
            "texture": "other",
            **fields,
        }
        thing = registering.make_object(self.dealer, self.agent, **values)
        draw_stand_in(thing, by=self.agent)
        return thing


def make_place(
    office: Office | None = None,
    port: Port | None = None,
    dealer: Party | None = None,
    agent: User | None = None,
    clerk: User | None = None,
    customs: User | None = None,
) -> Place:
    """The people that are not given are made."""
    office = office or factories.make_office("示例文物审核处")
    port = port or factories.make_port(office)
    dealer = dealer or factories.make_party(name="示例画廊")
    zone = factories.make_zone()
    bureau = factories.make_party(Party.Kind.CULTURE, name="示例文化局")
    for party in (bureau, office.party):
        ZoneAuthority.objects.create(zone=zone, party=party)
    return Place(
        zone=zone,
        office=office,
        port=port,
        dealer=dealer,
        agent=agent or factories.make_member(dealer, Role.AGENT),
        culture=factories.make_member(bureau, Role.CULTURE),
        clerk=clerk or factories.make_member(office.party, Role.INTAKE),
        customs=customs or factories.make_member(port.customs, Role.CUSTOMS),
    )


def fresh(filing: Filing) -> Filing:
    return Filing.objects.select_related("case", "object", "port").get(pk=filing.pk)


def officer(place: Place, filing: Filing) -> User:
    return place.clerk if filing.kind == "relic" else place.culture


def drafted(place: Place, **fields: Any) -> Filing:
    kind = fields.pop("kind", "artwork")
    purposes = fields.pop("purposes", ["show", "sale", "domestic", "exit"])
    thing = fields.pop("thing", None) or place.new_object()
    [filing] = services.draft_filings(
        [thing], zone=place.zone, kind=kind, purposes=purposes, by=place.agent
    )
    services.fill_filing(filing, {**WHOLE, **fields}, by=place.agent)
    return fresh(filing)


def filed(place: Place, **fields: Any) -> Filing:
    filing = drafted(place, **fields)
    services.submit_filing(filing, by=place.agent)
    return fresh(filing)


def stored(place: Place, **fields: Any) -> Filing:
    """For storage alone: on file at once."""
    return filed(place, purposes=["storage"], **fields)


def returned(place: Place, **fields: Any) -> Filing:
    filing = filed(place, **fields)
    services.return_filing(filing, [("author", "示例：请写明作者")], by=officer(place, filing))
    return fresh(filing)


def active(place: Place, **fields: Any) -> Filing:
    filing = filed(place, **fields)
    services.accept_filing(filing, by=officer(place, filing))
    return fresh(filing)


def changed(place: Place, **fields: Any) -> Filing:
    filing = active(place, **fields)
    services.change_filing(filing, {"size": "61×80 cm"}, reason="示例：复量", by=place.agent)
    return fresh(filing)


def in_display(place: Place, **fields: Any) -> Filing:
    filing = active(place, **fields)
    services.record_use(filing, purpose="show", reference="示例展-1", by=place.agent)
    return fresh(filing)


def line2_requested(place: Place, **fields: Any) -> Filing:
    filing = active(place, **fields)
    services.request_line_two(filing, port=place.port, by=place.agent)
    return fresh(filing)


def approval_for(place: Place, filing: Filing, **row: Any) -> ProvincialApproval:
    """An approval whose only line is the filing's, but for what `row` says."""
    line = {
        "author": filing.author,
        "title": filing.title,
        "size": filing.size,
        "photo_sha256": filing.object.photos.all()[0].sha256,
        **row,
    }
    return services.record_approval(
        place.dealer,
        number=f"示例批-{filing.pk}-{len(row)}",
        authority="示例省文化厅",
        issued_on=factories.today(),
        valid_to=factories.today() + timedelta(days=60),
        rows=[line],
        by=place.culture,
    )


def approval_ok(place: Place, **fields: Any) -> Filing:
    filing = line2_requested(place, **fields)
    services.apply_approval(filing, approval_for(place, filing), by=officer(place, filing))
    return fresh(filing)


def released(place: Place, **fields: Any) -> Filing:
    filing = approval_ok(place, **fields)
    services.release_line_two(filing, declaration="示例报关单-1", by=place.customs)
    return fresh(filing)


def reexported(place: Place, **fields: Any) -> Filing:
    filing = active(place, **fields)
    services.reexport(filing, port=place.port, declaration="示例报关单-2", by=place.customs)
    return fresh(filing)


def cancelled(place: Place, **fields: Any) -> Filing:
    filing = active(place, **fields)
    services.cancel_filing(filing, reason="示例：不再保存", by=place.agent)
    return fresh(filing)


def refused(place: Place, **fields: Any) -> Filing:
    filing = filed(place, **fields)
    services.refuse_filing(filing, reason="示例：来源不明", by=officer(place, filing))
    return fresh(filing)


def stopped(place: Place, **fields: Any) -> Filing:
    filing = active(place, **fields)
    services.found_to_be_relic(filing, reason="示例：疑为清代旧物", by=officer(place, filing))
    return fresh(filing)


STAGES = {
    "draft": drafted,
    "filed": filed,
    "returned_for_fix": returned,
    "active": active,
    "changed": changed,
    "in_display": in_display,
    "line2_requested": line2_requested,
    "approval_ok": approval_ok,
    "released": released,
    "reexported": reexported,
    "cancelled": cancelled,
    "refused": refused,
    "stopped": stopped,
}
