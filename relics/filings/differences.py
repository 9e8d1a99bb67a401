"""A version and what it changed, in the words of the trade."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from approvals.record.refusals import Sentence
from approvals.record.services import canonical
from relics.register.models import Kind

from .models import Filing, FilingVersion, Origin, Purpose
from .models.filing import CONTENT

PHOTOS = "photos"


@dataclass(frozen=True)
class Difference:
    """One field that two versions say differently."""

    field: str
    label: Sentence
    before: str
    after: str


def snapshot_of(filing: Filing) -> dict[str, Any]:
    """All that the filing says now, with the photographs' hashes (rules §9.9)."""
    said: dict[str, Any] = {}
    for name in CONTENT:
        value = getattr(filing, name)
        said[name] = f"{value.normalize():f}" if isinstance(value, Decimal) else value
    said["purposes"] = sorted(filing.purposes)
    said[PHOTOS] = [photo.sha256 for photo in filing.object.photos.order_by("position")]
    return said


def digest_of(snapshot: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def in_words(name: str, value: Any) -> str:
    """A value as people say it."""
    if value in (None, "", []):
        return "—"
    if name == "purposes":
        return "、".join(str(Purpose(one).label) for one in value)
    if name == "kind":
        return str(Kind(value).label)
    if name == "origin":
        return str(Origin(value).label)
    if name == PHOTOS:
        marks = "、".join(one[:8] for one in value)
        return _("%(n)d 张（摘要 %(marks)s）") % {"n": len(value), "marks": marks}
    return str(value)


def differences_between(
    before: FilingVersion | None, after: FilingVersion, photos: Sentence
) -> list[Difference]:
    """What `after` says otherwise than `before`; everything it says where there is none before.

    `photos` is the word for the pictures.
    """
    old = before.snapshot if before else {}
    labels = {**CONTENT, PHOTOS: photos}
    found = []
    for name, label in labels.items():
        was, now = old.get(name), after.snapshot.get(name)
        if (was or None) != (now or None):
            found.append(Difference(name, label, in_words(name, was), in_words(name, now)))
    return found
