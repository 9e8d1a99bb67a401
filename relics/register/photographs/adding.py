"""The verbs on photographs."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import IO, Any, TypeAlias

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAllowed, require
from approvals.record.services import write_trail
from relics.register.models import MOST_PHOTOS, Photo, RelicObject
from relics.register.rules import may_keep_records, object_is_open

from .developing import MOST_BYTES, Plate, develop, refuse
from .drawing import draw

Sent: TypeAlias = "IO[bytes] | File[Any]"


def add_photo(obj: RelicObject, file: Sent, *, by: User, view: str = Photo.View.OVERALL) -> Photo:
    """Take in one photograph of `obj` from an uploaded or opened file.

    For the owner's agents (R-EXIT-01) while no case holds the record. The file is checked and
    re-encoded before the transaction begins. Raises NotAllowed, Conflict (`object_submitted`),
    NotAcceptable (`photo_...`, rules §9.3: at most six, no picture twice).
    """
    require(may_keep_records(by, obj.owner), error=NotAllowed)
    plate = develop(file.read(MOST_BYTES + 1))
    name = PurePath(str(getattr(file, "name", "") or "")).name
    return keep_plate(obj, plate, by=by, view=view, original_name=name)


def keep_plate(
    obj: RelicObject,
    plate: Plate,
    *,
    by: User,
    view: str = Photo.View.OVERALL,
    original_name: str = "",
    is_stand_in: bool = False,
    on_site: bool = False,
) -> Photo:
    """Keep a developed photograph on the first free place of the object, under its row lock.

    The caller has asked `may_keep_records`, or lets an officer do it `on_site`, where a case
    holds the record (R-GEN-04). Writes the trail of the owner.
    """
    with transaction.atomic():
        locked = RelicObject.objects.select_for_update(of=("self",)).get(pk=obj.pk)
        require(None if on_site else object_is_open(locked), error=Conflict)
        taken = dict(locked.photos.values_list("position", "sha256"))
        if plate.sha256 in taken.values():
            raise refuse("photo_twice", _("这张照片已经上传过。"), _("请换一张照片。"))
        free = [place for place in range(1, MOST_PHOTOS + 1) if place not in taken]
        if not free:
            raise refuse("photo_too_many", _("每件文物最多六张照片。"), _("请先删去一张。"))
        photo = _photo(locked, plate, by=by, position=free[0], is_stand_in=is_stand_in)
        photo.view, photo.original_name = view, original_name[-255:]
        photo.save(force_insert=True)
        write_trail(
            f"party:{locked.owner_id}",
            "add_photo",
            by=by,
            subject=f"object:{locked.pk}",
            after={"position": photo.position, "sha256": photo.sha256, "name": original_name},
        )
    return photo


def remove_photo(photo: Photo, *, by: User) -> None:
    """Take a photograph off its object; the files go when the transaction has committed."""
    require(may_keep_records(by, photo.object.owner), error=NotAllowed)
    with transaction.atomic():
        locked = RelicObject.objects.select_for_update(of=("self",)).get(pk=photo.object_id)
        require(object_is_open(locked), error=Conflict)
        write_trail(
            f"party:{locked.owner_id}",
            "remove_photo",
            by=by,
            subject=f"object:{locked.pk}",
            before={"position": photo.position, "sha256": photo.sha256},
        )
        delete_files_after_commit([photo])
        photo.delete()


def delete_files_after_commit(photos: Iterable[Photo]) -> None:
    """Remove the files of photographs whose rows this transaction deletes."""
    files = [(file.storage, file.name) for photo in photos for file in (photo.image, photo.thumb)]

    def remove() -> None:
        for storage, name in files:
            storage.delete(name)

    transaction.on_commit(remove)


def draw_stand_in(obj: RelicObject, *, by: User) -> Photo:
    """Draw a marked stand-in (示意图) for an object that has no photograph."""
    return draw_stand_ins([obj], by=by)[0]


def draw_stand_ins(objects: Sequence[RelicObject], *, by: User) -> list[Photo]:
    """Draw a marked stand-in of its own for each object, through the pipeline of photographs.

    All objects belong to one owner and have no photograph yet (else `photo_already`); one
    transaction, one trail entry. The same record always gives the same drawing.
    """
    if not objects:
        return []
    require(may_keep_records(by, objects[0].owner), error=NotAllowed)
    plates = [develop(draw(obj)) for obj in objects]
    with transaction.atomic():
        keys = [obj.pk for obj in objects]
        locked = list(
            RelicObject.objects.select_for_update(of=("self",))
            .filter(pk__in=keys, owner=objects[0].owner)
            .order_by("pk")
        )
        for obj in locked:
            require(object_is_open(obj), error=Conflict)
        if len(locked) != len(set(keys)) or Photo.objects.filter(object__in=keys).exists():
            raise refuse("photo_already", _("示意图只用于还没有照片的文物。"), "")
        photos = [
            _photo(obj, plate, by=by, position=1, is_stand_in=True)
            for obj, plate in zip(objects, plates, strict=True)
        ]
        Photo.objects.bulk_create(photos, batch_size=500)
        write_trail(
            f"party:{objects[0].owner_id}",
            "draw_stand_ins",
            by=by,
            subject=f"object:{keys[0]}",
            after={"objects": keys},
        )
    return photos


def _photo(
    obj: RelicObject, plate: Plate, *, by: User, position: int, is_stand_in: bool = False
) -> Photo:
    """An unsaved photograph whose two files are written."""
    photo = Photo(
        object=obj,
        position=position,
        sha256=plate.sha256,
        width=plate.width,
        height=plate.height,
        is_stand_in=is_stand_in,
        uploaded_by=by,
    )
    photo.image.save("main.jpg", ContentFile(plate.main), save=False)
    photo.thumb.save("thumb.jpg", ContentFile(plate.thumb), save=False)
    return photo
