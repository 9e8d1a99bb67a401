"""A stand-in (示意图) for an object without a photograph: drawn, plainly marked, its own.

The shape is chosen and varied by the digest of the record, so the same record always gives the
same drawing and two records hardly ever the same one. It shows no real object.
"""

import hashlib
import io
from collections.abc import Iterator
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from relics.register.models import RelicObject, Texture

WIDTH, HEIGHT = 480, 600
MARK = "示意图 · STAND-IN"
BELOW = "系统绘制，并非实物照片 · DRAWN, NOT A PHOTOGRAPH"

Colour = tuple[int, int, int]

COLOURS: dict[str, tuple[Colour, Colour]] = {
    Texture.PORCELAIN: ((226, 232, 238), (46, 84, 150)),
    Texture.POTTERY: ((186, 128, 88), (116, 70, 44)),
    Texture.BRONZE: ((104, 132, 112), (58, 78, 66)),
    Texture.JADE: ((186, 208, 176), (118, 150, 112)),
    Texture.GLASS: ((160, 200, 214), (92, 138, 160)),
    Texture.GOLD: ((214, 180, 92), (150, 116, 40)),
    Texture.SILVER: ((200, 202, 206), (132, 136, 142)),
    Texture.LACQUER: ((140, 40, 36), (52, 22, 20)),
    Texture.WOOD: ((158, 112, 72), (96, 64, 40)),
    Texture.BONE: ((236, 226, 204), (176, 158, 124)),
    Texture.PAPER: ((238, 230, 210), (96, 90, 80)),
    Texture.SILK: ((214, 200, 168), (110, 84, 60)),
}
PLAIN = ((168, 168, 164), (104, 104, 100))

# Half widths from lip to foot, as parts of the greatest half width.
PROFILES: tuple[tuple[float, ...], ...] = (
    (0.38, 0.30, 0.28, 0.52, 0.86, 1.00, 0.94, 0.78, 0.60, 0.50, 0.52),  # vase
    (0.22, 0.20, 0.20, 0.22, 0.40, 0.78, 1.00, 0.98, 0.80, 0.52, 0.54),  # bottle
    (0.62, 0.58, 0.84, 1.00, 0.98, 0.90, 0.80, 0.70, 0.62, 0.58, 0.60),  # jar
    (1.00, 0.98, 0.94, 0.88, 0.80, 0.70, 0.58, 0.46, 0.36, 0.34, 0.38),  # bowl
    (0.94, 0.80, 0.66, 0.58, 0.56, 0.62, 0.78, 0.92, 0.80, 0.66, 0.84),  # beaker
    (0.44, 0.40, 0.64, 0.44, 0.42, 0.74, 1.00, 0.96, 0.76, 0.56, 0.60),  # double gourd
)


def draw(obj: RelicObject) -> bytes:
    """The stand-in of `obj` as an uncompressed picture file, ready for `develop`."""
    digest = hashlib.sha256(f"{obj.pk}|{obj.number}|{obj.name}".encode()).digest()
    chance = iter(digest)
    light, dark = COLOURS.get(obj.texture, PLAIN)
    shade = next(chance) % 24 - 12
    light = (light[0] + shade // 2, light[1] + shade // 3, light[2] - shade // 2)
    picture = Image.new("RGB", (WIDTH, HEIGHT), (243, 243, 240))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((110, 478, 370, 508), fill=(222, 222, 216))
    if obj.texture in (Texture.PAPER, Texture.SILK):
        _scroll(pen, chance, light, dark)
    else:
        picture.paste(_vessel(chance, light, dark), mask=_silhouette(digest))
    _write(picture, obj.number)
    out = io.BytesIO()
    picture.save(out, "BMP")
    return out.getvalue()


def _silhouette(digest: bytes) -> Image.Image:
    """The outline of a vessel, drawn twice as large and brought down so that edges are smooth."""
    sway = iter(digest[4:])
    profile = [
        part * (1 + (next(sway) % 21 - 10) / 130) for part in PROFILES[digest[1] % len(PROFILES)]
    ]
    outline = list(_smooth(profile))
    half = 190 + digest[2] % 130
    top, foot = 190 + digest[3] % 130, 984
    step = (foot - top) / (len(outline) - 1)
    right = [(WIDTH + half * part, top + step * index) for index, part in enumerate(outline)]
    left = [(2 * WIDTH - x, y) for x, y in reversed(right)]
    mask = Image.new("L", (2 * WIDTH, 2 * HEIGHT), 0)
    ImageDraw.Draw(mask).polygon(right + left, fill=255)
    return mask.reduce(2)


def _smooth(profile: list[float], between: int = 5) -> Iterator[float]:
    """The profile with points between its points, on a curve through all of them."""
    ends = [profile[0], *profile, profile[-1]]
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for part in range(between):
            t = part / between
            bend = (2 * before - 5 * start + 4 * end - after) * t
            turn = (3 * start - before - 3 * end + after) * t * t
            yield start + t * (end - before + bend + turn) / 2
    yield profile[-1]


def _vessel(chance: Iterator[int], light: Colour, dark: Colour) -> Image.Image:
    """The skin of a vessel: a glaze with light from the left, and bands of ornament."""
    skin = Image.new("RGB", (WIDTH, HEIGHT), light)
    skin.paste(dark, mask=_falling_light())
    pen = ImageDraw.Draw(skin)
    for _band in range(2 + next(chance) % 3):
        y = 190 + next(chance)
        pen.rectangle((0, y, WIDTH, y + 2 + next(chance) % 8), fill=dark)
    y, radius, gap = 250 + next(chance) % 140, 6 + next(chance) % 12, 34 + next(chance) % 20
    for x in range(next(chance) % gap, WIDTH, gap):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=dark, width=3)
    return skin


@lru_cache(maxsize=1)
def _falling_light() -> Image.Image:
    row = bytes(min(150, abs(x - 200) * 150 // 240) for x in range(WIDTH))
    return Image.frombytes("L", (WIDTH, 1), row).resize((WIDTH, HEIGHT))


def _scroll(pen: ImageDraw.ImageDraw, chance: Iterator[int], light: Colour, dark: Colour) -> None:
    """A hanging scroll or leaf, with hills that no painter painted."""
    half = 80 + next(chance) % 70
    left, right = WIDTH // 2 - half, WIDTH // 2 + half
    pen.rectangle((left - 14, 92, right + 14, 492), fill=dark)
    pen.rectangle((left, 122, right, 462), fill=light)
    for ridge in range(3):
        foot = 300 + ridge * 60
        points: list[tuple[int, int]] = [(left, 462)]
        points += [(x, foot - next(chance) % 90) for x in range(left, right + 1, max(half // 3, 1))]
        points += [(right, 462)]
        grey = 196 - ridge * 30
        pen.polygon(points, fill=(grey, grey, grey - 8))


def _write(picture: Image.Image, number: str) -> None:
    """Mark the drawing for what it is, above, below and across, and name the object."""
    picture.paste((150, 30, 30), mask=_marks())
    pen = ImageDraw.Draw(picture)
    label = number if len(number) <= 30 else number[:29] + "…"
    pen.text((WIDTH / 2, 528), label, font=_font(22), fill=(60, 60, 60), anchor="mm")


@lru_cache(maxsize=1)
def _marks() -> Image.Image:
    """The words of the mark as a mask: they are the same on every stand-in."""
    mask = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(mask)
    pen.text((WIDTH / 2, 40), MARK, font=_font(34), fill=255, anchor="mm")
    pen.text((WIDTH / 2, 568), BELOW, font=_font(16), fill=255, anchor="mm")
    across = Image.new("L", (WIDTH, 90), 0)
    ImageDraw.Draw(across).text((WIDTH / 2, 45), MARK, font=_font(44), fill=110, anchor="mm")
    turned = across.rotate(38, expand=True, resample=Image.Resampling.BICUBIC)
    mask.paste(turned, ((WIDTH - turned.width) // 2, (HEIGHT - turned.height) // 2), turned)
    return mask


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(sans_path()), size)
