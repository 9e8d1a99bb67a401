"""From a frozen snapshot to an unsigned PDF/A-3a: the same snapshot gives the same bytes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

import segno
from django.template.loader import render_to_string
from django.utils.translation import gettext

from approvals.certificates.characters import check_coverage
from approvals.certificates.fonts import prepare_fonts, printable
from approvals.certificates.registry import CertificateKind
from approvals.certificates.snapshot import Snapshot, SnapshotRefused, canonical, check_snapshot

ATTACHMENT_NAME = "certificate.json"
QR_MODULE_PIXELS = 8
PLATES_IN_A_ROW = 4


def render(kind: CertificateKind, snapshot: Snapshot, photos: Mapping[str, bytes]) -> bytes:
    """Draw the paper of `snapshot` and attach the snapshot to it as `certificate.json`.

    `photos` maps the SHA-256 named in the snapshot to JPEG or PNG bytes in sRGB without
    metadata: the photograph itself or a smaller rendition of it, put in untouched. The first
    photograph of an object is drawn, and its others where they are handed over and the
    template asks for them. Raises `SnapshotRefused` when a first one is missing,
    `UnprintableCharacter` when a character cannot be drawn. Slow (a second and more): never
    inside a transaction.
    """
    check_snapshot(snapshot)
    check_coverage(snapshot, printable())
    prepare_fonts()
    from approvals.certificates.pages import lay_out  # noqa: PLC0415  only the worker pays for it

    images = _images(snapshot, photos)
    xhtml = render_to_string(kind.template, _context(kind, snapshot))
    return lay_out(
        xhtml,
        images=images,
        attachment=canonical(snapshot),
        attachment_name=ATTACHMENT_NAME,
        moment=_moment(snapshot),
    )


def _moment(snapshot: Snapshot) -> datetime:
    """The date that stands in the file: the day of issue, so that a rerender is the same."""
    return datetime.fromisoformat(snapshot["issued"]).replace(tzinfo=UTC)


def _images(snapshot: Snapshot, photos: Mapping[str, bytes]) -> dict[str, bytes]:
    images = {"mem:qr.png": qr_code(snapshot["verification"]["url"])}
    if code := snapshot.get("appointment", {}).get("code"):
        images["mem:visit.png"] = qr_code(code)
    for thing in snapshot.get("objects", ()):
        for sha256 in thing["photo_sha256"][:1]:
            if sha256 not in photos:
                sentence = gettext("第 %(sequence)s 号的照片缺失。") % {
                    "sequence": thing["sequence"]
                }
                raise SnapshotRefused("photo_missing", sentence, "R-EXIT-07")
        named = set(thing["photo_sha256"]) & set(photos)
        images |= {f"mem:{sha256}": photos[sha256] for sha256 in named}
    return images


def qr_code(address: str) -> bytes:
    """The address as a QR code (PNG), eight pixels a module so that no reader blurs it."""
    target = BytesIO()
    segno.make(address, error="m", micro=False).save(
        target, kind="png", scale=QR_MODULE_PIXELS, border=2
    )
    return target.getvalue()


def _context(kind: CertificateKind, snapshot: Snapshot) -> dict[str, object]:
    objects = snapshot.get("objects", [])
    plates = [thing for thing in objects if thing["photo_sha256"]]
    rows = [plates[i : i + PLATES_IN_A_ROW] for i in range(0, len(plates), PLATES_IN_A_ROW)]
    return {
        "kind": kind,
        "paper": snapshot,
        "extract": kind.number_required and not snapshot["number"],
        "plate_rows": rows,
        "plate_gap": range(-len(plates) % PLATES_IN_A_ROW),
        "total": sum(thing["quantity"] for thing in objects),
        "moment": snapshot["issued"],
    }
