"""The seam to WeasyPrint: well-formed XHTML in, PDF/A-3a out. Nothing is fetched from outside."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import cssselect2
import pydyf
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext
from PIL import ImageFile

from approvals.certificates import libraries
from approvals.record.refusals import NotAcceptable, Refusal

libraries.preload()  # before WeasyPrint looks for Pango

from weasyprint import CSS, HTML, Attachment  # noqa: E402
from weasyprint.logger import LOGGER  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

# Importing WeasyPrint makes Pillow take half a picture for a whole one, in the whole process.
ImageFile.LOAD_TRUNCATED_IMAGES = False

STYLESHEET = Path(__file__).with_name("paper.css")
VARIANT = "pdf/a-3a"
ONE_AT_A_TIME = Lock()  # the page engine and its log are shared by the whole process


class LayoutFailed(NotAcceptable):
    """The page engine complained; the paper would not be what the snapshot says."""

    def __init__(self, complaint: str) -> None:
        sentence = gettext("证照排版未通过：%(complaint)s") % {"complaint": complaint}
        super().__init__(Refusal("layout_failed", sentence, "R-EXIT-08"))


class MemoryFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the images handed to it and nothing else: no file, no network."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        # The parent's constructor is left out on purpose: it builds a TLS context each time.
        self.images = images
        self._fail_on_errors = False  # it complains instead, and a complaint stops the issue

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
        return URLFetcherResponse(url, self.images[url])


class WellFormed(HTML):  # type: ignore[misc]
    """A document from XHTML of our own templates, without the slow HTML5 parser."""

    def __init__(self, xhtml: str, fetcher: URLFetcher) -> None:
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
            fromstring(xhtml), content_language=None
        )
        self.etree_element = self.wrapper_element.etree_element


class Complaints(logging.Handler):
    """Collects the warnings of the page engine: a missing glyph is only a warning to it.

    That an older machine has no HarfBuzz-Subset is slower, and changes nothing on the page.
    """

    HARMLESS = "Using fontTools instead of HarfBuzz-Subset"

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not message.startswith(self.HARMLESS):
            self.heard.append(message)


@contextmanager
def no_complaints() -> Iterator[None]:
    """Turn any warning of the page engine inside the block into `LayoutFailed`."""
    handler = Complaints()
    LOGGER.addHandler(handler)
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)
    if handler.heard:
        raise LayoutFailed(handler.heard[0])


@cache
def font_configuration() -> FontConfiguration:
    """One a process, shared by all papers; not for use by several threads at once."""
    return FontConfiguration()


@cache
def stylesheet() -> CSS:
    """The style of all papers, parsed once a process."""
    return CSS(
        string=STYLESHEET.read_text(encoding="utf-8"),
        font_config=font_configuration(),
        url_fetcher=MemoryFetcher({}),
    )


def lay_out(
    xhtml: str,
    *,
    images: Mapping[str, bytes],
    attachment: bytes,
    attachment_name: str,
    moment: datetime,
) -> bytes:
    """Lay the XHTML out and return the PDF with one attachment, dated `moment` (UTC)."""
    fetcher = MemoryFetcher(images)
    source = Attachment(
        string=attachment,
        name=attachment_name,
        description="RFC 8785",
        url_fetcher=fetcher,
        created=moment,
        modified=moment,
        relationship="Source",
    )
    with ONE_AT_A_TIME, no_complaints():
        pdf = WellFormed(xhtml, fetcher).write_pdf(
            finisher=finish,
            font_config=font_configuration(),
            stylesheets=[stylesheet()],
            attachments=[source],
            pdf_variant=VARIANT,
            cache={},
        )
    assert isinstance(pdf, bytes)
    return pdf


def finish(_document: object, pdf: Any) -> None:
    """List each attachment once, and write the objects plainly.

    One big object stream would make every verification read all of it again and again.
    """
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    plain = pydyf.PDF.write

    def write(output: object, version: object, identifier: object, _compress: object) -> None:
        plain(pdf, output, version, identifier, compress=False)

    pdf.write = write
