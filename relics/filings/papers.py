"""The papers of a filing; each says what was recorded and never stands for the state's approval."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from approvals.certificates.models import Certificate
from approvals.certificates.registry import CertificateKind
from approvals.certificates.services import prepare_certificate
from approvals.parties.models import User

from .differences import differences_between, in_words
from .models import Filing, FilingVersion
from .models.filing import CONTENT

TEMPLATE = "certificates/filing_paper.html"
RIGHTS = (
    "对本决定不服的，可以自知道该决定之日起六十日内申请行政复议，"
    "或者自知道该决定之日起六个月内向人民法院提起行政诉讼。"
)
ACCEPTANCE_GROUND = "《中华人民共和国行政许可法》第三十二条"
REFUSAL_GROUND = "《中华人民共和国行政许可法》第三十八条"
RIGHTS_GROUND = "《中华人民共和国行政复议法》第二十条、《中华人民共和国行政诉讼法》第四十六条"


def _kind(key: str, zh: str, en: str, *requires: str) -> CertificateKind:
    return CertificateKind(
        key=key,
        title_zh=zh,
        title_en=en,
        template=TEMPLATE,
        requires=("objects", *requires),
        recipients=("customs",),
    )


PAPERS = (
    _kind("filing_receipt", "电子备案回执", "Receipt of Electronic Filing"),
    _kind("filing_correction", "备案补正一次性告知书", "Notice of What to Put Right", "items"),
    _kind("filing_change", "备案变更确认书", "Confirmation of Change", "items"),
    _kind("filing_cancellation", "备案注销确认书", "Confirmation of Cancellation", "reasons"),
    _kind(
        "filing_annex",
        "艺术品进出口名录数据摘录",
        "Data Extract of the Annex of Artworks",
        "items",
    ),
    _kind("filing_refusal", "不予备案决定书", "Refusal of Filing", "reasons", "ground", "rights"),
    _kind("filing_stopped", "备案终止通知书", "Notice of Termination", "reasons", "rights"),
)


def issue_paper(
    filing: Filing,
    kind: str,
    *,
    by: User,
    version: FilingVersion | None = None,
    reason: str = "",
    points: Iterable[tuple[str, str]] = (),
) -> Certificate:
    """Freeze a paper of the filing in this transaction, from its rows, in Chinese."""
    versions = list(FilingVersion.objects.filter(filing=filing).order_by("-number")[:2])
    latest = version or (versions[0] if versions else None)
    with translation.override("zh-hans"):
        content: dict[str, Any] = {
            "applicant": {
                "name": filing.case.applicant.name,
                "identity_number": filing.case.applicant.identity_number,
            },
            "objects": [_thing(filing)],
            "handler": str(by),
            "remarks": _remarks(kind, filing, latest),
        }
        if items := _items(kind, filing, latest, versions, points):
            content["items"] = items
        if reason:
            content["reasons"] = reason
        if kind == "filing_correction":
            content["ground"] = [ACCEPTANCE_GROUND]
        if kind in ("filing_refusal", "filing_stopped"):
            content |= {"ground": [REFUSAL_GROUND, RIGHTS_GROUND], "rights": RIGHTS}
        return prepare_certificate(filing.case, kind, content, by=by)


def _thing(filing: Filing) -> dict[str, Any]:
    return {
        "sequence": 1,
        "number": filing.object.number,
        "name": filing.title,
        "age": filing.year or None,
        "size": filing.size[:100] or None,
        "material": filing.medium or None,
        "category": in_words("kind", filing.kind),
        "quantity": filing.object.quantity,
        "unit": filing.unit or str(filing.object.get_unit_display()),
        "photo_sha256": [],
    }


def _items(
    kind: str,
    filing: Filing,
    latest: FilingVersion | None,
    versions: list[FilingVersion],
    points: Iterable[tuple[str, str]],
) -> list[dict[str, Any]]:
    """What the paper lists: points, differences, the annex's line, or what was filed."""
    if kind == "filing_correction":
        return [
            {"subject": str(CONTENT.get(field, _("备案材料"))), "text": text}
            for field, text in points
        ]
    if kind == "filing_change" and latest is not None:
        before = versions[1] if len(versions) > 1 else None
        return [
            {"subject": str(one.label), "text": f"{one.before} → {one.after}"}
            for one in differences_between(before, latest, _("图片"))
        ]
    if kind in ("filing_receipt", "filing_annex"):
        return [
            {"subject": str(label), "text": in_words(name, getattr(filing, name))}
            for name, label in CONTENT.items()
            if getattr(filing, name) not in ("", None)
        ]
    return []


def _remarks(kind: str, filing: Filing, latest: FilingVersion | None) -> list[str]:
    remarks = []
    if latest is not None:
        remarks.append(f"备案版本 {latest}，内容摘要 {latest.digest[:16]}。")
    if kind == "filing_receipt":
        remarks.append("本回执只证明备案，不代替任何批准文件或进出境许可。")
    if kind == "filing_annex" and filing.approval_row is not None:
        approval = filing.approval_row.approval
        remarks.append(
            f"依据{approval.authority}批准文件 {approval.number} 名录"
            f"第 {filing.approval_row.sequence} 行录入；本摘录不是批准文件。"
        )
    return remarks
