"""What the register holds: objects, their photographs and the imports that brought them."""

from .batch import ImportBatch
from .object import RelicObject
from .photo import MOST_PHOTOS, Photo
from .words import Grade, Kind, Ownership, Texture, Unit

__all__ = [
    "MOST_PHOTOS",
    "Grade",
    "ImportBatch",
    "Kind",
    "Ownership",
    "Photo",
    "RelicObject",
    "Texture",
    "Unit",
]
