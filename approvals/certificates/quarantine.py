"""A stranger's file is read in a process of its own, with little memory, little time, no files.

Run as a program this module is that process: a line of JSON and the bytes on standard input,
the verdict as JSON on standard output. It uses neither Django's settings nor the database.
"""

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from approvals.certificates.trust import TrustFolder
from approvals.certificates.verdicts import Answer, Verdict, unknown

LARGEST_UPLOAD = 16 * 2**20
MEMORY = 768 * 2**20
CPU_SECONDS = 5
TIMEOUT_SECONDS = 20
PROJECT = Path(__file__).resolve().parents[2]


def verify_upload(data: bytes, trust: TrustFolder, status_list: bytes | None = None) -> Verdict:
    """Judge a stranger's file in a process of its own; never raises for what it contains.

    Takes about a second. What is too large, takes too long or brings the parser down is
    `unknown`, with the reason.
    """
    if len(data) > LARGEST_UPLOAD:
        return unknown("too_large")
    header = {
        "trust": str(trust.path),
        "status_list": None if status_list is None else len(status_list),
    }
    message = json.dumps(header).encode() + b"\n" + (status_list or b"") + data
    try:
        done = subprocess.run(
            [sys.executable, "-m", "approvals.certificates.quarantine"],
            input=message,
            capture_output=True,
            cwd=PROJECT,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return unknown("took_too_long")
    return _answer(done.stdout) if done.returncode == 0 else unknown("took_too_long")


def _answer(output: bytes) -> Verdict:
    fields = json.loads(output)
    fields["verdict"] = Answer(fields["verdict"])
    fields["reasons"] = tuple(fields["reasons"])
    return Verdict(**fields)


def limit_this_process() -> None:
    """Cap memory and processor time for good; forbid writing files and core dumps."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def main() -> None:
    """Read, judge, answer."""
    limit_this_process()
    from approvals.certificates.verifying import verify_pdf  # noqa: PLC0415  under the limits

    header = json.loads(sys.stdin.buffer.readline())
    length = header["status_list"]
    status_list = None if length is None else sys.stdin.buffer.read(length)
    verdict = verify_pdf(sys.stdin.buffer.read(), TrustFolder(Path(header["trust"])), status_list)
    sys.stdout.write(json.dumps(asdict(verdict)))


if __name__ == "__main__":
    main()
