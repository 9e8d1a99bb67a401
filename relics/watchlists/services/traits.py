"""What of an object of the register is compared, kept so that others are found by it."""

import hashlib
from decimal import Decimal

from django.db import transaction

from approvals.record.services import canonical
from relics.register.models import MEASURES, Photo, RelicObject
from relics.register.photographs import fingerprint
from relics.watchlists.keys import key_of, mark_key_of
from relics.watchlists.matching import Facts
from relics.watchlists.models import PhotoTrait, Traits


def traits_of(thing: RelicObject) -> Traits:
    """The traits of the object as it is now; made anew only when the record has changed."""
    photos = list(Photo.objects.filter(object=thing, is_stand_in=False).order_by("position"))
    now = _digest(thing, photos)
    known = Traits.objects.filter(object=thing).first()
    if known is not None and known.digest == now:
        return known
    prints = {photo.pk: _print(photo) for photo in photos}
    with transaction.atomic():
        traits, _made = Traits.objects.update_or_create(
            object=thing,
            defaults={
                "digest": now,
                "name_key": key_of(thing.name),
                "name_en_key": key_of(thing.name_en),
                "mark_key": mark_key_of(thing.inscriptions),
            },
        )
        traits.photos.all().delete()
        PhotoTrait.objects.bulk_create(
            PhotoTrait(photo_id=key, traits=traits, fingerprint=found)
            for key, found in prints.items()
        )
    return traits


def facts_of(thing: RelicObject, traits: Traits) -> Facts:
    """The object as `matching` takes it."""
    return Facts(
        traits.name_key,
        traits.name_en_key,
        traits.mark_key,
        measures_of(thing),
        thing.year_from,
        thing.year_to,
        tuple(traits.photos.values_list("fingerprint", flat=True)),
    )


def measures_of(thing: RelicObject) -> dict[str, Decimal]:
    """The measures that the record has."""
    return {name: value for name in MEASURES if (value := getattr(thing, name)) is not None}


def _digest(thing: RelicObject, photos: list[Photo]) -> str:
    told = {
        "name": [thing.name, thing.name_en],
        "mark": thing.inscriptions,
        "measures": {name: str(value) for name, value in measures_of(thing).items()},
        "years": [thing.year_from, thing.year_to],
        "photos": [photo.sha256 for photo in photos],
    }
    return hashlib.sha256(canonical(told)).hexdigest()


def _print(photo: Photo) -> str:
    with photo.image.open("rb") as stream:
        return fingerprint(stream.read())
