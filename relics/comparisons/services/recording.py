"""Freezing what an object is like when its mark is put on (R-TEMP-01)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.parties.models import Office, Role, User
from approvals.record.refusals import NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from relics.comparisons.models import Reference, ReferencePhoto
from relics.comparisons.rules import role_refusal
from relics.register.models import MEASURES, Photo, RelicObject
from relics.register.photographs import fingerprint

Copy = tuple[ReferencePhoto, bytes, bytes]
KEEPERS = (Role.INTAKE, Role.APPRAISER, Role.APPROVER, Role.ISSUER)


def record_reference(
    thing: RelicObject,
    *,
    office: Office,
    mark: str,
    by: User,
    seal: str = "",
    photos: Iterable[Photo] | None = None,
    measures: Mapping[str, Decimal] | None = None,
    chain: str = "",
) -> Reference:
    """Keep what the object is like today: its mark, seal, photographs and measures, for ever.

    For an officer of the office. Without `photos` and `measures` those of the register are
    taken. `chain` is the trail it is told in (the case's); else the office's. Raises
    NotAcceptable (`no_photographs`, `mark_missing`): without either nothing can be compared.
    """
    require(role_refusal(office.party, by, KEEPERS), error=NotAllowed)
    pictures = list(thing.photos.order_by("position") if photos is None else photos)
    if not pictures:
        raise NotAcceptable(
            Refusal("no_photographs", _("没有照片，不能存档。"), "R-TEMP-01", _("请先拍照。"))
        )
    if not mark.strip():
        raise NotAcceptable(
            Refusal("mark_missing", _("没有标识编号，不能存档。"), "R-TEMP-01", _("请先加贴标识。"))
        )
    kept = measures if measures is not None else _measures_of(thing)
    copies = [_copy(photo, place) for place, photo in enumerate(pictures, start=1)]
    with transaction.atomic():
        reference = Reference.objects.create(
            object=thing,
            office=office,
            measures={key: str(value) for key, value in kept.items() if key in MEASURES},
            size=thing.size,
            mark_number=mark.strip(),
            seal_number=seal.strip(),
            taken_by=by,
        )
        _keep(reference, copies)
        _tell(reference, copies, chain or f"office:{office.pk}", by)
    return reference


def remark_reference(reference: Reference, *, mark: str, chain: str, by: User) -> Reference:
    """Keep the same record under another mark, which the office put in the former one's place.

    Photographs, measures and seal stay what they were at the gate; the former record stays too.
    """
    require(role_refusal(reference.office.party, by, KEEPERS), error=NotAllowed)
    with transaction.atomic():
        copies = [_copy(photo, photo.position) for photo in reference.photos.all()]
        renewed = Reference.objects.create(
            object=reference.object,
            office=reference.office,
            measures=reference.measures,
            size=reference.size,
            mark_number=mark,
            seal_number=reference.seal_number,
            taken_by=by,
        )
        _keep(renewed, copies)
        _tell(renewed, copies, chain, by)
    return renewed


def _keep(reference: Reference, copies: list[Copy]) -> None:
    for copy, main, thumb in copies:
        copy.reference = reference
        copy.image.save("main.jpg", ContentFile(main), save=False)
        copy.thumb.save("thumb.jpg", ContentFile(thumb), save=False)
        copy.save(force_insert=True)


def _tell(reference: Reference, copies: list[Copy], chain: str, by: User) -> None:
    write_trail(
        chain,
        "reference.record",
        by=by,
        subject=f"object:{reference.object_id}",
        after={
            "reference": reference.pk,
            "mark": reference.mark_number,
            "seal": reference.seal_number,
            "measures": reference.measures,
            "photos": [copy.sha256 for copy, _main, _thumb in copies],
        },
        acting_for=reference.office.party.name,
    )


def _measures_of(thing: RelicObject) -> dict[str, Decimal]:
    return {key: value for key in MEASURES if (value := getattr(thing, key)) is not None}


def _copy(photo: Photo | ReferencePhoto, place: int) -> Copy:
    """An unsaved copy of a photograph, of the register or a record, and its two files' bytes."""
    with photo.image.open("rb") as main, photo.thumb.open("rb") as thumb:
        pictures = main.read(), thumb.read()
    copy = ReferencePhoto(
        position=place,
        view=photo.view,
        sha256=photo.sha256,
        fingerprint=fingerprint(pictures[0]),
        width=photo.width,
        height=photo.height,
        is_stand_in=photo.is_stand_in,
    )
    return copy, *pictures
