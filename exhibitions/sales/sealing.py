"""Personal words of a buyer at rest (R-TRADE-06, R-DATA-01): sealed with the keys of the record.

The first key seals; the others only open what was sealed before the key was changed.
"""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _box() -> MultiFernet:
    digests = (hashlib.sha256(one.encode()).digest() for one in settings.RECORD_KEYS)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in digests])


def seal(words: Mapping[str, str]) -> str:
    """The words as they are kept."""
    return _box().encrypt(json.dumps(dict(words), ensure_ascii=False).encode()).decode("ascii")


def unseal(token: str) -> dict[str, str]:
    """The words in clear; only for `services.read_buyer`, which notes who read them and why."""
    return {str(k): str(v) for k, v in json.loads(_box().decrypt(token.encode("ascii"))).items()}


def masked(name: str) -> str:
    """A name as lists show it: its first letter."""
    return name[:1] + "*" * min(max(len(name) - 1, 1), 4)
