"""The published status list: what no longer stands, signed at each asking from the rows.

Nothing is kept, so a change of status is in the next answer; caches keep one for `MAX_AGE`.
Papers are named by the SHA-256 of their data: only who holds a paper finds it in the list.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from .keys import KeyFolder
from .models import Certificate, CertificateStatus
from .public import BY_STATUS
from .status_list import StatusSigner, sign_status_list

MAX_AGE = 300
"""Seconds for which a copy may be given out again."""
STANDING = (CertificateStatus.PREPARED, CertificateStatus.VALID)


def entries() -> dict[str, str]:
    """Every paper that does not stand, with the answer that a verifier gives about it."""
    fallen = Certificate.objects.exclude(status__in=STANDING).order_by("digest")
    return {
        digest: str(BY_STATUS[CertificateStatus(status)])
        for digest, status in fallen.values_list("digest", "status")
    }


def tag_of(listed: Mapping[str, str], moment: datetime) -> str:
    """The entity tag, another for other content or another hour; weak, as each signing differs."""
    content = "\n".join(f"{name} {status}" for name, status in listed.items())
    digest = hashlib.sha256(f"{moment:%Y%m%d%H}\n{content}".encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def signed_list(listed: Mapping[str, str], moment: datetime) -> bytes:
    """The list as a file that travels. Raises FileNotFoundError where no key is installed."""
    signer = StatusSigner.load(KeyFolder(settings.VAR / "keys"))
    return sign_status_list(listed, signer, issued_at=moment)
