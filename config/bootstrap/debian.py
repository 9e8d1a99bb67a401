"""What comes from the operating system: libraries for the papers, a browser for the tests.

As root (or with sudo that asks no password) by apt; as a plain user the packages are fetched and
unpacked beside the environment; where neither is possible the exact line to type is given.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

from .places import PYTHON, ROOT, SYSTEM
from .programs import quiet, speaking_english
from .speech import Stop, cause_in, say

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LIBRARIES = {  # shared object, and the Debian package that brings it
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
DRIVER_LIBRARIES = {  # of the program that drives the browser in the tests
    "libatomic.so.1": "libatomic1",
    "libstdc++.so.6": "libstdc++6",
}
OTHER_SYSTEMS = {
    "dnf": "dnf install pango harfbuzz",
    "zypper": "zypper install libpango-1_0-0 libharfbuzz-subset0",
    "pacman": "pacman -S pango harfbuzz",
    "apk": "apk add pango harfbuzz-subset",
    "brew": "brew install pango",
}


def provide_libraries() -> None:
    """See that Pango and its companions load; raises Stop with the line to type if they cannot."""
    if sys.platform != "linux":
        return
    wanted = _libraries_missing()
    if not CERTIFICATES.exists() and shutil.which("apt-get") and may_install():
        wanted.append("ca-certificates")  # a bare machine trusts no package index yet
    if not wanted:
        return
    if not shutil.which("apt-get"):
        tool = next((name for name in OTHER_SYSTEMS if shutil.which(name)), "")
        line = OTHER_SYSTEMS.get(tool, "install Pango 1.44 or newer with HarfBuzz")
        raise Stop(f"the papers need Pango, which is not here; as root: {line}")
    say("adding the system packages " + " ".join(wanted))
    why = _apt_install(wanted) if may_install() else unpack(wanted)
    if _libraries_missing():
        line = "apt-get install -y " + " ".join(wanted)
        raise Stop(f"the papers need Pango, which could not be added ({why}); as root: {line}")


def provide_browser() -> None:
    """See that the tests find Chromium and a Chinese font; without a right to install, say so.

    Where `CI` is set a missing browser is a failure, never a skip.
    """
    wanted = _browser_packages_missing()
    if not wanted:
        return
    why = "no right to install packages"
    if shutil.which("apt-get") and may_install():
        say("adding for the browser tests: " + " ".join(wanted))
        why = _apt_install(wanted)
    wanted = _browser_packages_missing()
    if not wanted:
        return
    line = "as root: apt-get install -y " + " ".join(wanted)
    if os.environ.get("CI"):
        raise Stop(f"the browser tests miss something that could not be added ({why}); {line}")
    say(f"BROWSER TESTS WILL NOT ALL RUN, something is missing ({why}); {line}")


def _browser_packages_missing() -> list[str]:
    wanted = [] if find_browser() else ["chromium"]
    if not _has_chinese_font():
        wanted.append("fonts-noto-cjk")
    return wanted + packages_missing(DRIVER_LIBRARIES)


def find_browser() -> str | None:
    """The Chromium (or Chrome) on this machine."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _has_chinese_font() -> bool:
    if shutil.which("fc-list"):
        return bool(quiet("fc-list", ":lang=zh-cn", "file").stdout.strip())
    return any(Path("/usr/share/fonts").rglob("*CJK*"))


def packages_missing(libraries: dict[str, str]) -> list[str]:
    """The packages whose libraries the loader of this process does not find."""
    missing = []
    for name, package in libraries.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(package)
    return missing


def _libraries_missing() -> list[str]:
    """Ask the environment's Python, as the papers will: what it loads would stay loaded in us."""
    ask = (
        "from approvals.certificates.libraries import preload; preload(); "
        "from config.bootstrap import debian as d; print(*d.packages_missing(d.LIBRARIES))"
    )
    out = quiet(PYTHON, "-c", ask, cwd=str(ROOT))
    return out.stdout.split() if out.returncode == 0 else list(LIBRARIES.values())


def may_install() -> bool:
    """Root, or sudo without a password."""
    return os.geteuid() == 0 or quiet("sudo", "-n", "true").returncode == 0


def _apt_install(packages: list[str]) -> str:
    """Install by apt, with fresh lists if the old ones do not do; returns why it failed, or ''."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", "apt-get", "-q", "-y"]
    apt += ["-o", "DPkg::Lock::Timeout=300"]
    install = [*apt, "install", "--no-install-recommends", *packages]
    done = quiet(*install)
    if done.returncode:
        quiet(*apt, "update")
        done = quiet(*install)
    return "" if done.returncode == 0 else cause_in(done.stdout)


def unpack(packages: list[str]) -> str:
    """Fetch Debian packages as a plain user and unpack them; returns why it failed, or ''."""
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        return "there is no apt-get"
    for folder in ("lists/partial", "cache/archives/partial", "debs", "root"):
        (SYSTEM / folder).mkdir(parents=True, exist_ok=True)
    places = (f"Dir::State::lists={SYSTEM}/lists", f"Dir::Cache={SYSTEM}/cache")
    apt = ["apt-get", "-q", "-o", "Debug::NoLocking=1"]
    for place in places:
        apt += ["-o", place]
    plain = speaking_english()
    said = quiet(*apt, "update", env=plain).stdout
    plan = quiet(*apt, "install", "-s", "--no-install-recommends", *packages, env=plain).stdout
    names = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
    if names:
        said = quiet(*apt, "download", *names, cwd=str(SYSTEM / "debs"), env=plain).stdout
    fetched = list((SYSTEM / "debs").glob("*.deb"))
    for package in fetched:
        done = quiet("dpkg", "-x", package, SYSTEM / "root", env=plain)
        if done.returncode:
            return cause_in(done.stdout)
    for folder in ("lists", "cache", "debs"):
        shutil.rmtree(SYSTEM / folder, ignore_errors=True)
    return "" if names and len(fetched) >= len(names) else cause_in(said)


def pip_wheel() -> tuple[Path | None, str]:
    """Debian's own pip wheel, the installed one or a fetched one; or None, and why there is none."""
    wheels = "usr/share/python-wheels"
    why = ""
    if not list(Path("/", wheels).glob("pip-*.whl")):
        why = unpack(["python3-pip-whl"])
    found = [*Path("/", wheels).glob("pip-*.whl"), *Path(SYSTEM, "root", wheels).glob("pip-*.whl")]
    return (found[0] if found else None), why
