"""Photographs in a ZIP, matched to objects by the numbers in their names."""

import re
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, require
from relics.register.models import Photo, RelicObject
from relics.register.rules import may_keep_records

from .adding import Sent, keep_plate
from .developing import MOST_BYTES, develop, refuse

MOST_ENTRIES = 12_000
MOST_BYTES_TOGETHER = 2 * 2**30
ENDINGS = (".jpg", ".jpeg", ".png", ".bmp", ".webp")
UTF8_NAME = 0x800

VIEW_WORDS = {
    "front": Photo.View.FRONT,
    "正面": Photo.View.FRONT,
    "back": Photo.View.BACK,
    "背面": Photo.View.BACK,
    "left": Photo.View.LEFT,
    "左侧": Photo.View.LEFT,
    "right": Photo.View.RIGHT,
    "右侧": Photo.View.RIGHT,
    "top": Photo.View.TOP,
    "顶部": Photo.View.TOP,
    "bottom": Photo.View.BOTTOM,
    "底部": Photo.View.BOTTOM,
    "mark": Photo.View.MARK,
    "款识": Photo.View.MARK,
    "detail": Photo.View.DETAIL,
    "局部": Photo.View.DETAIL,
}
_TAIL = re.compile(rf"^(.+)-(\d{{1,2}}|{'|'.join(VIEW_WORDS)})$")


Pictures = list[tuple[str, zipfile.ZipInfo]]


@dataclass
class ZipReport:
    """What became of each picture.

    `matched`: (name, object number); `unmatched`: names that no number fits, or that fit two;
    `refused`: (name, sentence).
    """

    matched: list[tuple[str, str]] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class _Found:
    key: str
    order: int
    view: str
    name: str


def add_photos_from_zip(owner_objects: Iterable[RelicObject], file: Sent, *, by: User) -> ZipReport:
    """Add every picture of the archive to the object whose number its name carries.

    `42.245.jpg`, `42.245_2.jpg`, `42-245 (2).png`, `42.245_正面.jpg` and `42.245/3.jpg` all fit
    object 42.245. The objects belong to owners whose agent `by` is. A picture that is refused
    does not stop the others. Raises NotAcceptable (`zip_...`) for the archive as a whole.
    """
    objects = list(owner_objects)
    for owner in {obj.owner_id: obj.owner for obj in objects}.values():
        require(may_keep_records(by, owner), error=NotAllowed)
    numbers = _by_key(objects)
    report = ZipReport()
    try:
        with zipfile.ZipFile(file) as archive:
            found = _matches(_pictures(archive), numbers, report)
            for match, entry in found:
                obj = numbers[match.key][0]
                try:
                    _take(archive, entry, match, obj, by=by)
                except (NotAcceptable, Conflict) as refused:
                    report.refused.append((match.name, str(refused)))
                else:
                    report.matched.append((match.name, obj.number))
    except (zipfile.BadZipFile, NotImplementedError):
        raise refuse("zip_unreadable", _("这不是 ZIP 压缩包，或压缩包已损坏。"), "") from None
    return report


def _matches(
    pictures: Pictures, numbers: dict[str, list[RelicObject]], report: ZipReport
) -> list[tuple[_Found, zipfile.ZipInfo]]:
    """The pictures that have an object, in the order they go to it; the others are reported."""
    found = []
    for name, entry in pictures:
        match = _match(name, numbers)
        if match is None:
            report.unmatched.append(name)
        else:
            found.append((match, entry))
    return sorted(found, key=lambda pair: pair[0])


def _take(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, match: _Found, obj: RelicObject, *, by: User
) -> None:
    plate = develop(_read(archive, entry))
    keep_plate(obj, plate, by=by, view=match.view, original_name=match.name)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One entry, never more of it than a photograph may have, whatever its header says."""
    try:
        with archive.open(entry) as stream:
            return stream.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        raise refuse("photo_damaged", _("压缩包中的这一张已损坏或加了密码。")) from None


def _pictures(archive: zipfile.ZipFile) -> Pictures:
    """The entries that mean to be pictures, with readable names; refuses a bomb by its index."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_ENTRIES:
        raise refuse("zip_too_many", _("压缩包内文件过多，请分几次上传。"), "")
    named = [(_readable(entry), entry) for entry in entries]
    pictures = [(name, entry) for name, entry in named if _is_picture(name)]
    if sum(min(entry.file_size, MOST_BYTES) for _name, entry in pictures) > MOST_BYTES_TOGETHER:
        raise refuse("zip_too_large", _("压缩包解开后过大，请分几次上传。"), "")
    return pictures


def _is_picture(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.name.startswith(".") and "__MACOSX" not in path.parts


def _readable(entry: zipfile.ZipInfo) -> str:
    """The entry's name; Chinese Windows writes it in GBK without saying so."""
    if entry.flag_bits & UTF8_NAME:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def number_key(number: str) -> str:
    """A number as compared: half-width, no case, every run of other signs one hyphen."""
    plain = unicodedata.normalize("NFKC", number).casefold()
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def _by_key(objects: Iterable[RelicObject]) -> dict[str, list[RelicObject]]:
    found: dict[str, list[RelicObject]] = defaultdict(list)
    for obj in objects:
        found[number_key(obj.number)].append(obj)
    return found


def _match(name: str, numbers: dict[str, list[RelicObject]]) -> _Found | None:
    """The object a picture belongs to: by its own name, else by its folder's."""
    path = PurePosixPath(name)
    stem = path.stem if path.suffix.casefold() in ENDINGS else path.name
    for key, order, view in _readings(stem):
        if len(numbers.get(key, ())) == 1:
            return _Found(key, order, view, name)
    folder = number_key(path.parent.name)
    if len(numbers.get(folder, ())) == 1:
        _key, order, view = list(_readings(f"{folder}-{stem}"))[-1]
        return _Found(folder, order, view, name)
    return None


def _readings(stem: str) -> Iterator[tuple[str, int, str]]:
    """(number key, order among the object's pictures, view), the whole stem first."""
    key = number_key(stem)
    yield key, 0, Photo.View.OVERALL
    if tail := _TAIL.match(key):
        word = tail[2]
        if word.isdecimal():
            yield tail[1], int(word), Photo.View.OVERALL
        else:
            yield tail[1], 50, VIEW_WORDS[word]
