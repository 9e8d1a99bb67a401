"""Draw the icon sprite of the pages from an unpacked `@tabler/icons` package (MIT).

Run it once when an icon is added, then enter the new SHA-256 in `static/vendor/manifest.json`:
`python docs/reference/build_icons.py UNPACKED_PACKAGE > static/vendor/tabler-icons.svg`.
Only the standard library is needed; nothing of it runs in the product.
"""

# ruff: noqa: INP001 - a script, not a package
import re
import sys
from pathlib import Path

ICONS = """
adjustments alert-triangle arrow-left arrows-exchange bell building building-bank building-store
building-warehouse calendar-event camera chart-bar check chevron-down chevron-left chevron-right
circle-check circle-x clock code door-exit download edit external-link eye file-certificate
file-plus file-spreadsheet file-text flag gavel help-circle history home inbox info-circle keyboard
letter-case list-details lock login logout mail map-pin menu-2 minus moon paperclip photo plus
printer qrcode refresh rubber-stamp scale search send settings shield-check sun table trash
truck-delivery upload user users world x
""".split()  # noqa: SIM905 - eight lines of names read better than seventy
DRAWING = re.compile(r"<svg[^>]*>(?P<paths>.*)</svg>", re.DOTALL)
FRAME = re.compile(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none" />')


def symbol(name: str, source: Path) -> str:
    """Return one outline icon as an SVG symbol named `name`, without its empty frame."""
    drawing = DRAWING.search(source.read_text(encoding="utf-8"))
    if drawing is None:
        raise ValueError(f"{source} holds no drawing")
    paths = " ".join(FRAME.sub("", drawing["paths"]).split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{paths}</symbol>'


def main(package: Path) -> None:
    """Write the sprite to standard output."""
    drawings = (symbol(name, package / "icons" / "outline" / f"{name}.svg") for name in ICONS)
    lines = ('<svg xmlns="http://www.w3.org/2000/svg">', *drawings, "</svg>", "")
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
