"""Papers that people hand in beside photographs: a PDF that opens, or a picture of the paper."""

import hashlib
import io
from dataclasses import dataclass
from typing import IO

import pikepdf
from django.utils.translation import gettext_lazy as _

from approvals.record.refusals import NotAcceptable, Refusal

from .photographs.developing import develop

MOST_BYTES = 10 * 2**20
HEADER = b"%PDF-"
PDF, JPEG = "application/pdf", "image/jpeg"


@dataclass(frozen=True)
class Document:
    """A paper as it is kept. A picture is re-encoded; of a PDF every byte is kept (R-DATA-10)."""

    content: bytes
    media_type: str
    sha256: str

    @property
    def suffix(self) -> str:
        return ".pdf" if self.media_type == PDF else ".jpg"


def read_document(file: IO[bytes], *, rule: str) -> Document:
    """Read an upload. Raises NotAcceptable (`document_unreadable`), citing `rule`."""
    raw = file.read(MOST_BYTES + 1)
    if not raw.startswith(HEADER):
        content = develop(raw).main
        return Document(content, JPEG, hashlib.sha256(content).hexdigest())
    if len(raw) > MOST_BYTES or not opens_as_pdf(raw):
        raise NotAcceptable(
            Refusal(
                "document_unreadable",
                _("这份 PDF 无法打开、加了密码或超过 10 MB。"),
                rule,
                _("请上传可以打开的 PDF，或文件的照片。"),
            )
        )
    return Document(raw, PDF, hashlib.sha256(raw).hexdigest())


def opens_as_pdf(raw: bytes) -> bool:
    """Whether these bytes are a PDF that opens without a password and has a page."""
    if not raw.startswith(HEADER):
        return False
    try:
        with pikepdf.open(io.BytesIO(raw)) as opened:
            return len(opened.pages) > 0
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return False
