"""From the bytes somebody sent to the two JPEG files we keep.

Nothing of the sent file survives but its pixels: no EXIF, no place, no colour profile, no
trailing bytes. The same pixels give the same files.
"""

import hashlib
import io
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from approvals.record.refusals import NotAcceptable, Refusal, Sentence
from relics.register.rules import FORM_ROW

FORMATS = ("JPEG", "PNG", "BMP", "WEBP")
MOST_BYTES = 10 * 2**20
MOST_BYTES_KEPT = 2 * 2**20
MOST_PIXELS = 25_000_000
MOST_PIXELS_JPEG = 64_000_000
LEAST_SIDE = 100
MAIN_SIDE = 1600
THUMB_SIDE = 320
QUALITIES = (86, 78, 68, 55)

SCALABLE = ("RGB", "RGBA", "L", "LA", "CMYK")

_SRGB = ImageCms.createProfile("sRGB")
_FIX = _("请上传清晰的 JPG、PNG、BMP 或 WebP 照片，每张不超过 10 MB。")


@dataclass(frozen=True)
class Plate:
    """A developed photograph: two JPEG files; `sha256`, `width` and `height` are of `main`."""

    main: bytes
    thumb: bytes
    sha256: str
    width: int
    height: int


def refuse(code: str, sentence: Sentence, fix: Sentence = _FIX) -> NotAcceptable:
    """A refusal of a photograph, citing the form's rule on photographs (rules §9.3)."""
    return NotAcceptable(Refusal(code, sentence, FORM_ROW, fix))


def develop(raw: bytes) -> Plate:
    """Check `raw` and re-encode it: main within 1600 pixels, thumbnail within 320, sRGB.

    The content counts, not the name. Raises NotAcceptable: `photo_too_large`,
    `photo_not_an_image`, `photo_too_many_pixels`, `photo_too_small`, `photo_damaged`.
    """
    if len(raw) > MOST_BYTES:
        raise refuse("photo_too_large", _("照片超过 10 MB。"))
    opened = _open(raw)
    try:
        upright = _upright(opened)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError):
        raise refuse("photo_damaged", _("照片已损坏，无法完整读出。")) from None
    main = _jpeg(upright)
    small = upright.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return Plate(
        main=main,
        thumb=_encode(small, 80),
        sha256=hashlib.sha256(main).hexdigest(),
        width=upright.width,
        height=upright.height,
    )


def _open(raw: bytes) -> Image.Image:
    """Read the header only, and refuse by it before a pixel is unpacked."""
    try:
        opened = Image.open(io.BytesIO(raw), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refuse("photo_too_many_pixels", _("照片像素过多。")) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise refuse(
            "photo_not_an_image", _("这不是 JPG、PNG、BMP 或 WebP 照片，或文件已损坏。")
        ) from None
    most = MOST_PIXELS_JPEG if opened.format in ("JPEG", "MPO") else MOST_PIXELS
    if opened.width * opened.height > most:
        raise refuse(
            "photo_too_many_pixels",
            _("照片像素过多（%(width)d×%(height)d）。")
            % {"width": opened.width, "height": opened.height},
        )
    if min(opened.size) < LEAST_SIDE:
        raise refuse(
            "photo_too_small",
            _("照片太小（%(width)d×%(height)d），看不清特征。")
            % {"width": opened.width, "height": opened.height},
        )
    return opened


def _upright(opened: Image.Image) -> Image.Image:
    """Unpack, turn as the camera was held, bring into sRGB on white, and scale down."""
    # A JPEG can be unpacked at a fraction of its size, which keeps memory small.
    opened.draft("RGB", (MAIN_SIDE, MAIN_SIDE))
    orientation = opened.getexif().get(0x0112, 1)
    profile = opened.info.get("icc_profile")
    # Scaling down comes before every copy, for the same reason.
    scaled = opened if opened.mode in SCALABLE else _eight_bits(opened)
    scaled.thumbnail((MAIN_SIDE, MAIN_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    scaled = _on_white(scaled)
    scaled = _in_srgb(scaled, profile)
    scaled.info.clear()
    scaled.getexif().clear()
    if orientation != 1:
        exif = scaled.getexif()
        exif[0x0112] = orientation
        scaled = ImageOps.exif_transpose(scaled)
    return scaled


def _eight_bits(opened: Image.Image) -> Image.Image:
    """Palettes, single bits and deep greys as colours that can be scaled."""
    if opened.mode.startswith("I"):
        return opened.convert("I").point(lambda level: level / 256).convert("L")
    return opened.convert("RGBA" if opened.has_transparency_data else "RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent shows white."""
    if not picture.has_transparency_data:
        return picture
    layered = picture.convert("RGBA")
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Follow the embedded colour profile where it can be read; else keep the colours."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    """The main file, at the best quality that stays within the form's 2 MB."""
    for quality in QUALITIES:
        encoded = _encode(picture, quality)
        if len(encoded) <= MOST_BYTES_KEPT:
            break
    return encoded


def _encode(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    bare.save(out, "JPEG", quality=quality, subsampling="4:2:0")
    return out.getvalue()
