"""A ZIP of photographs finds its objects by number, and cannot harm."""

import io
import zipfile
from collections.abc import Iterable

import pytest

from approvals.parties.models import Party, Role, User
from approvals.record.refusals import NotAcceptable, NotAllowed
from relics.register.models import Photo, RelicObject
from relics.register.photographs import add_photos_from_zip, archive
from tests.factories import make_member
from tests.registering import make_object, picture


def zipped(entries: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries:
            package.writestr(name, content)
    out.seek(0)
    return out


def shot(shade: int) -> bytes:
    return picture(colour=(shade * 40 % 256, 10, 10)).getvalue()


@pytest.fixture
def cup(owner: Party, agent: User) -> RelicObject:
    return make_object(owner, agent, number="42.245")


@pytest.mark.parametrize(
    "name",
    [
        "42.245.jpg",
        "42.245_2.jpg",
        "42-245 (2).png",
        "42.245（2）.JPG",
        "42.245_正面.jpg",
        "42_245-back.jpeg",
        "4２.2４5.jpg",
        "第一批/42.245-1.jpg",
        "42.245/IMG_0001.jpg",
        "42.245/正面.jpg",
        "42.245",
    ],
)
def test_a_picture_finds_its_object_by_the_number_in_its_name(
    cup: RelicObject, agent: User, name: str
) -> None:
    report = add_photos_from_zip([cup], zipped([(name, shot(1))]), by=agent)
    assert (report.matched, report.unmatched, report.refused) == ([(name, "42.245")], [], [])
    assert Photo.objects.get().object == cup


def test_a_longer_number_is_not_taken_for_a_second_picture(
    owner: Party, agent: User, cup: RelicObject
) -> None:
    part = make_object(owner, agent, number="42.245.2")
    report = add_photos_from_zip(
        [cup, part], zipped([("42.245.2.jpg", shot(1)), ("42.245_3.jpg", shot(2))]), by=agent
    )
    assert report.matched == [("42.245_3.jpg", "42.245"), ("42.245.2.jpg", "42.245.2")]


def test_pictures_go_to_their_object_in_the_order_of_their_numbers(
    cup: RelicObject, agent: User
) -> None:
    names = ["42.245_10.jpg", "42.245_2.jpg", "42.245.jpg", "42.245_款识.jpg"]
    entries = [(name, shot(shade)) for shade, name in enumerate(names)]
    add_photos_from_zip([cup], zipped(entries), by=agent)
    photos = cup.photos.order_by("position")
    assert [photo.original_name for photo in photos] == [names[2], names[1], names[0], names[3]]
    assert photos[3].view == Photo.View.MARK


def test_the_report_names_what_fits_nothing_and_what_was_refused(
    cup: RelicObject, agent: User
) -> None:
    entries = [
        ("42.245.jpg", shot(1)),
        ("42.246.jpg", shot(2)),
        ("42.245_2.jpg", b"no picture"),
        ("42.245_3.jpg", shot(1)),
        ("说明.txt", b"text"),
        ("__MACOSX/._42.245.jpg", b"x"),
        (".DS_Store", b"x"),
    ]
    report = add_photos_from_zip([cup], zipped(entries), by=agent)
    assert report.matched == [("42.245.jpg", "42.245")]
    assert report.unmatched == ["42.246.jpg", "说明.txt"]
    assert [name for name, _reason in report.refused] == ["42.245_2.jpg", "42.245_3.jpg"]
    assert report.refused[1][1] == "这张照片已经上传过。"


def test_two_objects_that_one_name_fits_are_left_for_a_person(owner: Party, agent: User) -> None:
    twins = [make_object(owner, agent, number=number) for number in ("42.245", "42-245")]
    report = add_photos_from_zip(twins, zipped([("42.245.jpg", shot(1))]), by=agent)
    assert (report.matched, report.unmatched) == ([], ["42.245.jpg"])


def test_a_name_that_chinese_windows_wrote_in_gbk_is_read(owner: Party, agent: User) -> None:
    vase = make_object(owner, agent, number="甲-2")
    package = zipped([("XXXX.jpg", shot(1))]).getvalue()
    raw = "甲-2".encode("gbk")
    package = package.replace(b"XXXX", raw)
    report = add_photos_from_zip([vase], io.BytesIO(package), by=agent)
    assert report.matched == [("甲-2.jpg", "甲-2")]


def test_an_entry_that_unpacks_to_too_much_is_refused_and_not_read_further(
    cup: RelicObject, agent: User
) -> None:
    report = add_photos_from_zip([cup], zipped([("42.245.jpg", b"\0" * (40 * 2**20))]), by=agent)
    assert report.refused == [("42.245.jpg", "照片超过 10 MB。")]


def test_an_archive_of_too_many_files_is_refused_whole(
    cup: RelicObject, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_ENTRIES", 2)
    entries = [(f"42.245_{place}.jpg", shot(place)) for place in range(3)]
    with pytest.raises(NotAcceptable) as refused:
        add_photos_from_zip([cup], zipped(entries), by=agent)
    assert refused.value.refusal.code == "zip_too_many"
    assert Photo.objects.count() == 0


def test_an_archive_that_unpacks_to_too_much_is_refused_whole(
    cup: RelicObject, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES_TOGETHER", 1_000)
    with pytest.raises(NotAcceptable) as refused:
        add_photos_from_zip([cup], zipped([("42.245.jpg", shot(1))]), by=agent)
    assert refused.value.refusal.code == "zip_too_large"


def test_what_is_no_archive_is_refused(cup: RelicObject, agent: User) -> None:
    with pytest.raises(NotAcceptable) as refused:
        add_photos_from_zip([cup], io.BytesIO(b"no archive"), by=agent)
    assert refused.value.refusal.code == "zip_unreadable"


def test_nobody_adds_photographs_to_the_objects_of_others(owner: Party, cup: RelicObject) -> None:
    with pytest.raises(NotAllowed):
        add_photos_from_zip([cup], zipped([]), by=make_member(owner, Role.VIEWER))
