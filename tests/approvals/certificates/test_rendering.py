"""The same snapshot gives the same paper; nothing from outside gets in."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from approvals.certificates.pages import LayoutFailed, lay_out
from approvals.certificates.render import _moment, render
from approvals.certificates.snapshot import SnapshotRefused, canonical, digest, prepare_snapshot

from .papers import page_words, words

AGAIN = """
import django; django.setup()
from tests.approvals.certificates.papers import PERMIT, permit_content
from approvals.certificates.render import render
from approvals.certificates.snapshot import digest, prepare_snapshot
content, photos = permit_content(2)
print(digest(render(PERMIT, prepare_snapshot(PERMIT, content), photos)))
"""


def test_the_same_snapshot_gives_the_same_bytes_in_another_process(unsigned):
    environment = {**os.environ, "PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "config.settings"}
    again = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", AGAIN],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=Path(__file__).parents[3],
    )
    assert again.stdout.strip() == digest(unsigned)


def test_the_attached_data_are_exactly_the_frozen_bytes(unsigned, permit_kind, permit):
    with pikepdf.open(BytesIO(unsigned)) as pdf:
        attached = pdf.attachments["certificate.json"]
        assert attached.get_file().read_bytes() == canonical(
            prepare_snapshot(permit_kind, permit(2)[0])
        )
        assert [str(item.AFRelationship) for item in pdf.Root.AF] == ["/Source"]


def test_the_paper_is_a_tagged_archive_file_without_object_streams(unsigned):
    with pikepdf.open(BytesIO(unsigned)) as pdf:
        metadata = pdf.open_metadata()
        assert metadata.pdfa_status == "3A"
        assert bool(pdf.Root.MarkInfo.Marked) is True
    assert b"/ObjStm" not in unsigned


def test_rare_characters_are_found_in_the_text(unsigned):
    text = words(unsigned)
    assert ("青铜斝" in text, "青铜觚" in text) == (True, True)


def test_a_demo_paper_is_marked_on_every_page(unsigned):
    with pikepdf.open(BytesIO(unsigned)) as pdf:
        marked = ["SPECIMEN" in page_words(page) for page in pdf.pages]
    assert marked == [True] * len(marked)


def test_a_paper_that_is_not_a_demo_bears_no_mark(permit_kind, permit):
    content, photos = permit(1, demo=False)
    assert "SPECIMEN" not in words(
        render(permit_kind, prepare_snapshot(permit_kind, content), photos)
    )


def test_without_a_number_the_page_says_that_it_is_an_extract(permit_kind, permit):
    content, photos = permit(1, number=None)
    text = words(render(permit_kind, prepare_snapshot(permit_kind, content), photos))
    assert ("数据摘录" in text, "准予自下列口岸" in text) == (True, False)


def test_no_validity_is_printed_unless_one_is_recorded(permit_kind, permit):
    def printed(**changed):
        content, photos = permit(1, **changed)
        return "有效期至" in words(
            render(permit_kind, prepare_snapshot(permit_kind, content), photos)
        )

    assert (printed(), printed(valid_until="2027-05-31")) == (False, True)


def test_markup_in_a_name_is_only_text(permit_kind, permit):
    content, photos = permit(1, destination="<b>&amp;<img src='file:///etc/hostname'/>")
    text = words(render(permit_kind, prepare_snapshot(permit_kind, content), photos))
    assert "<b>&amp;<img" in text


def test_a_missing_photograph_stops_the_issue(permit_kind, permit):
    content, _ = permit(1)
    with pytest.raises(SnapshotRefused) as refused:
        render(permit_kind, prepare_snapshot(permit_kind, content), {})
    assert refused.value.refusal.code == "photo_missing"


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://relics.example/x.png", "mem:other"]
)
def test_a_page_can_fetch_nothing_from_outside(address):
    page = f"<html><body><img src='{address}' alt='x'/></body></html>"
    with pytest.raises(LayoutFailed):
        lay_out(
            page,
            images={},
            attachment=b"{}",
            attachment_name="a",
            moment=_moment({"issued": "2026-11-25"}),
        )


def test_a_glyph_that_is_missing_at_the_last_moment_stops_the_issue():
    page = "<html><body><p>𠀀</p></body></html>"
    with pytest.raises(LayoutFailed, match=r"\.notdef"):
        lay_out(
            page,
            images={},
            attachment=b"{}",
            attachment_name="a",
            moment=_moment({"issued": "2026-11-25"}),
        )


def test_every_font_travels_inside_the_paper_and_no_image_is_smoothed(unsigned):
    with pikepdf.open(BytesIO(unsigned)) as pdf:
        fonts = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/FontName" in item
        ]
        images = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]
        assert [("/FontFile3" in font) for font in fonts] == [True] * 2
        assert [bool(image.get("/Interpolate", False)) for image in images] == [False] * 3
