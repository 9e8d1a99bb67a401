"""Demo keys 示例密钥: an office's seal and a status key, named so that none mistakes them."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ORGANISATION = "示例 DEMO - 不具效力 of no effect"
YEARS_ROOT, YEARS_SIGNER = 20, 10


@dataclass(frozen=True)
class KeyFolder:
    """Where the private keys of the installation lie (`var/keys`, never in the repository)."""

    path: Path

    @property
    def seal_key(self) -> Path:
        return self.path / "seal.key"

    @property
    def seal_chain(self) -> Path:
        """The signer's certificate first, then those above it."""
        return self.path / "seal.pem"

    @property
    def status_key(self) -> Path:
        return self.path / "status.key"

    @property
    def status_certificate(self) -> Path:
        return self.path / "status.pem"


def make_demo_keys(var: Path) -> KeyFolder:
    """Make the demo keys in `var/keys` and the certificates to trust in `var/trust`, once.

    The root's private key is thrown away as soon as it has signed the office's certificate.
    Keys have file mode 0600. What is there already is kept.
    """
    keys, trust = KeyFolder(var / "keys"), var / "trust"
    if keys.status_certificate.exists():
        return keys
    keys.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    root_key, seal_key, status_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root = _certificate("演示根证书 DEMO Root", root_key, years=YEARS_ROOT, authority=True)
    seal = _certificate("演示文物审核机构 DEMO Office Seal", seal_key, issuer=(root, root_key))
    status = _certificate("演示状态清单 DEMO Status List", status_key)
    write_private(keys.seal_key, seal_key)
    keys.seal_chain.write_bytes(_pem(seal) + _pem(root))
    write_private(keys.status_key, status_key)
    for folder, certificate in (("offices", root), ("status", status)):
        (trust / folder).mkdir(parents=True, exist_ok=True)
        (trust / folder / "demo.pem").write_bytes(_pem(certificate))
    keys.status_certificate.write_bytes(_pem(status))
    return keys


def write_private(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Write a private key that only its owner can read, from the first byte on."""
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    *,
    issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None = None,
    years: int = YEARS_SIGNER,
    authority: bool = False,
) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    start = datetime.now(UTC) - timedelta(days=1)
    above, signing_key = issuer or (None, key)
    issuer_key = signing_key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(authority, 0 if authority else None), critical=True)
        .add_extension(_usage(authority=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False
        )
        .sign(signing_key, hashes.SHA256())
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
