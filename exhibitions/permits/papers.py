"""The papers of places and permits (rules §9.13). The numbers on them are customs' own."""

from collections.abc import Sequence
from typing import Any

from approvals.cases.models import AdverseAct
from approvals.certificates.registry import CertificateKind
from approvals.parties.models import User
from relics.register.models import Kind
from relics.reviews.papers.grounds import RIGHTS_GROUND, said
from relics.reviews.papers.parts import Content, in_chinese, party_of

from .models import DisplayPermit, PermitItem, Prolongation, Site

SITE_APPROVAL, SITE_REFUSAL = "showroom_approval", "showroom_refusal"
PERMIT, REFUSAL = "display_permit", "display_refusal"
PROLONGATION, PROLONGATION_REFUSAL = "display_prolongation", "display_prolongation_refusal"
SUSPENSION, REVOCATION = "display_suspension", "display_revocation"
TEMPLATE = "certificates/display_paper.html"
SITE_GROUND = ("customs-law-38",)
GROUND = ("customs-law-32", "customs-law-37", "customs-law-38", "customs-law-59")
ADVERSE = ("objects", "display", "ground", "reasons", "rights")
DATA_ONLY = "本件按主管海关录入的决定和编号制发；未接入海关系统签章的，以海关签发的文书为准。"


def _kind(
    key: str, zh: str, en: str, *requires: str, unnumbered: tuple[str, str] = ("", "")
) -> CertificateKind:
    return CertificateKind(
        key=key,
        title_zh=zh,
        title_en=en,
        template=TEMPLATE,
        number_required=bool(unnumbered[0]),
        unnumbered_zh=unnumbered[0],
        unnumbered_en=unnumbered[1],
        requires=requires,
        schema="display-1",
        recipients=("customs", "culture", "tax"),
    )


PAPERS = (
    _kind(
        SITE_APPROVAL, "保税展示场所核准书", "Approval of a Bonded Showroom", "display", "ground"
    ),
    _kind(
        SITE_REFUSAL,
        "不予核准展示场所决定书",
        "Refusal of a Bonded Showroom",
        "display",
        "ground",
        "reasons",
        "rights",
    ),
    _kind(
        PERMIT,
        "保税展示交易许可",
        "Permit for Bonded Display and Trade",
        "objects",
        "display",
        "ground",
        unnumbered=("保税展示交易许可数据摘录", "Data Extract of a Permit for Bonded Display"),
    ),
    _kind(REFUSAL, "不予展示许可决定书", "Refusal of a Display Permit", *ADVERSE),
    _kind(PROLONGATION, "准予延长展期通知书", "Notice of a Longer Display", "display", "ground"),
    _kind(
        PROLONGATION_REFUSAL,
        "不予延长展期决定书",
        "Refusal of a Longer Display",
        *ADVERSE,
    ),
    _kind(SUSPENSION, "暂停展示许可决定书", "Suspension of a Display Permit", *ADVERSE),
    _kind(REVOCATION, "撤销展示许可决定书", "Revocation of a Display Permit", *ADVERSE),
)


def grounds() -> list[str]:
    """The grounds that a draft about a permit proposes."""
    return [said(*GROUND)]


def site_grounds() -> list[str]:
    """The ground that a draft about a place proposes."""
    return [said(*SITE_GROUND)]


@in_chinese
def site_content(site: Site, act: AdverseAct | None = None) -> Content:
    """The place as it was approved, or the refusal as an officer signed it."""
    content: Content = {
        "applicant": party_of(site.showroom.operator),
        "display": {
            "operator_code": site.showroom.operator.identity_number,
            "showroom": site.showroom.name,
            "address": site.address,
            "zone": str(site.showroom.zone),
            "security": site.security or None,
            "climate": site.climate or None,
            "approval_number": site.approval_number or None,
            "booths": len(site.booths),
        },
        "ground": site_grounds(),
        "remarks": ["本核准只及于上列固定场所；更换场所须另行核准，原展示许可不及于新场所。"],
    }
    return content | _signed(act)


@in_chinese
def permit_content(permit: DisplayPermit, items: Sequence[PermitItem], *, by: User) -> Content:
    """The permit with every object and its numbers (§9.13)."""
    return {
        **_about(permit, items),
        "handler": str(by),
        "ground": grounds(),
        "valid_until": permit.ends_on and permit.ends_on.isoformat(),
        "remarks": [
            "担保不能代替许可证件；未交海关验核许可证件的，不得销售。",
            "每次出区须有足额担保，并凭核放单办理。",
            DATA_ONLY,
        ],
    }


@in_chinese
def prolongation_content(
    permit: DisplayPermit, items: Sequence[PermitItem], asked: Prolongation, *, by: User
) -> Content:
    """The new end of the period."""
    remarks = [f"展示止期由 {asked.ends_before} 延至 {asked.ends_on}，海关文号 {asked.number}。"]
    if asked.change_number:
        remarks.append(f"变更备案表文号：{asked.change_number}。")
    return {
        **_about(permit, items),
        "handler": str(by),
        "ground": grounds(),
        "valid_until": asked.ends_on.isoformat(),
        "remarks": remarks,
    }


@in_chinese
def refusal_content(permit: DisplayPermit, items: Sequence[PermitItem], act: AdverseAct) -> Content:
    """Reason, ground and rights as the officer signed them (R-GEN-10)."""
    return _about(permit, items) | _signed(act)


def _signed(act: AdverseAct | None) -> Content:
    if act is None:
        return {}
    return {
        "handler": str(act.signed_by),
        "ground": [*act.ground, said(*RIGHTS_GROUND)],
        "reasons": act.reason,
        "rights": act.rights,
    }


def _about(permit: DisplayPermit, items: Sequence[PermitItem]) -> Content:
    showroom = permit.showroom
    return {
        "applicant": party_of(showroom.operator),
        "display": {
            "customs_number": permit.customs_number or None,
            "business_number": permit.business_number or None,
            "guarantee_number": guarantee_number(permit),
            "operator_code": showroom.operator.identity_number,
            "showroom": showroom.name,
            "address": permit.site.address,
            "zone": str(showroom.zone),
            "title": permit.title,
            "starts_on": _day(permit.starts_on),
            "ends_on": _day(permit.ends_on),
            "cover": f"{permit.cover_needed:.2f}",
        },
        "objects": [_thing(permit, item) for item in items],
    }


def guarantee_number(permit: DisplayPermit) -> str | None:
    """证明函编号: the number of the guarantee that stands behind it."""
    return permit.guarantee.document_no if permit.guarantee else None


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _thing(permit: DisplayPermit, item: PermitItem) -> Content:
    return {
        "sequence": item.sequence,
        "number": item.object.number,
        "name": item.name,
        "category": str(item.get_kind_display()),
        "quantity": item.object.quantity,
        "unit": str(item.object.get_unit_display()),
        "photo_sha256": [],
        "hs_code": item.hs_code or None,
        "specification": item.specification or None,
        "price": f"{item.value:.2f}" if item.value is not None else None,
        "currency": item.currency or None,
        "origin": item.origin or None,
        "nature": "保税" if item.is_bonded else "非保税",
        "booth": item.booth or None,
        "licence": _licence(item),
        "numbers": _numbers(permit, item),
    }


def _licence(item: PermitItem) -> str | None:
    if not item.for_sale:
        return "只展不销"
    if not item.licence_number:
        return None
    return f"{item.licence_number}（至 {item.licence_valid_to}）"


def _numbers(permit: DisplayPermit, item: PermitItem) -> str | None:
    """The prerequisite that its kind brings (R-TEMP-08, R-ART-04)."""
    if item.kind == Kind.RELIC:
        return item.relic_filing or permit.relic_filing or None
    if item.kind == Kind.ARTWORK and item.for_sale:
        return permit.art_approval or None
    return None
