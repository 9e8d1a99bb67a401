"""An office keeps a list: uploads a version, reads what it changes, and puts it into force."""

import hashlib
from datetime import date
from pathlib import PurePath
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.exceptions import AlreadyEnqueued

from approvals.parties.models import Office, User
from approvals.record.background import enqueue
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from relics.watchlists.differences import Difference, current_entries, difference_of
from relics.watchlists.models import ListedObject, ListedPhoto, ListVersion, WatchList
from relics.watchlists.reading import read_listing
from relics.watchlists.rules import KEEPERS, role_refusal

MOST_BYTES = 64 * 2**20
MOST_BYTES_ZIP = 512 * 2**20
RULE = "R-TEMP-07"
Sent = IO[bytes] | File  # type: ignore[type-arg]


def create_list(
    *,
    code: str,
    name: str,
    source: str,
    issuer: str,
    basis: str,
    evidence: str = "D",
    effective_from: date,
    effective_to: date | None = None,
    office: Office,
    by: User,
) -> WatchList:
    """Begin to keep a list for all offices. For an officer who receives or approves."""
    require(role_refusal(office, by, KEEPERS), error=NotAllowed)
    watch_list = WatchList(
        code=code,
        name=name,
        source=source,
        issuer=issuer,
        basis=basis,
        evidence=evidence,
        effective_from=effective_from,
        effective_to=effective_to,
        office=office,
        created_by=by,
    )
    watch_list.full_clean()
    with transaction.atomic():
        watch_list.save()
        _trail(watch_list, "create", by=by, code=code, name=name, source=source)
    return watch_list


def upload_version(
    watch_list: WatchList, table: Sent, *, filename: str, photos: Sent | None = None, by: User
) -> ListVersion:
    """Take in a whole list as a CSV or XLSX, with a ZIP of photographs by entry number.

    It changes nothing yet (`difference_of`, `put_in_force`). Raises NotAcceptable
    `listing_faulty` with the first faults, Conflict `version_waits`.
    """
    require(role_refusal(watch_list.office, by, KEEPERS), error=NotAllowed)
    raw = table.read(MOST_BYTES + 1)
    _check_file(raw)
    zipped = photos.read(MOST_BYTES_ZIP + 1) if photos is not None else b""
    if len(zipped) > MOST_BYTES_ZIP:
        raise NotAcceptable(Refusal("zip_too_large", _("照片压缩包超过 512 MB。"), RULE))
    version = ListVersion(
        watch_list=watch_list,
        filename=PurePath(filename.replace("\\", "/")).name[-255:],
        sha256=hashlib.sha256(raw).hexdigest(),
        uploaded_by=by,
    )
    version.table.save("table", ContentFile(raw), save=False)
    if zipped:
        version.photos.save("photos.zip", ContentFile(zipped), save=False)
    with transaction.atomic():
        _insert(version)
        _trail(watch_list, "upload", by=by, version=version.pk, sha256=version.sha256)
    return version


def _check_file(raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise NotAcceptable(Refusal("file_too_large", _("文件超过 64 MB。"), RULE))
    faults = read_listing(raw).faults
    if faults:
        told = _("；").join(_at(one.line, one.sentence) for one in faults[:5])
        raise NotAcceptable(
            Refusal("listing_faulty", told, RULE, _("请改正文件后重新上传。")),
            extra={"faults": [[one.line, one.sentence] for one in faults[:200]]},
        )


def _at(line: int, sentence: str) -> str:
    return _("第 %(line)d 行：%(fault)s") % {"line": line, "fault": sentence} if line else sentence


def _insert(version: ListVersion) -> None:
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        if "list_version_one_waits" not in str(error):
            raise
        raise Conflict(
            Refusal(
                "version_waits",
                _("该名录已有一份待生效的版本。"),
                RULE,
                _("请先使其生效，或弃用。"),
            )
        ) from error


def drop_version(version: ListVersion, *, by: User) -> None:
    """Give up a version that waits; the file stays on record."""
    with transaction.atomic():
        held = _waiting(version, by)
        held.dropped_at = timezone.now()
        held.save(update_fields=["dropped_at"])
        _trail(held.watch_list, "drop", by=by, version=held.pk)


def put_in_force(version: ListVersion, *, by: User) -> ListVersion:
    """Let a version take effect: new entries are added, changed ones replaced, missing ones closed.

    From this moment every check asks it; photographs and the recheck of all objects follow in
    the background.
    """
    with transaction.atomic():
        held = _waiting(version, by)
        found = difference_of(held)
        last = held.watch_list.versions.filter(number__isnull=False).first()
        held.number = (last.number or 0) + 1 if last else 1
        held.put_by, held.put_at, held.counts = by, timezone.now(), found.counts
        held.save(update_fields=["number", "put_by", "put_at", "counts"])
        _apply(held, found)
        _trail(held.watch_list, "put", by=by, version=held.pk, number=held.number, **found.counts)
        follow_version(held)
    return held


def follow_version(version: ListVersion) -> None:
    """Have the photographs taken in and every object checked again, by a worker."""
    name = f"watchlist:{version.pk}"
    try:
        with transaction.atomic():
            enqueue("watchlists.follow", lock=name, queueing_lock=name, version_id=version.pk)
    except AlreadyEnqueued:
        return


def _waiting(version: ListVersion, by: User) -> ListVersion:
    """The version under its list's lock, for an officer of the office that keeps it."""
    watch_list = WatchList.objects.select_for_update().get(pk=version.watch_list_id)
    require(role_refusal(watch_list.office, by, KEEPERS), error=NotAllowed)
    held = ListVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if held.put_at or held.dropped_at:
        raise Conflict(
            Refusal("version_settled", _("该版本已生效或已弃用。"), RULE, _("请刷新页面。"))
        )
    return held


def _apply(version: ListVersion, found: Difference) -> None:
    held = current_entries(version)
    gone = [held[key].pk for key in (*found.changed, *found.closed)]
    ListedObject.objects.filter(pk__in=gone).update(until=version)
    brought = ListedObject.objects.bulk_create(
        [
            ListedObject(watch_list_id=version.watch_list_id, key=key, since=version, **entry)
            for key, entry in (*found.new.items(), *found.changed.items())
        ],
        batch_size=2000,
    )
    _carry_photos(held, [one for one in brought if one.key in found.changed])


def _carry_photos(held: dict[str, ListedObject], changed: list[ListedObject]) -> None:
    """What was photographed of the entry before it was reworded is still its photograph."""
    heirs = {held[one.key].pk: one for one in changed}
    ListedPhoto.objects.bulk_create(
        [
            ListedPhoto(
                entry=heirs[photo.entry_id],
                image=photo.image.name,
                thumb=photo.thumb.name,
                sha256=photo.sha256,
                fingerprint=photo.fingerprint,
                width=photo.width,
                height=photo.height,
            )
            for photo in ListedPhoto.objects.filter(entry__in=heirs)
        ]
    )


def _trail(watch_list: WatchList, verb: str, *, by: User, **facts: Any) -> None:
    write_trail(
        f"watchlist:{watch_list.pk}",
        f"watchlist.{verb}",
        by=by,
        subject=f"watchlist:{watch_list.pk}",
        after=facts,
        acting_for=watch_list.office.party.name,
    )
