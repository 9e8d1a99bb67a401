"""The secret key of a local installation."""

import contextlib
import os
import secrets
from pathlib import Path


def local_secret(path: Path) -> str:
    """Return the secret kept at `path`, making it on first use (mode 0600, one writer wins)."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        # The name appears with its content in place, so that nobody reads half a secret.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(part)
        part.unlink()
    return path.read_text(encoding="ascii").strip()
