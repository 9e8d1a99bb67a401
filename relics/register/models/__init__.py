"""What the register holds: objects, their photographs and the imports that brought them."""

from .batch import ImportBatch
from .object import MEASURES, STATUTORY_AGE, RelicObject
from .photo import MOST_PHOTOS, Photo
from .relation import Relation
from .words import Grade, Kind, Ownership, Texture, Unit

__all__ = [
    "MEASURES",
    "MOST_PHOTOS",
    "STATUTORY_AGE",
    "Grade",
    "ImportBatch",
    "Kind",
    "Ownership",
    "Photo",
    "Relation",
    "RelicObject",
    "Texture",
    "Unit",
]
