"""The comparison sheet (实物比对表): what was recorded, what was found, who signed."""

from typing import Any

from django.utils import timezone, translation

from approvals.certificates.services import prepare_certificate
from approvals.parties.models import Party, User
from relics.appraisers.models import Appraiser
from relics.appraisers.queries import responsible_among

from .differences import Hint, hint_of, measure_lines, plain
from .models import Comparison, Signature
from .queries import answers_of, latest_finding

Content = dict[str, Any]
GROUND = "《中华人民共和国文物保护法》第八十条；《中华人民共和国文物保护法实施条例》第五十二条"
HINT_NOTE = "图像相近程度由系统计算，仅供核对时参考，不作为结论。"


def prepare_sheet(comparison: Comparison, content: str, *, by: User) -> None:
    """Freeze the sheet of a comparison that two people have concluded, in this transaction.

    `content` is the digest that the signatures on the sheet are over.
    """
    with translation.override("zh-hans"):
        told = sheet_content(comparison, content)
    pictures = {photo.sha256: photo.thumb.name for photo in comparison.reference.photos.all()}
    pictures |= {photo.sha256: photo.thumb.name for photo in answers_of(comparison).values()}
    comparison.sheet = prepare_certificate(
        comparison.case, "comparison_sheet", told, by=by, pictures=pictures
    )
    comparison.save(update_fields=["sheet"])


def sheet_content(comparison: Comparison, content: str) -> Content:
    """What the sheet says beyond what every paper says."""
    signatures = comparison.signatures.filter(content=content).select_related("officer")
    return {
        "applicant": _party(comparison.case.applicant),
        "reviewed": timezone.localdate().isoformat(),
        "objects": [_thing(comparison)],
        "items": [*_photographs(comparison), *_measures(comparison), *_seals(comparison)],
        "appraisers": _signers(list(signatures)),
        "reasons": _reasons(comparison),
        "ground": [GROUND],
        "remarks": [HINT_NOTE],
    }


def _party(party: Party) -> Content:
    return {
        "name": party.name,
        "nationality": party.nationality,
        "identity_type": str(party.get_identity_kind_display()),
        "identity_number": party.identity_number,
    }


def _thing(comparison: Comparison) -> Content:
    """The object with its photographs in pairs: on record, and as presented."""
    reference, answers = comparison.reference, answers_of(comparison)
    thing = reference.object
    pairs = [(photo.sha256, answers[photo.pk].sha256) for photo in reference.photos.all()]
    return {
        "sequence": 1,
        "number": thing.number,
        "name": thing.name,
        "name_en": thing.name_en or None,
        "age": thing.age or thing.date_text or None,
        "size": thing.form_size,
        "material": str(thing.get_texture_display()),
        "quantity": thing.quantity,
        "unit": str(thing.get_unit_display()),
        "mark": reference.mark_number,
        "outcome": str(comparison.get_status_display()),
        "photo_sha256": [sha256 for pair in pairs for sha256 in pair],
    }


def _photographs(comparison: Comparison) -> list[Content]:
    answers = answers_of(comparison)
    return [
        {
            "subject": f"照片 {photo.position} {photo.get_view_display()}",
            "text": _hinted(hint_of(answers[photo.pk], comparison.tolerances)),
        }
        for photo in comparison.reference.photos.all()
    ]


def _hinted(hint: Hint | None) -> str:
    if hint is None:
        return "存档为示意图，无图像提示"
    return f"图像提示：{hint.word}（相同 {hint.likeness}%）"


def _measures(comparison: Comparison) -> list[Content]:
    return [
        {
            "subject": str(line.label),
            "text": f"存档 {plain(line.before)}；现测 {plain(line.now)}；"
            f"容差 ±{plain(line.tolerance)}；{'【超出容差】' if line.differs else '在容差内'}",
        }
        for line in measure_lines(comparison)
        if line.now is not None
    ]


def _seals(comparison: Comparison) -> list[Content]:
    """The mark and the seal: the number on record, how it was found and the number seen."""
    reference = comparison.reference
    return [
        {
            "subject": subject,
            "text": f"存档 {before or '无'}；查验：{found}{' ' + seen if seen else ''}",
        }
        for subject, before, found, seen in (
            (
                "标识",
                reference.mark_number,
                comparison.get_mark_seen_display(),
                comparison.mark_number,
            ),
            (
                "关封",
                reference.seal_number,
                comparison.get_seal_seen_display(),
                comparison.seal_number,
            ),
        )
    ]


def _reasons(comparison: Comparison) -> str | None:
    """What the difference was taken for, where two people have settled it."""
    finding = latest_finding(comparison)
    if finding is None or finding.outcome != comparison.status:
        return None
    agreed = "、".join(str(one.officer) for one in finding.verdicts.select_related("officer"))
    cause = f"{finding.get_cause_display()}：" if finding.cause else ""
    return f"{cause}{finding.text}（认定人：{agreed}）"


def _signers(signatures: list[Signature]) -> list[Content]:
    officers = [signature.officer_id for signature in signatures]
    known = list(Appraiser.objects.filter(user__in=officers))
    leading = responsible_among(known, timezone.localdate())
    responsible = {one.user_id for one in known if one.pk in leading}
    return [
        {
            "name": str(one.officer),
            "responsible": one.officer_id in responsible,
            "opinion": f"{one.get_says_display()} {one.reason}".strip(),
            "signed": timezone.localdate(one.at).isoformat(),
        }
        for one in signatures
    ]
