"""The system account that the embedded PostgreSQL runs as when we are root.

PostgreSQL refuses to run as root. As root it runs as the account `relicgate`, made on first use;
a plain user runs it as itself. Folders that this account cannot reach (a checkout under a closed
home, say) are answered with a place under /var/lib: nobody's permissions are widened.
"""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.bootstrap.speech import Stop

NAME = "relicgate"
HOME = Path("/var/lib/relicgate")


@dataclass(frozen=True)
class Account:
    """Who runs the server: a user and group number, and whether that is somebody else than us."""

    uid: int
    gid: int
    foreign: bool

    def reaches(self, path: Path) -> bool:
        """Whether the account may pass every folder down to `path` and read what is there."""
        if not self.foreign:
            return True
        return all(self._may_pass(part) for part in (path, *path.parents))

    def _may_pass(self, path: Path) -> bool:
        found = path.stat()
        if found.st_uid == self.uid:
            wanted = stat.S_IRUSR | stat.S_IXUSR
        elif found.st_gid == self.gid:
            wanted = stat.S_IRGRP | stat.S_IXGRP
        else:
            wanted = stat.S_IROTH | stat.S_IXOTH
        if not stat.S_ISDIR(found.st_mode) or found.st_uid == self.uid:
            return found.st_mode & wanted == wanted
        return bool(found.st_mode & wanted & 0o111)

    def own(self, path: Path) -> None:
        """Give a folder to the account."""
        if self.foreign:
            os.chown(path, self.uid, self.gid)

    def run(self, *command: object) -> subprocess.CompletedProcess[str]:
        """Run a program as the account, in a session of its own, away from our signals."""
        identity = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.foreign else {}
        done: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603  # the words are ours
            [str(word) for word in command],
            check=False,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
            **identity,  # type: ignore[call-overload]
        )
        return done


def server_account(data: Path) -> Account:
    """Name who runs the server on a data folder: the folder's owner, if it is there already.

    Else this user, or as root the account `relicgate` (made if need be; else `nobody`). Raises
    Stop where root may not become anybody else.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), foreign=False)
    if data.exists():
        owner = data.stat()
        return Account(owner.st_uid, owner.st_gid, foreign=True)
    found = _entry(NAME) or _made() or _entry("nobody")
    if found is None:
        raise Stop(
            "PostgreSQL does not run as root and no account could be made for it; run this "
            "as a plain user, or name a server in DATABASE_URL"
        )
    return Account(found.pw_uid, found.pw_gid, foreign=True)


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _made() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        words = [
            "--system",
            "--user-group",
            "--home-dir",
            str(HOME),
            "--no-create-home",
            "--shell=/bin/false",
        ]
        subprocess.run(  # noqa: S603
            [useradd, *words, NAME],
            check=False,
            capture_output=True,
        )
    return _entry(NAME)
