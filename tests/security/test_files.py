"""Hostile files: what cannot be read is said to be unreadable, soon and in little memory."""

import io
import os
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from approvals.certificates.quarantine import verify_upload
from approvals.certificates.trust import TrustFolder
from approvals.certificates.verdicts import Answer
from approvals.record.refusals import NotAcceptable
from relics.register.models import Photo
from relics.register.photographs import add_photo, add_photos_from_zip
from tests import reviewing

ROOT = Path(__file__).resolve().parents[2]
MB = 2**20


def bomb():
    """A PDF of some kilobytes whose one stream unpacks to two gigabytes."""
    packer, piece = zlib.compressobj(9), bytes(8 * MB)
    packed = b"".join(packer.compress(piece) for _ in range(256)) + packer.flush()
    head = f"%PDF-1.7\n1 0 obj<</Type/ObjStm/N 9/First 9/Filter/FlateDecode/Length {len(packed)}>>"
    tail = b"\nendstream endobj\nstartxref\n9\n%%EOF"
    return head.encode() + b"stream\n" + packed + tail


HOSTILE = {
    "nothing": b"",
    "zeros": bytes(10 * MB),
    "junk behind a header": b"%PDF-1.7\n" + os.urandom(10 * MB),
    "many seals begun": b"%PDF-1.7\n" + b"/Contents <" * 400_000 + b"%%EOF",
    "a seal without end": b"%PDF-1.7\n/Contents <" + b"0" * (10 * MB) + b"%%EOF",
    "arrays in arrays": b"%PDF-1.7\n1 0 obj" + b"[" * MB + b"\nstartxref\n9\n%%EOF",
    "a table that names itself": b"%PDF-1.7\nxref\n0 1\ntrailer<</Prev 9/Size 1/Root 1 0 R>>\n"
    b"startxref\n9\n%%EOF",
    "a bomb": bomb(),
    "too large": b"%PDF-1.7\n" + bytes(17 * MB),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_unknown_before_half_a_minute_is_over(tmp_path, name):
    reviewing.make_demo_keys(tmp_path)
    begun = time.monotonic()
    verdict = verify_upload(HOSTILE[name], TrustFolder(tmp_path / "trust"))
    assert verdict.verdict == Answer.UNKNOWN
    assert time.monotonic() - begun < 30


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nothing", "zeros", "many seals begun", "too large"])
def test_the_public_page_takes_a_hostile_file_calmly(client, name):
    file = SimpleUploadedFile("<b>.pdf", HOSTILE[name], "application/pdf")
    answer = client.post("/verify/", {"file": file})
    assert (answer.status_code, answer.context["found"].verdict) == (200, Answer.UNKNOWN)


def verify(path, *more):
    command = [sys.executable, "-W", "ignore", "-m", "django", "verify", str(path), *more]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout, len(done.stderr.strip().splitlines())


def test_what_is_no_file_is_said_in_one_sentence(tmp_path):
    reviewing.make_demo_keys(tmp_path)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    trust = ("--trust", str(tmp_path / "trust"))
    for path in (tmp_path, tmp_path / "loop", tmp_path / "gone", tmp_path / "none", "/dev/zero"):
        assert verify(path, *trust) == (2, "", 1), path


def test_a_trust_folder_with_junk_in_it_is_said_in_one_sentence(tmp_path):
    (tmp_path / "trust" / "offices").mkdir(parents=True)
    (tmp_path / "trust" / "offices" / "x.pem").write_text("junk")
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    found = verify(tmp_path / "x.pdf", "--trust", str(tmp_path / "trust"))
    assert found == (2, "", 1)


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def picture(kind="JPEG", size=(400, 300), tail=b""):
    made = io.BytesIO()
    Image.new("RGB", size, "grey").save(made, kind)
    return made.getvalue() + tail


@pytest.mark.django_db
def test_of_a_picture_that_is_a_page_too_only_the_picture_is_kept(world):
    thing = world.new_object()
    sent = SimpleUploadedFile("../../x.html", picture(tail=b"<script>alert(1)</script>"))
    photo = add_photo(thing, sent, by=world.agent)
    assert b"<script>" not in photo.image.read()
    assert photo.original_name == "x.html"
    assert Path(photo.image.name).suffix == ".jpg"
    assert ".." not in photo.image.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * (10 * MB),
        os.urandom(MB),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a<script>alert(1)</script>",
        picture()[:300],
        picture("PNG", (1, 1)),
    ],
)
def test_what_is_no_photograph_is_refused(world, raw):
    thing = world.new_object()
    with pytest.raises(NotAcceptable):
        add_photo(thing, SimpleUploadedFile("x.jpg", raw), by=world.agent)


@pytest.mark.django_db
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(world):
    thing, begun = world.new_object(), time.monotonic()
    packed = bytearray(picture("PNG", (101, 101)))
    packed[16:24] = (60_000).to_bytes(4, "big") * 2
    packed[29:33] = zlib.crc32(bytes(packed[12:29])).to_bytes(4, "big")
    with pytest.raises(NotAcceptable) as refused:
        add_photo(thing, SimpleUploadedFile("x.png", bytes(packed)), by=world.agent)
    assert refused.value.refusal.code == "photo_too_many_pixels"
    assert time.monotonic() - begun < 5


@pytest.mark.django_db
def test_an_archive_leads_nowhere_and_unpacks_to_no_more_than_photographs(world):
    thing = world.new_object(number="示例-900")
    thing.photos.all().delete()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../etc/示例-900.jpg", picture())
        archive.writestr("/示例-900_2.jpg", bytes(64 * MB))
        archive.writestr("示例-900_3.jpg", b"PK\x03\x04" + os.urandom(100))
        archive.writestr("\u202e<b>.jpg", picture())
    packed.seek(0)
    report = add_photos_from_zip([thing], packed, by=world.agent)
    assert [number for _name, number in report.matched] == ["示例-900"]
    assert len(report.refused) == 2
    kept = Photo.objects.get(object=thing)
    assert ".." not in kept.image.name
