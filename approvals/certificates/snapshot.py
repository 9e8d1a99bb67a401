"""The snapshot 数据快照: what a paper says, frozen before it is drawn.

The shape is published in `schemas/paper-1.json`. `prepare_snapshot` is called inside the
deciding transaction; everything after it (page, seal, verification) reads the frozen bytes.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import rfc8785
from django.utils.translation import gettext
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from approvals.certificates.characters import check_coverage, clean_tree
from approvals.certificates.fonts import printable
from approvals.certificates.registry import CertificateKind
from approvals.record.refusals import NotAcceptable, Refusal

Snapshot = dict[str, Any]
SCHEMAS = Path(__file__).with_name("schemas")


class SnapshotRefused(NotAcceptable):
    """The content does not make a paper of this kind; nothing is issued."""

    def __init__(self, code: str, sentence: str, rule: str) -> None:
        super().__init__(Refusal(code, sentence, rule))


@cache
def validator(schema: str) -> Draft202012Validator:
    """The validator of a published schema version; raises `FileNotFoundError` for others."""
    text = (SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def title_of(kind: CertificateKind, number: str | None) -> tuple[str, str]:
    """What the paper is called, Chinese and English; without a number an extract (R-EXIT-19)."""
    if number or not kind.number_required:
        return kind.title_zh, kind.title_en
    if kind.unnumbered_zh:
        return kind.unnumbered_zh, kind.unnumbered_en
    sentence = gettext("“%(title)s”须先录入主管机关的编号。") % {"title": kind.title_zh}
    raise SnapshotRefused("number_missing", sentence, "R-EXIT-19")


def prepare_snapshot(kind: CertificateKind, content: Mapping[str, Any]) -> Snapshot:
    """Build, clean and check the snapshot of a paper from its content.

    `content` holds the keys of the schema other than `schema`, `kind`, `title` and
    `title_en`; `number` and `valid_until` are null unless recorded (R-EXIT-19, R-EXIT-20).
    Raises `SnapshotRefused` or `UnprintableCharacter`.
    """
    number = content.get("number") or None
    title, title_en = title_of(kind, number)
    bare: Snapshot = {
        "valid_until": None,
        **content,
        "schema": kind.schema,
        "kind": kind.key,
        "title": title,
        "title_en": title_en,
        "number": number,
    }
    snapshot = clean_tree(bare)
    assert isinstance(snapshot, dict)
    for key in kind.requires:
        if not snapshot.get(key):
            sentence = gettext("%(title)s缺少必填内容：%(key)s。") % {"title": title, "key": key}
            raise SnapshotRefused("content_missing", sentence, "R-GEN-10")
    check_snapshot(snapshot)
    check_coverage(snapshot, printable())
    return snapshot


def check_snapshot(snapshot: Snapshot) -> None:
    """Raise `SnapshotRefused` where the snapshot is not of its published schema."""
    fault = best_match(validator(snapshot["schema"]).iter_errors(snapshot))
    if fault is not None:
        sentence = gettext("证照数据不符合规范：%(path)s，%(fault)s") % {
            "path": fault.json_path,
            "fault": fault.message,
        }
        raise SnapshotRefused("snapshot_malformed", sentence, "R-CERT-04")


def canonical(snapshot: Snapshot) -> bytes:
    """The frozen bytes (RFC 8785): what is stored, attached and hashed."""
    return rfc8785.dumps(snapshot)


def digest(content: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()
