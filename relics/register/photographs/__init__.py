"""The photographs of an object: taken in, re-encoded, matched by number, or drawn as a stand-in."""

from .adding import add_photo, draw_stand_in, draw_stand_ins, remove_photo
from .archive import ZipReport, add_photos_from_zip
from .developing import Plate, develop
from .likeness import FARTHEST, distance, fingerprint

__all__ = [
    "FARTHEST",
    "Plate",
    "ZipReport",
    "add_photo",
    "add_photos_from_zip",
    "develop",
    "distance",
    "draw_stand_in",
    "draw_stand_ins",
    "fingerprint",
    "remove_photo",
]
