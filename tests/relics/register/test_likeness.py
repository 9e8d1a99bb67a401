"""Fingerprints of photographs: near for the same picture, far for another (R-TEMP-06)."""

import io
from itertools import combinations

import pytest
from PIL import Image, ImageDraw, ImageEnhance

from approvals.record.refusals import NotAcceptable
from relics.register.photographs import FARTHEST, develop, distance, fingerprint

NEAR = 32


def vessel(waist: int, spots: int, glaze: str = "steelblue") -> Image.Image:
    """An invented vessel on a grey ground: its waist and its spots make it another one."""
    picture = Image.new("RGB", (600, 800), (240, 240, 236))
    pen = ImageDraw.Draw(picture)
    right = [(340, 120), (300 + waist, 300), (480, 520), (380, 720)]
    pen.polygon(right + [(600 - x, y) for x, y in reversed(right)], fill=glaze)
    for spot in range(spots):
        x, y = 220 + spot * 97 % 160, 260 + spot * 131 % 400
        pen.ellipse((x - 34, y - 34, x + 34, y + 34), fill=(30 + spot * 23 % 200, 60, 90))
    return picture


def encoded(picture: Image.Image, kind: str = "PNG", **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


ORIGINAL = vessel(80, 5)
CHANGES = {
    "smaller": encoded(ORIGINAL.resize((210, 280))),
    "recompressed": encoded(ORIGINAL, "JPEG", quality=25),
    "darker": encoded(ImageEnhance.Brightness(ORIGINAL).enhance(0.6)),
    "lighter": encoded(ImageEnhance.Brightness(ORIGINAL).enhance(1.15)),
    "in another format": encoded(ORIGINAL, "WEBP", quality=70),
    "grey": encoded(ORIGINAL.convert("L")),
    "developed": develop(encoded(ORIGINAL)).main,
}


def test_a_picture_is_at_no_distance_from_itself():
    mark = fingerprint(encoded(ORIGINAL))
    assert (len(mark), distance(mark, mark)) == (64, 0)


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_picture_stays_near_when_it_is_only(change):
    assert distance(fingerprint(encoded(ORIGINAL)), fingerprint(CHANGES[change])) <= NEAR


def test_pictures_of_different_objects_are_never_near_each_other():
    pictures = [vessel(20, 2), vessel(80, 5), vessel(180, 9), vessel(60, 14), vessel(150, 0)]
    marks = [fingerprint(encoded(picture)) for picture in pictures]
    assert [pair for pair in combinations(marks, 2) if distance(*pair) <= NEAR] == []


def test_the_distance_is_the_same_both_ways_and_never_beyond_the_farthest():
    one, other = "0" * 64, "f" * 64
    assert (distance(one, other), distance(other, one)) == (FARTHEST, FARTHEST)


def test_a_file_gives_the_same_fingerprint_as_its_bytes(tmp_path):
    path = tmp_path / "one.png"
    path.write_bytes(encoded(ORIGINAL))
    assert fingerprint(path) == fingerprint(encoded(ORIGINAL))


@pytest.mark.parametrize("raw", [b"", b"GIF89a nothing", encoded(ORIGINAL, "JPEG")[:400]])
def test_what_is_no_picture_is_refused(raw):
    with pytest.raises(NotAcceptable) as refused:
        fingerprint(raw)
    assert refused.value.refusal.code == "photo_not_an_image"


def test_a_text_that_is_no_fingerprint_has_no_distance():
    with pytest.raises(ValueError, match="not a fingerprint"):
        distance("00", "0" * 64)
