"""Correcting a paper after issue: the next version takes its place, or it is void. Both stay."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.certificates.models import Certificate
from approvals.parties.models import Role, User
from approvals.record.refusals import Conflict, NotAcceptable, Refusal

from .issuing import prepare_certificate
from .standing import change_status, check_right

OF_EACH_PAPER = {
    "schema",
    "kind",
    "title",
    "title_en",
    "number",
    "reference",
    "issued",
    "office",
    "case",
    "demo",
    "verification",
    "rulebook",
}
IN_USE = (Certificate.Status.PREPARED, Certificate.Status.VALID, Certificate.Status.SUSPENDED)
PARTIES = {
    "applicant": gettext_lazy("申请人"),
    "agent": gettext_lazy("代理人"),
    "carrier": gettext_lazy("携运人"),
}
OF_A_PARTY = {
    "name": gettext_lazy("名称"),
    "name_en": gettext_lazy("外文名称"),
    "nationality": gettext_lazy("国籍"),
    "identity_number": gettext_lazy("证件号码"),
    "address": gettext_lazy("住所"),
    "phone": gettext_lazy("联系方式"),
}
OF_AN_OBJECT = {
    "name": gettext_lazy("名称"),
    "name_en": gettext_lazy("外文名称"),
    "age": gettext_lazy("年代"),
    "size": gettext_lazy("尺寸"),
    "material": gettext_lazy("质地"),
}
OF_THE_WHOLE = {
    "destination": gettext_lazy("目的地"),
    "valid_until": gettext_lazy("有效期至"),
}


@dataclass(frozen=True)
class Correctable:
    """A place of a paper where a clerical error may stand: `objects.2.name` counts from one."""

    path: str
    group: str
    label: str | Promise
    value: str


def correctable(certificate: Certificate) -> list[Correctable]:
    """What an amendment may touch: names, addresses, descriptions; never what was decided.

    Outcome, marks, signatures, port, ground and number are not there: who finds those wrong
    revokes or voids. A validity may be corrected only where one was recorded (R-EXIT-20).
    """
    paper = json.loads(certificate.snapshot)
    return list(_places(paper))


def _places(paper: dict[str, Any]) -> Iterator[Correctable]:
    for key, label in OF_THE_WHOLE.items():
        if paper.get(key) is not None:
            yield Correctable(key, "", label, str(paper[key]))
    for key, who in PARTIES.items():
        yield from _inside(paper.get(key), key, str(who), OF_A_PARTY)
    for place, thing in enumerate(paper.get("objects") or (), 1):
        yield from _inside(thing, f"objects.{place}", f"#{thing['sequence']}", OF_AN_OBJECT)


def _inside(
    held: Mapping[str, Any] | None, path: str, group: str, labels: Mapping[str, str | Promise]
) -> Iterator[Correctable]:
    for key, label in labels.items():
        if held is not None and key in held:
            yield Correctable(f"{path}.{key}", group, label, str(held[key] or ""))


def corrected_content(certificate: Certificate, values: Mapping[str, str]) -> dict[str, Any]:
    """The paper's snapshot with other words at the paths of `values`; the row is not touched.

    Raises NotAcceptable for a path that is not `correctable`, and when nothing differs.
    """
    known = {one.path: one.value for one in correctable(certificate)}
    paper: dict[str, Any] = json.loads(certificate.snapshot)
    if not set(values) <= set(known):
        raise NotAcceptable(
            Refusal(
                "not_clerical",
                _("只能更正文字错漏，不能更改审核结论。"),
                "R-CERT-10",
                _("结论有误的，请依法撤销。"),
            )
        )
    changed = {path: text.strip() for path, text in values.items() if text.strip() != known[path]}
    if not changed:
        raise NotAcceptable(Refusal("nothing_corrected", _("没有更正任何内容。"), "R-CERT-10"))
    _check_validity(changed.get("valid_until"))
    for path, text in changed.items():
        *way, last = path.split(".")
        held: Any = paper
        for step in way:
            held = held[int(step) - 1] if step.isdecimal() else held[step]
        held[last] = text or None
    return paper


def _check_validity(text: str | None) -> None:
    """A corrected validity is a day that is not over; taken out, none was set (R-EXIT-20)."""
    try:
        if not text or date.fromisoformat(text) >= timezone.localdate():
            return
    except ValueError:
        pass
    raise NotAcceptable(Refusal("valid_until_past", _("有效期不能早于今天。"), "R-EXIT-20"))


def amend_certificate(
    certificate: Certificate, values: Mapping[str, str], *, reason: str, by: User
) -> Certificate:
    """Issue the next version of a paper with a clerical error corrected (R-CERT-10, case 47).

    The old one is superseded at once, so that never two are in force; both stay. The number of
    the authority stays the same, the version counts on: 001, 002. Only an issuer of the office
    may. `values` maps paths of `correctable` to the right words. Returns the new paper.
    """
    with transaction.atomic():
        old = change_status(certificate, "supersede", reason=reason, role=Role.ISSUER, by=by)
        return _next_version(old, corrected_content(old, values), by)


def remark_certificate(
    certificate: Certificate, sequence: int, mark: str, *, reason: str, by: User
) -> Certificate:
    """Issue the next version of a paper on which one object bears another mark (R-EXIT-08).

    The old one is superseded as by `amend_certificate`, by an issuer; the room that calls has
    judged that the mark was lawfully replaced.
    """
    with transaction.atomic():
        old = change_status(certificate, "supersede", reason=reason, role=Role.ISSUER, by=by)
        paper: dict[str, Any] = json.loads(old.snapshot)
        for thing in paper["objects"]:
            if thing["sequence"] == sequence:
                thing["mark"] = mark
        return _next_version(old, paper, by)


def _next_version(old: Certificate, paper: Mapping[str, Any], by: User) -> Certificate:
    """Prepare what takes the place of a superseded paper; it says so itself (R-CERT-10)."""
    content, version = _own(paper), old.version + 1
    note = f"本件为第{version:03d}版，替换文号{old.reference}的第{old.version_code}版。"
    kept = [one for one in content.get("remarks") or [] if not one.startswith("本件为第")]
    content["remarks"] = [*kept, note]
    return prepare_certificate(
        old.case,
        old.kind,
        content,
        by=by,
        number=old.number,
        pictures=old.pictures,
        version=version,
    )


def _own(paper: Mapping[str, Any]) -> dict[str, Any]:
    """What the paper says itself, without what every paper of the case gets when prepared."""
    return {key: value for key, value in paper.items() if key not in OF_EACH_PAPER}


def void_certificate(certificate: Certificate, *, reason: str, by: User) -> Certificate:
    """Take a misprinted paper out of use; its number is not given again. By an issuer."""
    return change_status(certificate, "void", reason=reason, role=Role.ISSUER, by=by)


def reissue_certificate(voided: Certificate, *, number: str = "", by: User) -> Certificate:
    """Issue what a voided paper said once more, under another number or none (R-EXIT-19).

    Raises NotAllowed, and Conflict while a paper of the kind is in use in the case.
    """
    check_right(voided, Role.ISSUER, by)
    with transaction.atomic():
        others = Certificate.objects.filter(
            case=voided.case_id, kind=voided.kind, status__in=IN_USE
        )
        if voided.status != Certificate.Status.VOIDED or others.exists():
            raise Conflict(Refusal("not_voided", _("原证照尚未作废，不能重新制发。"), "R-CERT-10"))
        return prepare_certificate(
            voided.case,
            voided.kind,
            _own(json.loads(voided.snapshot)),
            by=by,
            number=number.strip() or None,
            pictures=voided.pictures,
        )
