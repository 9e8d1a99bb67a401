"""The status list 状态清单: which papers no longer stand, as a signed file that travels.

A compact JWS (ES256) over JSON: `issuer`, `issued_at`, `next_update` and `entries`, a map from
a paper's reference or the SHA-256 of its sealed file or of its data to `revoked`,
`superseded`, `suspended` or `expired`. What is not listed stands.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from approvals.certificates.keys import KeyFolder
from approvals.certificates.trust import TrustFolder

TYPE = "relicgate-status+jws"
SIZE = 32  # bytes of each half of an ES256 signature
FRESH_FOR = timedelta(days=7)


class StatusListRefused(ValueError):
    """The list is not one that a pinned key signed; it says nothing."""


@dataclass(frozen=True)
class StatusList:
    """A list whose signature has been checked."""

    issuer: str
    issued_at: datetime
    next_update: datetime
    entries: Mapping[str, str]

    def status_of(self, *names: str) -> str | None:
        """The status listed under the first of these names that is listed."""
        return next((self.entries[name] for name in names if name in self.entries), None)


@dataclass(frozen=True)
class StatusSigner:
    """A key that signs status lists, with the name under which it is known."""

    name: str
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def load(cls, keys: KeyFolder, passphrase: bytes | None = None) -> "StatusSigner":
        """Read the status key of the installation; raises `FileNotFoundError` where none is."""
        key = load_pem_private_key(keys.status_key.read_bytes(), passphrase)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("the status key is not an elliptic curve key")
        certificate = load_pem_x509_certificate(keys.status_certificate.read_bytes())
        return cls(certificate.subject.rfc4514_string(), key)


def sign_status_list(
    entries: Mapping[str, str],
    signer: StatusSigner,
    *,
    issued_at: datetime | None = None,
    fresh_for: timedelta = FRESH_FOR,
) -> bytes:
    """Sign the statuses as they are now, and say until when the list counts as fresh."""
    moment = (issued_at or datetime.now(UTC)).replace(microsecond=0)
    payload = {
        "issuer": signer.name,
        "issued_at": moment.isoformat(),
        "next_update": (moment + fresh_for).isoformat(),
        "entries": dict(sorted(entries.items())),
    }
    signed = b".".join(_encode(part) for part in ({"alg": "ES256", "typ": TYPE}, payload))
    r, s = decode_dss_signature(signer.key.sign(signed, ec.ECDSA(SHA256())))
    return signed + b"." + _base64(r.to_bytes(SIZE, "big") + s.to_bytes(SIZE, "big"))


def read_status_list(content: bytes, trust: TrustFolder) -> StatusList:
    """Check the signature against the pinned status keys and read the list.

    Raises `StatusListRefused` for anything else than a list that a pinned key signed.
    """
    try:
        signed, _, signature = content.strip().rpartition(b".")
        header, _, payload = signed.partition(b".")
        if _decode(header) != {"alg": "ES256", "typ": TYPE}:
            raise StatusListRefused("header")
        if not _signed_by_any(signed, _bytes(signature), trust):
            raise StatusListRefused("signature")
        fields = _decode(payload)
        return StatusList(
            issuer=fields["issuer"],
            issued_at=datetime.fromisoformat(fields["issued_at"]),
            next_update=datetime.fromisoformat(fields["next_update"]),
            entries={str(name): str(status) for name, status in fields["entries"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StatusListRefused(str(error)) from error


def _signed_by_any(signed: bytes, signature: bytes, trust: TrustFolder) -> bool:
    if len(signature) != 2 * SIZE:
        return False
    pair = encode_dss_signature(
        int.from_bytes(signature[:SIZE], "big"), int.from_bytes(signature[SIZE:], "big")
    )
    now = datetime.now(UTC)
    for certificate in trust.status_signers:
        key = certificate.public_key()
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            continue
        if not isinstance(key, ec.EllipticCurvePublicKey):
            continue
        try:
            key.verify(pair, signed, ec.ECDSA(SHA256()))
        except InvalidSignature:
            continue
        return True
    return False


def _encode(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _base64(text.encode())


def _decode(part: bytes) -> Any:
    return json.loads(_bytes(part))


def _base64(content: bytes) -> bytes:
    return urlsafe_b64encode(content).rstrip(b"=")


def _bytes(part: bytes) -> bytes:
    return urlsafe_b64decode(part + b"=" * (-len(part) % 4))
