"""A photograph is what its pixels are: checked, upright, without a trace of the camera."""

import hashlib
import io
import struct
import zlib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from approvals.parties.models import Party, Role, User
from approvals.record.models import TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from relics.register.models import Photo, RelicObject
from relics.register.photographs import (
    add_photo,
    develop,
    draw_stand_in,
    draw_stand_ins,
    remove_photo,
)
from relics.register.photographs.developing import MOST_BYTES
from relics.register.queries import objects_of, without_photos
from relics.register.services import hold_objects
from tests.factories import make_member
from tests.registering import make_object, picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def code_of(raw: bytes) -> str:
    with pytest.raises(NotAcceptable) as refused:
        develop(raw)
    assert refused.value.refusal.rule == "§9.3"
    return refused.value.refusal.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP"])
def test_each_kind_of_picture_the_form_takes_becomes_a_jpeg(kind: str) -> None:
    plate = develop(picture((2400, 1200), kind=kind).getvalue())
    main, thumb = opened(plate.main), opened(plate.thumb)
    assert (main.format, main.mode, main.size) == ("JPEG", "RGB", (1600, 800))
    assert (thumb.format, thumb.mode, thumb.size) == ("JPEG", "RGB", (320, 160))
    assert (plate.width, plate.height) == (1600, 800)
    assert plate.sha256 == hashlib.sha256(plate.main).hexdigest()


def test_a_small_picture_is_not_blown_up() -> None:
    assert opened(develop(picture((400, 300)).getvalue()).main).size == (400, 300)


def test_nothing_of_the_camera_is_left_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[2] = (43.0, 53.0, 0.0)
    raw = picture((400, 300), exif=exif, comment=b"SECRETCOMMENT").getvalue()
    assert b"SECRETCAMERA" in raw
    plate = develop(raw + b"SECRETTAIL")
    for content in (plate.main, plate.thumb):
        assert dict(opened(content).getexif()) == {}
        assert b"SECRET" not in content
        assert b"Exif" not in content
    assert opened(plate.main).size == (300, 400)


def test_the_same_picture_gives_the_same_files() -> None:
    raw = picture((800, 600)).getvalue()
    assert develop(raw) == develop(raw)


@pytest.mark.parametrize(
    ("mode", "colour", "kind", "seen"),
    [
        ("RGBA", (255, 0, 0, 0), "PNG", (255, 255, 255)),
        ("RGBA", (255, 0, 0, 255), "PNG", (254, 0, 0)),
        ("L", 128, "PNG", (128, 128, 128)),
        ("P", 0, "PNG", (0, 0, 0)),
        ("1", 1, "BMP", (255, 255, 255)),
        ("I;16", 65535, "PNG", (255, 255, 255)),
        ("CMYK", (0, 0, 0, 0), "JPEG", (255, 255, 255)),
    ],
)
def test_every_colour_mode_becomes_plain_rgb_on_white(
    mode: str, colour: Any, kind: str, seen: tuple[int, int, int]
) -> None:
    main = opened(develop(picture(mode=mode, colour=colour, kind=kind).getvalue()).main)
    assert main.mode == "RGB"
    assert main.getpixel((50, 50)) == seen


def test_the_content_counts_and_not_the_name() -> None:
    assert code_of(b"%PDF-1.7 not a picture") == "photo_not_an_image"
    assert code_of(b"") == "photo_not_an_image"
    assert code_of(picture(kind="GIF", mode="L", colour=3).getvalue()) == "photo_not_an_image"
    assert code_of(picture(kind="TIFF").getvalue()) == "photo_not_an_image"


def test_a_picture_that_breaks_off_is_refused() -> None:
    import_module("approvals.certificates.pages")  # which loosens Pillow unless it is held
    noise = Image.effect_noise((600, 600), 90)
    out = io.BytesIO()
    noise.save(out, "JPEG")
    assert code_of(out.getvalue()[: len(out.getvalue()) // 2]) == "photo_damaged"


def test_more_than_ten_megabytes_is_refused() -> None:
    assert code_of(picture().getvalue() + b"\0" * MOST_BYTES) == "photo_too_large"


def test_a_picture_too_small_to_show_anything_is_refused() -> None:
    assert code_of(picture((99, 400)).getvalue()) == "photo_too_small"


@pytest.mark.parametrize("side", [60_000, 10_000, 6_000])
def test_a_bomb_is_refused_by_its_header_before_it_unpacks(side: int) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    assert code_of(bomb) == "photo_too_many_pixels"


def test_a_picture_of_pure_noise_still_keeps_within_two_megabytes() -> None:
    bands = [Image.effect_noise((1600, 1600), 120) for _ in range(3)]
    out = io.BytesIO()
    Image.merge("RGB", bands).save(out, "JPEG", quality=97)
    assert len(develop(out.getvalue()).main) <= 2 * 2**20


def test_a_large_photograph_keeps_its_transparency_white_when_scaled_down() -> None:
    raw = picture((3200, 1600), mode="RGBA", colour=(255, 0, 0, 0), kind="PNG").getvalue()
    main = opened(develop(raw).main)
    assert (main.size, main.getpixel((800, 400))) == ((1600, 800), (255, 255, 255))


def test_a_photograph_is_kept_with_its_thumbnail_and_written_in_the_trail(
    vase: RelicObject, agent: User, scratch_media: Path
) -> None:
    photo = add_photo(vase, picture(name="C:/相机/正面.jpg"), by=agent, view=Photo.View.FRONT)
    kept = Photo.objects.get(pk=photo.pk)
    main = (scratch_media / kept.image.name).read_bytes()
    assert hashlib.sha256(main).hexdigest() == kept.sha256
    assert opened((scratch_media / kept.thumb.name).read_bytes()).size == (320, 240)
    assert (kept.position, kept.view, kept.original_name) == (1, "front", "正面.jpg")
    assert (kept.width, kept.height, kept.is_stand_in) == (400, 300, False)
    assert TrailEntry.objects.get(verb="add_photo").after["sha256"] == kept.sha256


def test_six_photographs_and_no_seventh(vase: RelicObject, agent: User) -> None:
    for shade in range(6):
        add_photo(vase, picture(colour=(shade * 40, 0, 0)), by=agent)
    with pytest.raises(NotAcceptable) as refused:
        add_photo(vase, picture(colour=(250, 250, 0)), by=agent)
    assert refused.value.refusal.code == "photo_too_many"
    assert list(vase.photos.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_the_same_picture_is_not_taken_twice(vase: RelicObject, agent: User) -> None:
    add_photo(vase, picture(), by=agent)
    with pytest.raises(NotAcceptable) as refused:
        add_photo(vase, picture(), by=agent)
    assert refused.value.refusal.code == "photo_twice"


def test_a_removed_photograph_leaves_its_place_to_the_next(
    vase: RelicObject,
    agent: User,
    scratch_media: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    first = add_photo(vase, picture(), by=agent)
    add_photo(vase, picture(colour=(1, 2, 3)), by=agent)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(first, by=agent)
    assert not (scratch_media / first.image.name).exists()
    assert not (scratch_media / first.thumb.name).exists()
    assert add_photo(vase, picture(colour=(9, 9, 9)), by=agent).position == 1


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.AGENT])
def test_no_other_role_adds_draws_or_removes_a_photograph(
    owner: Party, agent: User, vase: RelicObject, role: str
) -> None:
    other = make_member(owner, role)
    photo = add_photo(vase, picture(), by=agent)
    bare = make_object(owner, agent, number="示例-2")
    for act in (
        lambda: add_photo(vase, picture(colour=(1, 1, 1)), by=other),
        lambda: draw_stand_in(bare, by=other),
        lambda: remove_photo(photo, by=other),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Photo.objects.get() == photo


def test_a_held_record_takes_no_photograph(vase: RelicObject, agent: User) -> None:
    hold_objects([vase])
    with pytest.raises(Conflict):
        add_photo(vase, picture(), by=agent)
    with pytest.raises(Conflict):
        draw_stand_in(vase, by=agent)


def test_each_object_gets_a_stand_in_of_its_own_and_always_the_same(
    owner: Party, agent: User
) -> None:
    textures = ("porcelain", "bronze", "paper", "silk", "other", "porcelain", "bronze", "jade")
    objects = [
        make_object(owner, agent, number=f"示例-{place}", texture=texture)
        for place, texture in enumerate(textures)
    ]
    photos = draw_stand_ins(objects, by=agent)
    assert len({photo.sha256 for photo in photos}) == len(objects)
    assert [photo.is_stand_in for photo in photos] == [True] * len(objects)
    assert list(without_photos(RelicObject.objects.all())) == []
    assert all(obj.has_stand_in for obj in objects_of(owner))
    photos[0].delete()
    assert draw_stand_in(objects[0], by=agent).sha256 == photos[0].sha256


def test_a_stand_in_is_marked_in_the_picture_itself(vase: RelicObject, agent: User) -> None:
    photo = draw_stand_in(vase, by=agent)
    drawn = Image.open(photo.image.path).convert("RGB")
    above = drawn.crop((0, 20, drawn.width, 60))
    colours = above.getcolors(above.width * above.height) or []
    red = sum(count for count, (r, g, b) in colours if r > 120 and g < 90 and b < 90)
    assert red > 300


def test_a_stand_in_never_stands_beside_a_photograph(vase: RelicObject, agent: User) -> None:
    add_photo(vase, picture(), by=agent)
    with pytest.raises(NotAcceptable) as refused:
        draw_stand_in(vase, by=agent)
    assert refused.value.refusal.code == "photo_already"
