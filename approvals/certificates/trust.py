"""The trust folder: whose seals and whose status lists a verifier believes, on this machine.

trust/offices/*.pem   roots of the offices whose seals are believed
trust/status/*.pem    certificates whose keys sign status lists
"""

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509


@dataclass(frozen=True)
class TrustFolder:
    """The certificates that a verifier pins. A folder that is missing trusts nobody."""

    path: Path

    @property
    def offices(self) -> tuple[x509.Certificate, ...]:
        return self._certificates("offices")

    @property
    def status_signers(self) -> tuple[x509.Certificate, ...]:
        return self._certificates("status")

    def read_all(self) -> None:
        """Read every certificate once; raises ValueError or OSError for one that is none."""
        for kind in ("offices", "status"):
            self._certificates(kind)

    def _certificates(self, kind: str) -> tuple[x509.Certificate, ...]:
        found: list[x509.Certificate] = []
        for path in sorted((self.path / kind).glob("*.pem")):
            found += x509.load_pem_x509_certificates(path.read_bytes())
        return tuple(found)
