"""After a new version: its photographs are taken in, and every object in the procedures is asked
about again. Each step is done once, whatever is interrupted and begun anew.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from approvals.record.refusals import NotAcceptable
from relics.register.models import RelicObject
from relics.register.photographs import develop, fingerprint
from relics.register.photographs.archive import (
    ENDINGS,
    MOST_BYTES_TOGETHER,
    MOST_ENTRIES,
    number_key,
)
from relics.register.photographs.developing import MOST_BYTES
from relics.watchlists.models import ListedObject, ListedPhoto, ListVersion

from .checking import recheck_object

A_STRETCH = 200


def take_photos(version: ListVersion) -> int:
    """Add the pictures of the version's ZIP to the entries whose numbers their names carry.

    `123.jpg`, `123-2.jpg`, `123_2.png` and `123/2.jpg` all fit entry 123. Returns how many were
    new; what fits no entry or cannot be read is left out.
    """
    if not version.photos:
        return 0
    current = ListedObject.objects.filter(watch_list=version.watch_list_id, until__isnull=True)
    entries = {number_key(one.key): one for one in current}
    added = 0
    with version.photos.open("rb") as stream, zipfile.ZipFile(stream) as archive:
        for path, raw in _pictures(archive):
            entry = _entry_of(path, entries)
            if entry is not None:
                added += _take(entry, raw)
    return added


def _pictures(archive: zipfile.ZipFile) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The pictures, none larger than a photograph may be and not too many together."""
    left = MOST_BYTES_TOGETHER
    for member in archive.infolist()[:MOST_ENTRIES]:
        path = PurePosixPath(member.filename)
        if path.suffix.casefold() not in ENDINGS or path.name.startswith("."):
            continue
        try:
            with archive.open(member) as stream:
                raw = stream.read(MOST_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
            continue
        left -= len(raw)
        if left < 0:
            return
        yield path, raw


def _entry_of(path: PurePosixPath, entries: dict[str, ListedObject]) -> ListedObject | None:
    """By the whole name, by the name without its last part, or by the folder."""
    whole = number_key(path.stem)
    for key in (whole, whole.rpartition("-")[0], number_key(path.parent.name)):
        if key in entries:
            return entries[key]
    return None


def _take(entry: ListedObject, raw: bytes) -> int:
    try:
        plate = develop(raw)
    except NotAcceptable:
        return 0
    if entry.photos.filter(sha256=plate.sha256).exists():
        return 0
    photo = ListedPhoto(
        entry=entry,
        sha256=plate.sha256,
        fingerprint=fingerprint(plate.main),
        width=plate.width,
        height=plate.height,
    )
    place = f"watchlists/{entry.watch_list_id}/photos/{plate.sha256[:24]}"
    photo.image.save(f"{place}.jpg", ContentFile(plate.main), save=False)
    photo.thumb.save(f"{place}-thumb.jpg", ContentFile(plate.thumb), save=False)
    photo.save(force_insert=True)
    return 1


def recheck_all(version: ListVersion, *, most: int | None = None) -> int:
    """Check every submitted object of the register again, from where the last run stopped.

    An object and the progress are one transaction. Returns how many were checked; `most` stops
    earlier. When none is left the version says so (`rechecked_at`).
    """
    done = 0
    while most is None or done < most:
        stretch = _stretch(version, A_STRETCH if most is None else min(A_STRETCH, most - done))
        if not stretch:
            ListVersion.objects.filter(pk=version.pk).update(rechecked_at=timezone.now())
            break
        for thing in stretch:
            with transaction.atomic():
                recheck_object(thing)
                version.checked_up_to = thing.pk
                version.save(update_fields=["checked_up_to"])
            done += 1
    return done


def _stretch(version: ListVersion, number: int) -> list[RelicObject]:
    waiting = RelicObject.objects.filter(submitted_at__isnull=False, pk__gt=version.checked_up_to)
    return list(waiting.order_by("pk")[:number])
