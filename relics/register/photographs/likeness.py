"""How like two photographs look: a fingerprint of each, and the distance between two.

A hint for people, never evidence (R-TEMP-06): it tells the same picture at another size, in
another encoding or light from another picture, and knows nothing of the object that it shows.
"""

import io
from pathlib import Path

import imagehash
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from .developing import FORMATS, refuse

SIDE = 16
FARTHEST = SIDE * SIDE
_DRAFT = (512, 512)


def fingerprint(image: bytes | Path) -> str:
    """The perceptual hash (DCT, 256 bits) of a developed photograph, in 64 hexadecimal figures.

    Robust to scaling, recompression and brightness. What strangers sent is developed first
    (`develop`). Raises NotAcceptable (`photo_not_an_image`) for what cannot be read.
    """
    try:
        source = io.BytesIO(image) if isinstance(image, bytes) else image
        with Image.open(source, formats=FORMATS) as opened:
            # A JPEG is unpacked at a fraction of its size; 64 pixels a side are looked at.
            opened.draft("L", _DRAFT)
            return str(imagehash.phash(opened.convert("RGB"), hash_size=SIDE))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise refuse(
            "photo_not_an_image", _("这不是 JPG、PNG、BMP 或 WebP 照片，或文件已损坏。")
        ) from None


def distance(a: str, b: str) -> int:
    """How many of the 256 bits of two fingerprints differ: 0 for the same picture.

    Raises ValueError for a text that `fingerprint` never gave.
    """
    if len(a) != FARTHEST // 4 or len(b) != FARTHEST // 4:
        raise ValueError("not a fingerprint of a photograph")
    return (int(a, 16) ^ int(b, 16)).bit_count()
