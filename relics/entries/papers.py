"""文物临时进境登记表 and 文物进境登记表: what was registered, as the law lists it (§9.1, §9.4)."""

from collections.abc import Sequence

from django.utils import timezone

from relics.reviews.models import Review, ReviewItem
from relics.reviews.papers import pictured, pictures_of
from relics.reviews.papers.grounds import said
from relics.reviews.papers.parts import Content, carrier_of, in_chinese, party_of
from relics.reviews.procedures import Paper

from .models import EntryDeclaration, SealCheck
from .queries import current_clocks, declaration_of, last_seal_check

GROUND = ("relics-law-80", "relics-rules-52")


def entry_papers(
    kind: str, review: Review, items: Sequence[ReviewItem], remarks: Sequence[str]
) -> list[Paper]:
    """One register of everything that was registered."""
    done = [item for item in items if item.status == ReviewItem.Outcome.REGISTERED]
    if not done:
        return []
    return [Paper(kind, entry_content(review, done, remarks), pictures_of(done))]


@in_chinese
def entry_content(review: Review, items: list[ReviewItem], remarks: Sequence[str]) -> Content:
    """Objects with their marks and both counts, the entry, the seal, and the end of each stay."""
    entry = declaration_of(review)
    check = last_seal_check(review)
    assert entry is not None
    return {
        "applicant": party_of(review.case.applicant),
        "agent": party_of(review.case.agent),
        "carrier": carrier_of(review),
        "entry_port": review.port.name if review.port else None,
        "destination": str(entry.zone) if entry.zone else review.case.applicant.address or None,
        "reviewed": timezone.localdate().isoformat(),
        "entry": [
            {"name": name, "name_en": english, "value": str(value)}
            for name, english, value in _particulars(entry, check)
            if value
        ],
        "objects": [_registered(item) for item in items],
        "ground": [said(*GROUND, office=review.case.office)],
        "remarks": [*_remarks(items), *remarks],
    }


def _particulars(entry: EntryDeclaration, check: SealCheck | None) -> list[tuple[str, str, object]]:
    """The entry as the form lists it (§9.4); what was not said is left out."""
    term = f"{entry.term_from} 至 {entry.term_to}" if entry.term_to else ""
    return [
        ("进境目的", "Purpose", entry.get_purpose_display()),
        ("进境时间", "Date of entry", entry.entered_on),
        ("进境海关", "Customs", entry.customs),
        ("监管方式", "Regime", entry.get_regime_display()),
        ("海关单证编号", "Customs paper", entry.customs_number),
        ("关封查验", "Customs seal", str(check) if check else ""),
        ("展览名称", "Exhibition", entry.exhibition),
        ("展期", "Term of exhibition", term),
        ("申报单位", "Declared by", entry.declared_by),
        ("主管单位", "Supervised by", entry.supervised_by),
        ("承办单位", "Organised by", entry.organiser),
        ("负责人", "In charge", entry.operator),
        ("境外机构", "Institution abroad", entry.overseas),
        ("展览地点", "Venue", entry.venue),
        ("展品来源地", "Origin", entry.origin),
        ("备案文号", "Filing", entry.filing_number),
    ]


def _registered(item: ReviewItem) -> Content:
    """One object: both counts where they differ (edge case 16), and when its stay ends."""
    stay = getattr(item, "stay", None)
    clock = next(iter(current_clocks(stay.clocks.all())), None) if stay else None
    whole = item.object.whole
    record = getattr(item, "entry_record", None)
    notes = [f"进境登记编号 {record.number}"] if record else []
    notes += [f"属“{whole.name}”（{whole.amount}）"] if whole else []
    if clock:
        notes.append(f"在境至 {clock.due_on}")
    return {**pictured(item), "reasons": "；".join(notes) or None}


def _remarks(items: Sequence[ReviewItem]) -> list[str]:
    """Whether it may leave without the year lines is said at once (R-TEMP-02)."""
    stays = [stay for item in items if (stay := getattr(item, "stay", None))]
    if not stays:
        return []
    lost = next((stay.why_not for stay in stays if not stay.privileged), "")
    if lost:
        return [f"上列文物缺少法定步骤（{lost}），出境时按文物出境审核办理。"]
    return ["上列文物在期限内复出境，由本机构与本登记比对核查。"]
