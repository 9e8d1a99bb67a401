"""What a filing must say for what it is to be used, who may act, and what hinders."""

import re
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases.rules import side_refusal
from approvals.parties.models import Party, Role, User
from approvals.parties.queries import holds_role
from approvals.policies.queries import policy
from approvals.record.language import reads_chinese
from approvals.record.refusals import Refusal, Sentence
from relics.register.models import Kind
from relics.standards.materials import MaterialHit, cites_hits

from .models import AnnexRow, CitesPaper, Filing, Origin, ProvincialApproval, Purpose
from .models.filing import CONTENT, HELD

BASIC = ("title", "medium", "origin", "materials")
FULL = (*BASIC, "author", "size", "year", "declared_value", "currency", "unit")
CROSSING = (*FULL, "source_place", "hs_code")
NEEDS: dict[str, tuple[str, ...]] = {
    Purpose.STORAGE: BASIC,
    Purpose.DOMESTIC: CROSSING,
    Purpose.EXIT: CROSSING,
}
"""The fields that each purpose asks for (R-ART-05, §9.9); what is not named asks for `FULL`."""
RELIC_FREE = ("hs_code", "author")
"""What a relic's filing is not asked for: its maker may be unknown, its code is customs' matter."""

DENIED = re.compile(
    r"(?:不含|不包含|不涉及|未使用|没有|均无|\b(?:no|not|without|free of)\b)[^，。；,.;\n]*",
    re.IGNORECASE,
)
"""A clause that says what is not in it, to its end; an enumeration (、) belongs to it."""


def is_light(filing: Filing) -> bool:
    """Whether it is filed for storage alone, on the lighter path of its zone (R-ART-08)."""
    return (
        filing.kind != Kind.RELIC
        and list(filing.purposes) == [Purpose.STORAGE]
        and bool(policy("filings.storage_light", filing.zone.party))
    )


def fields_needed(filing: Filing, purposes: Iterable[str] | None = None) -> list[str]:
    """The fields that the purposes ask for, in the order of the form."""
    asked = list(filing.purposes if purposes is None else purposes)
    needed = {name for purpose in asked for name in NEEDS.get(purpose, FULL)}
    if not is_light(filing) and asked == [Purpose.STORAGE]:
        needed |= set(FULL)
    if filing.kind == Kind.RELIC:
        needed -= set(RELIC_FREE)
    if Purpose.SALE in asked and filing.kind == Kind.ARTWORK and _is_operator(filing):
        needed.add("operator_number")
    return [name for name in CONTENT if name in needed]


def _is_operator(filing: Filing) -> bool:
    enterprise = filing.case.applicant.kind == Party.Kind.ENTERPRISE
    return enterprise and bool(policy("filings.operator_number", filing.zone.party))


def missing_for(filing: Filing, purposes: Iterable[str] | None = None) -> Iterator[Refusal]:
    """Everything that the purposes ask for and the filing does not say yet (R-ART-05, R-ART-09)."""
    for name in fields_needed(filing, purposes):
        if getattr(filing, name) in ("", None):
            rule = {"materials": "R-ART-09", "operator_number": "R-ART-02"}.get(name, "R-ART-05")
            yield Refusal(
                f"missing_{name}",
                _("缺少“%(field)s”。") % {"field": CONTENT[name]},
                rule,
                _("请补填后再提交。"),
            )
    asked = list(filing.purposes if purposes is None else purposes)
    if asked != [Purpose.STORAGE] and not filing.object.photos.exists():
        yield Refusal(
            "missing_picture", _("缺少图片。"), "R-ART-05", _("请先在文物登记中上传照片。")
        )


def species_of(filing: Filing) -> list[MaterialHit]:
    """The endangered species that the declared materials name (R-ART-10, edge case 22).

    What a clause denies (不含象牙、犀角) is not named. A hit asks people to look.
    """
    said = f"{filing.medium}。{filing.materials}。{filing.object.materials}"
    return cites_hits(DENIED.sub("", said), on=timezone.localdate())


def named_species(hit: MaterialHit) -> str:
    """The species in the reader's language."""
    return hit.title if reads_chinese() else hit.title_en


def cites_refusal(filing: Filing, line: str) -> Refusal | None:
    """A named species needs its certificate at each line; the zone does not exempt (R-ART-10)."""
    hits = species_of(filing)
    if not hits:
        return None
    if line == CitesPaper.Line.ONE and filing.origin != Origin.ABROAD:
        return None
    today = timezone.localdate()
    valid = [one for one in filing.cites_papers.all() if one.line == line]
    if any(one.valid_to >= today or one.released_on for one in valid):
        return None
    named: Sentence = _("、").join(named_species(hit) for hit in hits)
    return Refusal(
        "cites_paper_missing",
        _("申报材料含%(species)s，须有本环节有效的濒危物种进出口证明。") % {"species": named},
        "R-ART-10",
        _("请向濒危物种进出口管理机构申领，并录入证明书编号。进入综保区不免除这一义务。"),
    )


def role_at(authority: Party) -> str:
    """The role that examines filings at an authority of this kind."""
    return Role.CULTURE if authority.kind == Party.Kind.CULTURE else Role.INTAKE


def officer_refusal(filing: Filing, by: User) -> Refusal | None:
    """Only an officer of the authority that took the filing."""
    office = filing.case.office
    if office is not None and holds_role(by, role_at(office), office.pk):
        return None
    return Refusal("no_right", _("只有受理备案的机构的经办人员可以办理。"), "D-ROLE")


def holder_refusal(filing: Filing, by: User) -> Refusal | None:
    """Only the holder's own side."""
    return side_refusal(filing.case, by, _("只有备案人一方的经办人可以办理。"))


def reason_refusal(reason: str, rule: str) -> Refusal | None:
    """Every adverse act and every change says why."""
    if reason.strip():
        return None
    return Refusal("reason_missing", _("请写明理由。"), rule, _("请填写事实与理由。"))


def use_refusal(filing: Filing | None, purpose: str) -> Refusal | None:
    """Why a filing cannot be relied upon for a purpose, or None."""
    if purpose not in Purpose.values:
        return Refusal(
            "purpose_unknown", _("没有这种用途。"), "R-ART-08", _("请从列出的用途中选择。")
        )
    word = Purpose(purpose).label
    if filing is None:
        return Refusal(
            "no_filing", _("该物品没有有效的电子备案。"), "R-ART-08", _("请先办理电子备案。")
        )
    if filing.status not in HELD:
        return Refusal(
            "filing_not_active",
            _("备案目前为“%(status)s”，不能用于%(use)s。")
            % {"status": Filing.Status(filing.status).label, "use": word},
            "R-ART-08",
            _("请待备案生效后再办理。"),
        )
    if purpose not in filing.purposes:
        return Refusal(
            "purpose_not_filed",
            _("备案的用途不含“%(use)s”。") % {"use": word},
            "R-ART-08",
            _("请补充用途及该用途所需的内容；已填的不必重填。"),
        )
    return None


def release_refusal(filing: Filing) -> Refusal | None:
    """Why customs may not let it into the country: no approval of its own, or no CITES paper.

    R-ART-03, R-ART-06, R-ART-10, R-BOND-13.
    """
    row = filing.approval_row
    if row is None:
        return Refusal(
            "no_provincial_approval",
            _("尚无省级文化行政部门的批准，不得由综保区进入境内。"),
            "R-ART-03",
            _("待备案机构录入批准文件并逐项核对名录后放行。"),
        )
    return approval_refusal(row.approval, filing) or cites_refusal(filing, "two")


COMPARED = ("author", "title", "size")


def annex_differences(row: AnnexRow, filing: Filing) -> list[tuple[str, str, str]]:
    """Where a line of the annex and the filing differ: field, annex, filing (R-ART-06)."""
    found = [
        (str(CONTENT[name]), getattr(row, name), getattr(filing, name))
        for name in COMPARED
        if _plain(getattr(row, name)) != _plain(getattr(filing, name))
    ]
    photos = [photo.sha256 for photo in filing.object.photos.all()]
    if row.photo_sha256 not in photos:
        found.append((_("图片"), _mark(row.photo_sha256), "、".join(_mark(one) for one in photos)))
    return found


def _mark(sha256: str) -> str:
    """The first figures of a picture's digest, by which two are told apart."""
    return _("摘要 %(mark)s") % {"mark": sha256[:8]} if sha256 else "—"


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def approval_refusal(approval: ProvincialApproval, filing: Filing) -> Refusal | None:
    """The approval must be the holder's and in force today (R-ART-03)."""
    if approval.applicant_id != filing.case.applicant_id:
        return Refusal("approval_of_another", _("该批准文件不是发给本备案人的。"), "R-ART-06")
    if approval.valid_to is not None and approval.valid_to < timezone.localdate():
        return Refusal(
            "approval_expired",
            _("省级批准已于%(day)s到期。") % {"day": approval.valid_to},
            "R-ART-03",
            _("请由备案人重新申请批准。"),
        )
    return None
