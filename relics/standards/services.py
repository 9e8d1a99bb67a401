"""An office loads a list, puts it into force from a day, and checks a citation."""

import hashlib
from collections.abc import Mapping
from datetime import date

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import NotAcceptable, NotAllowed, Refusal
from approvals.record.services import write_trail
from relics.standards.citations import citations
from relics.standards.lists import list_kind, read_list
from relics.standards.models import Commencement, ListVersion, TextCheck
from relics.standards.rulebook import Evidence

LOADERS = (Role.INTAKE, Role.APPRAISER, Role.APPROVER, Role.ADMINISTRATOR)
DECIDERS = (Role.APPROVER, Role.ADMINISTRATOR)
CHECKERS = (Role.APPRAISER, Role.APPROVER, Role.ADMINISTRATOR)
LARGEST_FILE = 10_000_000
TEXTS = {b"%PDF": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}
"""What an official text comes as, by its first bytes."""


@transaction.atomic
def load_list(
    key: str, content: bytes, *, filename: str, source: str, party: Party, by: User
) -> ListVersion:
    """Load a new version of a list; it holds nothing until `put_into_force`.

    An officer of a review office. Raises NotAllowed, NotAcceptable (no source, too large) or
    `UnreadableList` with every fault of the file.
    """
    kind = list_kind(key)
    _require_role(by, party, LOADERS, kind.rule)
    _require_text(source, _("请写明来源文件。"), kind.rule)
    _require_size(content, kind.rule)
    rows = read_list(kind, content, filename.lower())
    _number_lock(key)
    digest = hashlib.sha256(content).hexdigest()
    count = ListVersion.objects.filter(list_key=key).count()
    version = ListVersion(
        list_key=key,
        key=f"{key}.{count + 2}",
        source=source.strip(),
        rows=rows,
        filename=filename[-120:],
        sha256=digest,
        party=party,
        loaded_by=by,
    )
    version.file.save(filename, ContentFile(content), save=False)
    version.save()
    _trail(
        "standards.load",
        party,
        by,
        subject=version.key,
        after={"sha256": digest, "lines": len(rows)},
        reason=source,
    )
    return version


@transaction.atomic
def put_into_force(
    version: ListVersion, *, effective_from: date, reason: str, party: Party, by: User
) -> Commencement:
    """Let a version hold from a day on; never backwards (R-GEN-01). Approver or administrator.

    Cases keep the version they pinned. Raises NotAllowed or NotAcceptable.
    """
    _require_role(by, party, DECIDERS, "R-GEN-01")
    _require_text(reason, _("请写明依据与理由。"), "R-GEN-01")
    _number_lock(version.list_key)
    if effective_from < timezone.localdate():
        raise NotAcceptable(
            Refusal(
                "list_backwards",
                _("清单不能溯及以往。"),
                "R-GEN-01",
                _("请选择今天或以后的日期。"),
            )
        )
    held = Commencement.objects.create(
        version=version,
        effective_from=effective_from,
        reason=reason.strip(),
        party=party,
        by=by,
    )
    _trail(
        "standards.commence",
        party,
        by,
        subject=version.key,
        after={"from": effective_from},
        reason=reason,
    )
    return held


@transaction.atomic
def record_check(
    key: str, content: bytes, *, filename: str, checked_on: date, party: Party, by: User
) -> TextCheck:
    """Record that a citation was held against the official text, which is kept with it (§0).

    From then on a [V2] citation prints on the papers of `party`. [M], [D] and [C] are not
    opened this way. Raises NotAllowed or NotAcceptable; KeyError for an unknown citation.
    """
    citation = citations()[key]
    _require_role(by, party, CHECKERS, citation.rule)
    _require_size(content, citation.rule)
    if citation.evidence not in {Evidence.READ, Evidence.SECONDARY}:
        raise NotAcceptable(
            Refusal(
                "citation_never_prints",
                _("该依据只凭记忆或属设计决定，核对也不能使其打印。"),
                "R-GEN-01",
                _("请先由产品维护者按官方文本更新依据文件。"),
            )
        )
    if checked_on > timezone.localdate():
        raise NotAcceptable(Refusal("check_in_future", _("核对日期不能晚于今天。"), "R-GEN-01"))
    kinds = [media for mark, media in TEXTS.items() if content.startswith(mark)]
    if not kinds:
        raise NotAcceptable(
            Refusal(
                "text_unreadable",
                _("官方文本须为 PDF、JPEG 或 PNG 文件。"),
                "R-GEN-01",
                _("请上传官方公布文本的扫描件或 PDF。"),
            )
        )
    digest = hashlib.sha256(content).hexdigest()
    check = TextCheck(
        citation=key,
        party=party,
        officer=by,
        checked_on=checked_on,
        wording=citation.text,
        media_type=kinds[0],
        sha256=digest,
    )
    check.file.save(filename, ContentFile(content), save=False)
    check.save()
    _trail(
        "citation.check",
        party,
        by,
        subject=key,
        after={"sha256": digest, "on": checked_on},
        reason=citation.text,
    )
    return check


def _trail(
    verb: str, party: Party, by: User, *, subject: str, after: Mapping[str, object], reason: str
) -> None:
    write_trail(
        f"party:{party.pk}",
        verb,
        by=by,
        subject=f"standard:{subject}",
        after=after,
        reason=reason.strip(),
        acting_for=party.name,
    )


def _number_lock(key: str) -> None:
    """Two officers who load the same list queue here, so that no number is given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"standards:{key}"])


def _require_role(by: User, party: Party, roles: tuple[str, ...], rule: str) -> None:
    right_place = party.kind == Party.Kind.RELIC_OFFICE
    if not right_place or not any(holds_role(by, role, party.pk) for role in roles):
        raise NotAllowed(Refusal("no_right", _("只有审核机构的有关人员可以办理。"), rule))


def _require_text(text: str, sentence: str, rule: str) -> None:
    if not text.strip():
        raise NotAcceptable(Refusal("reason_missing", sentence, rule, _("请填写后重新提交。")))


def _require_size(content: bytes, rule: str) -> None:
    if len(content) > LARGEST_FILE:
        raise NotAcceptable(
            Refusal("file_too_large", _("文件过大，最多 10 MB。"), rule, _("请拆分或压缩后再传。"))
        )
