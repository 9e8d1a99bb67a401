"""The seal 电子签章: PAdES baseline B-B, certified so that nothing may change afterwards."""

from io import BytesIO
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy
from pyhanko.keys import load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from approvals.certificates.keys import ORGANISATION, KeyFolder
from approvals.record.refusals import Refusal, Refused, Sentence

FIELD = "Seal"


class NoSigner(Refused):
    """No usable signing key is configured: nothing is issued, and this is the reason."""

    status = 503

    def __init__(self, detail: Sentence = "") -> None:
        sentence = gettext_lazy("未配置签章密钥，不能签发证照。")
        super().__init__(Refusal("no_signer", sentence, "R-GEN-17", detail))


class Seal(Protocol):
    """Whatever can seal a paper: a key file now, a token or a licensed service behind the same."""

    @property
    def name(self) -> str:
        """Whose seal it is, for the trail."""

    def apply(self, pdf: bytes) -> bytes:
        """Return the sealed paper; raises `NoSigner` when the key cannot be used."""


class PadesSeal:
    """A seal by a key file, PAdES B-B, DocMDP: no changes."""

    def __init__(self, key: Path, chain: Path, passphrase: bytes | None = None) -> None:
        """`chain` is PEM: the signer's certificate first, then those above it."""
        if not (key.is_file() and chain.is_file()):
            raise NoSigner
        try:
            private = load_private_key_from_pemder(str(key), passphrase)
            signing, *above = load_certs_from_pemder([str(chain)])
        except (ValueError, TypeError, OSError) as error:
            raise NoSigner(gettext_lazy("密钥、口令或证书无法读取。")) from error
        registry = SimpleCertificateStore()
        registry.register_multiple(above)
        self._signer = SimpleSigner(signing, private, registry, embed_roots=False)

    @property
    def name(self) -> str:
        return str(self._signer.subject_name)

    @property
    def is_demo(self) -> bool:
        """Whether the key is one that a demonstration or a trial has made for itself."""
        subject: dict[str, object] = self._signer.signing_cert.subject.native
        return subject.get("organization_name") == ORGANISATION

    def apply(self, pdf: bytes) -> bytes:
        """Seal the unsigned paper; one certifying signature over the whole file."""
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=self.name,
        )
        sealed: BytesIO = sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)), metadata, self._signer, output=BytesIO()
        )
        return sealed.getvalue()


def configured_seal(folder: KeyFolder | None = None) -> Seal:
    """The seal of this installation (`var/keys`); raises `NoSigner` where there is none.

    A demo's key that was left in the folder seals nothing outside a demonstration.
    """
    keys = folder or KeyFolder(settings.VAR / "keys")
    seal = PadesSeal(keys.seal_key, keys.seal_chain, _passphrase())
    if folder is None and not settings.DEMO and seal.is_demo:
        raise NoSigner(gettext_lazy("这是演示密钥，只能用于演示环境。"))
    return seal


def _passphrase() -> bytes | None:
    """The passphrase of the key file, where the installation has set one."""
    text: str = getattr(settings, "SEAL_PASSPHRASE", "")
    return text.encode() or None
